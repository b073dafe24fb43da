import { outcomeHash } from './hash.ts';
import type { Outcome } from './outcome.ts';
import { POLICIES } from './policies.ts';
import type { PolicyName } from './scenario.ts';
import { scoreOf, type Bounds } from './score.ts';

/** One seed, every policy, each played twice. */
export interface SeedRuns {
  readonly seed: number;
  readonly runs: Readonly<Record<PolicyName, readonly [Outcome, Outcome]>>;
}
export interface Fault {
  readonly seed: number;
  /** The policy to replay. */
  readonly policy: PolicyName;
  readonly sentence: string;
}
export interface SeedVerdict {
  readonly seed: number;
  readonly points: Readonly<Record<PolicyName, number>>;
  readonly wrong: Readonly<Record<PolicyName, number>>;
  readonly faults: readonly Fault[];
}

const boundsOf = (idle: Outcome, perfect: Outcome): Bounds => ({ none: idle.harm.wrong, best: perfect.harm.wrong });

/** What must hold in every seed: repeatable; idle < trap < hasty < perfect; a perfect player reaches everything, and falls into no trap; the trap is a trap. */
export const verdictOn = ({ seed, runs }: SeedRuns): SeedVerdict => {
  const bounds = boundsOf(runs.idle[0], runs.perfect[0]);
  const each = <T>(of: (policy: PolicyName) => T): Readonly<Record<PolicyName, T>> => ({
    idle: of('idle'),
    trap: of('trap'),
    hasty: of('hasty'),
    perfect: of('perfect'),
  });
  const points = each((policy) => scoreOf(runs[policy][0], bounds).points);
  const wrong = each((policy) => runs[policy][0].harm.wrong);
  const faults: Fault[] = [];
  const add = (policy: PolicyName, sentence: string) => faults.push({ seed, policy, sentence });
  const [perfect] = runs.perfect;
  for (const { id, because, passed } of perfect.assertions) if (!passed) add('perfect', `${id} does not hold: ${because}`);
  for (const { evidence, text, collected } of perfect.planted) if (!collected) add('perfect', `${evidence} was not collected: ${text}`);
  for (const { because, taken } of perfect.traps) if (taken) add('perfect', `a careful player fell into the trap: ${because}`);
  for (const { id, taken } of runs.trap[0].traps) if (!taken) add('trap', `who does the tempting thing does not fall into the trap ${id}`);
  for (const policy of POLICIES) {
    const [first, second] = runs[policy].map(outcomeHash);
    if (first !== second) add(policy, `two runs differ: ${first?.slice(7, 19) ?? ''} and ${second?.slice(7, 19) ?? ''}`);
  }
  for (const [lower, higher] of [
    ['idle', 'trap'],
    ['trap', 'hasty'],
    ['hasty', 'perfect'],
  ] as const)
    if (points[lower] >= points[higher]) add(higher, `${lower} has ${points[lower]} points and ${higher} ${points[higher]}`);
  return { seed, points, wrong, faults };
};
