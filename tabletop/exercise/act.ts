import type { Effect, Scenario } from '../../core/exercise/scenario.ts';
import { holdsIn, type ExerciseScope, type Seen } from '../../core/exercise/vocabulary.ts';
import { parseShortId, shortId } from '../../core/report/short-id.ts';
import { runCommand } from '../../engine/commands/index.ts';
import type { Desk, Receipt } from '../../engine/desk.ts';
import type { ExitCode } from '../../engine/verb.ts';
import { parseLine, type Line } from './command-line.ts';
import type { OpenDecision } from './exercise.ts';
import { YOU } from './stage.ts';

/** What a command answers, and what it means for the exercise. */
export interface Told {
  readonly exit: ExitCode;
  readonly lines: readonly string[];
  readonly next?: string;
  readonly effects?: readonly Effect[];
  /** Short id of what was looked at. */
  readonly shown?: string;
  readonly isLooking: boolean;
  readonly isHint: boolean;
}
interface Acting {
  readonly desk: Desk;
  readonly scenario: Scenario;
  readonly text: string;
  readonly seen: Seen;
  readonly scope: ExerciseScope;
  readonly opened: Map<string, OpenDecision>;
  readonly chosen: Record<string, string>;
  readonly receipts: readonly Receipt[];
}

const LOOKING = ['status', 'show', 'timeline', 'list'];
const told = (exit: ExitCode, lines: readonly string[], more: Partial<Told> = {}): Told => ({
  exit,
  lines,
  isLooking: false,
  isHint: false,
  ...more,
});

const answered = ({ scenario, opened, chosen }: Acting, { decision, option }: Line & { readonly kind: 'answer' }): Told => {
  const open = opened.get(decision);
  if (open === undefined) return told(6, [`Nobody asks ${decision}. Open: ${[...opened.keys()].join(', ') || 'nothing'}.`]);
  const found = scenario.decisions.find(({ id }) => id === decision)?.options.find(({ id }) => id === option);
  if (found === undefined) return told(2, [`${decision} can be answered with ${open.options.map(({ id }) => id).join(', ')}.`]);
  opened.delete(decision);
  chosen[decision] = option;
  return told(0, [`${open.ask}: understood - ${found.text}`], { ...(found.do !== undefined && { effects: found.do }) });
};

const explained = (receipts: readonly Receipt[]): Told => {
  if (receipts.length === 0) return told(0, ['No event has come in yet.']);
  return told(
    0,
    receipts.flatMap(({ outcome, incident, reasons }) => [
      `${outcome}${incident === null ? '' : ` in INC-${incident}`}:`,
      ...reasons.map((reason) => `  ${reason}`),
    ]),
  );
};

/** The same commands as everywhere, through the same door, as the one person who plays. */
export const act = async (acting: Acting): Promise<Told> => {
  const { desk, scenario, text, seen, scope, receipts } = acting;
  const line = parseLine(text);
  const actor = { kind: 'human', id: YOU, via: 'cli' } as const;
  switch (line.kind) {
    case 'wrong':
      return told(2, [`${line.why}.`]);
    case 'hint':
      return told(0, [scenario.hints.find(({ when }) => holdsIn(when, seen))?.text ?? 'status says what waits for whom.'], {
        isHint: true,
      });
    case 'explain':
      return explained(receipts);
    case 'answer':
      return answered(acting, line);
    case 'note': {
      const { exit, lines, next } = await runCommand(desk, 'note', { incident: `INC-${scope.incident.number}`, text: line.text }, actor);
      return told(exit, lines, { ...(next !== undefined && { next }) });
    }
    case 'verb': {
      const { exit, lines, next } = await runCommand(desk, line.verb, line.args, actor);
      const what = line.args['what'];
      const id = typeof what === 'string' ? parseShortId(what) : undefined;
      const shown = line.verb === 'show' && exit === 0 && id !== undefined ? { shown: shortId(id) } : {};
      return told(exit, lines, { ...(next !== undefined && { next }), ...shown, isLooking: exit === 0 && LOOKING.includes(line.verb) });
    }
  }
};
