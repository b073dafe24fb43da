import type { Drawn } from '../../core/exercise/drawn.ts';
import { harmOf, type Answered } from '../../core/exercise/harm.ts';
import type { LogEntry, Outcome } from '../../core/exercise/outcome.ts';
import type { Scenario } from '../../core/exercise/scenario.ts';
import { secondsOf } from '../../core/time.ts';
import { holdsIn, type ExerciseScope, type Seen } from '../../core/exercise/vocabulary.ts';

interface Parts {
  readonly scenario: Scenario;
  readonly digest: string;
  readonly seed: number;
  readonly played?: string;
  readonly playbooksName: string;
  readonly drawn: Drawn;
  readonly log: readonly LogEntry[];
  readonly ended: Outcome['ended'];
  readonly scope: ExerciseScope;
  readonly seen: Seen;
  readonly chosen: Readonly<Record<string, string>>;
  readonly preserved: readonly string[];
  readonly traps: ReadonlyMap<string, string>;
  readonly commands: number;
  readonly hints: number;
  readonly answered: readonly Answered[];
  readonly relied: readonly { readonly id: string; readonly says: string; readonly mark: Outcome['aws'][number]['mark'] }[];
}

const decisionsOf = ({ scenario, chosen }: Parts): Outcome['decisions'] =>
  scenario.decisions.map(({ id, prompt, options }) => {
    const taken = options.find((option) => option.id === chosen[id]);
    const right = options.find(({ score }) => score === 1);
    return {
      id,
      prompt,
      chosen: taken?.text ?? null,
      score: taken?.score ?? 0,
      says: (taken ?? right)?.says ?? '',
      right: right?.text ?? '',
    };
  });

/** Everything that people can see of a run, as one value. */
export const outcomeOf = (parts: Parts): Outcome => {
  const { scenario, drawn, ended, scope, seen, preserved } = parts;
  const { id, version, title } = scenario.metadata;
  // All runs of a scenario are counted to the same moment, as they were left: stopping early helps nobody who calls the model.
  const harm = harmOf(drawn, parts.answered, secondsOf(scenario.metadata.atMost));
  return {
    schemaVersion: 1,
    exercise: true,
    scenario: { id, version, title, digest: parts.digest },
    playbooks: parts.playbooksName,
    seed: parts.seed,
    player: parts.played ?? 'a person',
    world: { uncovered: drawn.uncovered, away: drawn.away },
    ended,
    times: Object.fromEntries(Object.entries(scope.run.times).filter(([, seconds]) => seconds <= ended.seconds)),
    harm: { ...harm, byName: { ...harm.byName }, points: [...harm.points] },
    planted: scenario.planted.map((one) => ({
      evidence: one.evidence,
      text: one.text,
      weight: one.weight,
      collected: 'item' in one ? scope.run.sealed.includes(one.item) : preserved.includes(one.evidence),
    })),
    decisions: decisionsOf(parts),
    traps: scenario.traps.map(({ id: trap, because }) => ({ id: trap, because, taken: parts.traps.has(trap) })),
    assertions: scenario.assertions.map(({ id: name, objective, expression, because }) => ({
      id: name,
      objective,
      because,
      passed: holdsIn(expression, seen),
    })),
    objectives: scenario.objectives.map((objective) => ({ ...objective })),
    aws: parts.relied.map(({ id: behaviour, says, mark }) => ({ id: behaviour, says, mark })),
    commands: parts.commands,
    hints: parts.hints,
    log: [...parts.log],
  };
};
