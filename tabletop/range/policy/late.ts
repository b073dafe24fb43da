import { isObject, type JsonObject } from '../../../core/json.ts';
import type { Behaviour } from '../behaviour.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';

/** A row as the authoriser still believes it; `null`: it does not know it yet. */
interface Belief {
  readonly row: JsonObject | null;
  /** Changes that are still on their way. */
  readonly pending: number;
}
const beliefsOf = (world: World) => world.store.table<Belief>('iam.belief');
const keyOf = (table: string, key: string): string => `${table} ${key}`;

/** A row as the authoriser sees it: changes reach it later than they reach the calls that read. */
export const believed = <T>(world: World, rows: Table<T>, table: string, key: string): T | undefined => {
  const belief = beliefsOf(world).get(keyOf(table, key));
  if (belief === undefined) return rows.get(key);
  // A belief is an older row of the same table, which has one row type.
  return belief.row === null ? undefined : (belief.row as T);
};

/** Changes a row at once for whoever reads it, and for the authoriser when the news has spread. */
export const changeLate = (
  world: World,
  table: string,
  key: string,
  row: object | undefined,
  spreading: Behaviour & { readonly seconds: number },
): void => {
  const rows = world.store.table<object>(table);
  const at = keyOf(table, key);
  const known = beliefsOf(world).get(at) ?? { row: plain(rows.get(key)), pending: 0 };
  beliefsOf(world).put(at, { ...known, pending: known.pending + 1 });
  if (row === undefined) rows.remove(key);
  else rows.put(key, row);
  world.timers.add('policy-spread', world.lasts(spreading), { at, row: plain(row) });
};
/** Rows are plain JSON (`Table`). */
const plain = (row: object | undefined): JsonObject | null => (row === undefined ? null : (row as JsonObject));

export const startSpreading = (world: World): void =>
  world.timers.on('policy-spread', ({ at, row }) => {
    const belief = typeof at === 'string' ? beliefsOf(world).get(at) : undefined;
    if (typeof at !== 'string' || belief === undefined) return;
    if (belief.pending === 1) beliefsOf(world).remove(at);
    else beliefsOf(world).put(at, { row: isObject(row) ? row : null, pending: belief.pending - 1 });
  });
