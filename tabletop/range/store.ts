/** One record that changed; `json` absent: it was removed. */
export interface Change {
  readonly key: string;
  readonly json: string | undefined;
}
/** Everything AWS remembers, as text by `table/key`. A row per record keeps a save as small as the change. */
export type RangeState = Readonly<Record<string, string>>;

/** Rows are plain JSON and are replaced, never changed in place. */
export interface Table<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  remove(key: string): void;
  /** In the order of their keys, so that an imported state behaves as the one that was exported. */
  entries(): readonly (readonly [string, T])[];
  values(): readonly T[];
}
export interface Store {
  table<T>(name: string): Table<T>;
  /** Whether there is anything that the next `changes` will tell. */
  isChanged(): boolean;
  /** What changed since the last call. */
  changes(): readonly Change[];
  export(): RangeState;
  import(state: RangeState): void;
}

interface Rows {
  readonly byKey: Map<string, unknown>;
  /** In the order of their keys; undefined after a change until somebody asks. */
  sorted: readonly (readonly [string, unknown])[] | undefined;
}

export const createStore = (): Store => {
  const tables = new Map<string, Rows>();
  const opened = new Map<string, Table<unknown>>();
  const dirty = new Set<string>();
  const rowsOf = (name: string): Rows => {
    const known = tables.get(name);
    if (known !== undefined) return known;
    const rows: Rows = { byKey: new Map(), sorted: undefined };
    tables.set(name, rows);
    return rows;
  };
  const split = (key: string): readonly [string, string] => [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)];
  const open = (name: string): Table<unknown> => {
    const rows = rowsOf(name);
    const entries = () => (rows.sorted ??= [...rows.byKey].sort(([a], [b]) => (a < b ? -1 : 1)));
    const changed = (key: string): void => {
      rows.sorted = undefined;
      dirty.add(`${name}/${key}`);
    };
    return {
      get: (key) => rows.byKey.get(key),
      put: (key, value) => {
        rows.byKey.set(key, value);
        changed(key);
      },
      remove: (key) => {
        if (rows.byKey.delete(key)) changed(key);
      },
      entries,
      values: () => entries().map(([, value]) => value),
    };
  };
  return {
    table: <T>(name: string): Table<T> => {
      const table = opened.get(name) ?? open(name);
      opened.set(name, table);
      // A table's name belongs to one row type: each table is opened in exactly one place, and only exported states are imported.
      return table as Table<T>;
    },
    isChanged: () => dirty.size > 0,
    changes: () => {
      const changed = [...dirty].map((key): Change => {
        const [name, row] = split(key);
        const value = tables.get(name)?.byKey.get(row);
        return { key, json: value === undefined ? undefined : JSON.stringify(value) };
      });
      dirty.clear();
      return changed;
    },
    export: () =>
      Object.fromEntries(
        [...tables]
          .flatMap(([name, { byKey }]) => [...byKey].map(([key, value]) => [`${name}/${key}`, JSON.stringify(value)] as const))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    import: (state) => {
      for (const rows of tables.values()) {
        rows.byKey.clear();
        rows.sorted = undefined;
      }
      for (const [key, json] of Object.entries(state)) {
        const [name, row] = split(key);
        rowsOf(name).byKey.set(row, JSON.parse(json));
      }
      dirty.clear();
    },
  };
};
