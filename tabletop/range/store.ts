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
  /** What changed since the last call. */
  changes(): readonly Change[];
  export(): RangeState;
  import(state: RangeState): void;
}

export const createStore = (): Store => {
  const tables = new Map<string, Map<string, unknown>>();
  const dirty = new Set<string>();
  const rowsOf = (name: string): Map<string, unknown> => {
    const rows = tables.get(name) ?? new Map<string, unknown>();
    tables.set(name, rows);
    return rows;
  };
  const split = (key: string): readonly [string, string] => [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)];
  return {
    table: <T>(name: string): Table<T> => {
      // A table's name belongs to one row type: each table is opened in exactly one place, and only exported states are imported.
      const rows = rowsOf(name) as Map<string, T>;
      const entries = (): readonly (readonly [string, T])[] => [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
      return {
        get: (key) => rows.get(key),
        put: (key, value) => {
          rows.set(key, value);
          dirty.add(`${name}/${key}`);
        },
        remove: (key) => {
          if (rows.delete(key)) dirty.add(`${name}/${key}`);
        },
        entries,
        values: () => entries().map(([, value]) => value),
      };
    },
    changes: () => {
      const changed = [...dirty].map((key): Change => {
        const [name, row] = split(key);
        const value = tables.get(name)?.get(row);
        return { key, json: value === undefined ? undefined : JSON.stringify(value) };
      });
      dirty.clear();
      return changed;
    },
    export: () =>
      Object.fromEntries(
        [...tables]
          .flatMap(([name, rows]) => [...rows].map(([key, value]) => [`${name}/${key}`, JSON.stringify(value)] as const))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    import: (state) => {
      for (const rows of tables.values()) rows.clear();
      for (const [key, json] of Object.entries(state)) {
        const [name, row] = split(key);
        rowsOf(name).set(row, JSON.parse(json));
      }
      dirty.clear();
    },
  };
};
