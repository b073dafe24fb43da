import type { Table } from '../store.ts';
import type { World } from '../world.ts';

/** What became of one event at one target. */
export interface Invocation {
  readonly at: number;
  readonly rule: string;
  readonly target: string;
  readonly arn: string;
  readonly event: string;
  /**
   * `delivered`, `retrying`, `failed` (and nobody keeps the event), `dead-lettered`, `not-forwarded`: it came from another bus and does not go on
   * to a third.
   */
  readonly outcome: 'delivered' | 'retrying' | 'failed' | 'dead-lettered' | 'not-forwarded';
  /** 1: the first. */
  readonly attempt: number;
  readonly why?: string;
}
/** Newest of the whole range. */
const MOST_KEPT = 1000;
const invocationsOf = (world: World): Table<Invocation> => world.store.table<Invocation>('eventbridge.invocation');
export const note = (world: World, invocation: Invocation): void =>
  invocationsOf(world).put(String(world.ids.count('rule-invocation') % MOST_KEPT).padStart(6, '0'), invocation);
