import type { JsonObject } from '../../../core/json.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import type { Named } from './resources.ts';

/** One event of the history, ready to be searched. */
export interface TrailRecord {
  readonly at: number;
  /** When LookupEvents starts to show it. */
  readonly visibleAt: number;
  readonly account: string;
  readonly region: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly resources: readonly Named[];
  /** The record itself, as CloudTrail writes it. */
  readonly record: JsonObject;
}
/** Keys rise with time: `<milliseconds>-<count>`. */
const trailOf = (world: World): Table<TrailRecord> => world.store.table<TrailRecord>('cloudtrail.event');
/** Reads, where the range keeps them: a ring. */
const readsOf = (world: World): Table<TrailRecord & { readonly order: string }> => world.store.table('cloudtrail.read');
/** Newest reads of the whole range. AWS keeps 90 days of them; a state that grows with every look would be slow to save. */
const MOST_READS = 2000;

const keyOf = (at: number, count: number): string => `${String(at).padStart(15, '0')}-${String(count).padStart(6, '0')}`;
export const keep = (world: World, row: TrailRecord, readOnly: boolean): void => {
  const count = world.ids.count('trail-order');
  const order = keyOf(row.at, count);
  if (readOnly) readsOf(world).put(String(world.ids.count('trail-read') % MOST_READS).padStart(6, '0'), { ...row, order });
  else trailOf(world).put(order, row);
};
/** Everything kept, oldest first. */
export const historyOf = (world: World): readonly TrailRecord[] => {
  const reads = readsOf(world).values();
  if (reads.length === 0) return trailOf(world).values();
  const all = [...trailOf(world).entries(), ...reads.map((row) => [row.order, row] as const)];
  return all.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
};
