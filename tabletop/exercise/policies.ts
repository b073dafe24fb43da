import { seeded } from '../../core/exercise/seeded.ts';
import type { Fork, PolicyName, Scenario } from '../../core/exercise/scenario.ts';
import { filled, holdsIn, type Seen } from '../../core/exercise/vocabulary.ts';
import { secondsOf } from '../../core/time.ts';

/** Nobody types faster; a careful player is slower than one who does not read. */
const REACTS_SECONDS: Readonly<Record<PolicyName, readonly [number, number]>> = {
  idle: [0, 0],
  trap: [8, 20],
  hasty: [3, 9],
  perfect: [8, 16],
};

const reactsInSeconds = (policy: PolicyName, seed: number, what: string): number => {
  const [from, to] = REACTS_SECONDS[policy];
  return from + (to - from) * seeded(seed, `${policy}:${what}`);
};

/** What this player answers when a playbook asks which way to go; `undefined`: nothing. */
export const answerOf = (
  policy: PolicyName,
  seed: number,
  { step, options, fork }: { readonly step: string; readonly options: readonly string[]; readonly fork: Fork | undefined },
): { readonly answer: string; readonly inSeconds: number } | undefined => {
  const answer = { idle: undefined, trap: fork?.wrong, hasty: options[0], perfect: fork?.right }[policy];
  return answer === undefined ? undefined : { answer, inSeconds: reactsInSeconds(policy, seed, `choice:${step}`) };
};

export interface Played {
  /** Commands that are due now, with how long this player takes to type each. */
  readonly ready: (seen: Seen) => readonly { readonly index: number; readonly inSeconds: number }[];
  /** The command, if its condition still holds; otherwise it may become ready again. */
  readonly take: (index: number, seen: Seen) => string | undefined;
}

/** A player who follows rules, each once: the same commands that a person types. */
export const playedBy = (scenario: Scenario, policy: PolicyName, seed: number): Played => {
  const rules = scenario.policies[policy];
  const waiting = new Set<number>();
  const done = new Set<number>();
  return {
    ready: (seen) =>
      rules.flatMap(({ when, after }, index) => {
        if (done.has(index) || waiting.has(index) || !holdsIn(when, seen)) return [];
        waiting.add(index);
        return [{ index, inSeconds: reactsInSeconds(policy, seed, String(index)) + (after === undefined ? 0 : secondsOf(after)) }];
      }),
    take: (index, seen) => {
      waiting.delete(index);
      const rule = rules[index];
      if (rule === undefined || !holdsIn(rule.when, seen)) return undefined;
      done.add(index);
      return filled(rule.command, seen);
    },
  };
};
