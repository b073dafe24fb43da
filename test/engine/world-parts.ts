import type { DatabaseSync } from 'node:sqlite';
import type { EvidenceStore } from '../../core/evidence/store.ts';

/** Whoever writes evidence passes the hook before and after. */
export const hookedEvidence = (store: EvidenceStore, hook: (point: string) => void): EvidenceStore => ({
  ...store,
  put: async (...given) => {
    hook('before evidence item');
    const item = await store.put(...given);
    hook('after evidence item');
    return item;
  },
  seal: async (manifest) => {
    hook('before evidence seal');
    const sealed = await store.seal(manifest);
    hook('after evidence seal');
    return sealed;
  },
});

const TIMES = [
  ['event', "SELECT max(json_extract(json, '$.at')) AS at FROM event"],
  [
    'operation',
    "SELECT max(max(coalesce(json_extract(document, '$.StartTimestamp'), ''), coalesce(json_extract(document, '$.EndTimestamp'), ''))) AS at FROM operation",
  ],
] as const;

/** The latest instant that a directory knows of, in milliseconds: a virtual clock that takes over must not start before it. */
export const latestInstant = (database: DatabaseSync): number | undefined => {
  const tables = new Set(
    database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .map(({ name }) => String(name)),
  );
  const instants = TIMES.flatMap(([table, sql]) => {
    const at = tables.has(table) ? database.prepare(sql).get()?.['at'] : undefined;
    return typeof at === 'string' && at !== '' ? [Date.parse(at)] : [];
  });
  return instants.length === 0 ? undefined : Math.max(...instants);
};
