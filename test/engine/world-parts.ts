import type { DatabaseSync } from 'node:sqlite';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { EvidenceStore } from '../../core/evidence/store.ts';
import type { Range } from '../../tabletop/range/range-api.ts';

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

const clientsOf = (range: Range, role: string) => ({
  sagemaker: new SageMakerClient(range.clientConfig(role)),
  runtime: new SageMakerRuntimeClient(range.clientConfig(role)),
  iam: new IAMClient(range.clientConfig(role)),
  cloudtrail: new CloudTrailClient(range.clientConfig(role)),
});
export interface Outside {
  readonly as: (role: string) => ReturnType<typeof clientsOf>;
  readonly calls: (role: string, endpoint?: string) => Promise<'answered' | 'denied'>;
}

/** Looks on from outside, in any role of the pretend AWS. Permissions let a call pass even when the container refuses its payload. */
export const outsideOf = (range: Range): Outside => {
  const kept = new Map<string, ReturnType<typeof clientsOf>>();
  const as = (role: string) => {
    const made = kept.get(role) ?? clientsOf(range, role);
    kept.set(role, made);
    return made;
  };
  return {
    as,
    calls: async (role, endpoint = 'fraud-scorer') => {
      const ContentType = 'application/x-cordon-canary';
      const canary = new InvokeEndpointCommand({ EndpointName: endpoint, ContentType, Body: new Uint8Array(1) });
      return as(role)
        .runtime.send(canary)
        .then(
          () => 'answered' as const,
          (thrown: unknown) => (thrown instanceof Error && thrown.name === 'AccessDeniedException' ? 'denied' : 'answered'),
        );
    },
  };
};
