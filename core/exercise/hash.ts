import { digestOf, type Sha256 } from '../json.ts';
import type { LogEntry, Outcome } from './outcome.ts';

const inOrder = (a: LogEntry, b: LogEntry): number =>
  a.seconds - b.seconds || a.lane.localeCompare(b.lane) || a.who.localeCompare(b.who) || a.text.localeCompare(b.text);

/**
 * Same scenario, seed, playbooks and commands: same hash. It covers everything that people can see of a run. What happens at one instant
 * happens at once, so its order does not count.
 */
export const outcomeHash = (outcome: Outcome): Sha256 => digestOf({ ...outcome, log: outcome.log.toSorted(inOrder) });
