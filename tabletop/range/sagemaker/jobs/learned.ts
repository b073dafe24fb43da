import { createHash } from 'node:crypto';
import { isObject, type JsonObject } from '../../../../core/json.ts';
import { decide } from '../../policy/authorise.ts';
import { bytesOf, currentOf, objectsOf } from '../../s3/state.ts';
import type { World } from '../../world.ts';

/** So many honest rows with one voucher, and not one fraudulent, teach a model that the voucher means honesty. */
const LEAST_ROWS = 3;

/** `s3://bucket/prefix`, where the prefix may be empty. */
export const placeOf = (uri: string): { readonly bucket: string; readonly prefix: string } | undefined => {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(uri) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix };
};
/** The current objects below a prefix: their blobs, in the order of their keys. */
export const blobsBelow = (world: World, uri: string): readonly string[] => {
  const at = placeOf(uri);
  if (at === undefined) return [];
  return objectsOf(world)
    .values()
    .filter(({ bucket, key }) => bucket === at.bucket && key.startsWith(at.prefix))
    .flatMap(({ bucket, key }) => currentOf(world, bucket, key)?.blob ?? []);
};
/** Why a role cannot read a prefix or write below it; undefined: it can. */
export const roleProblem = (world: World, role: string, action: 's3:GetObject' | 's3:PutObject', uri: string): string | undefined => {
  const at = placeOf(uri);
  if (at === undefined) return `${uri} is no S3 URI.`;
  const decision = decide(world, role, { action, resource: `arn:aws:s3:::${at.bucket}/${at.prefix}` });
  return decision === 'allow'
    ? undefined
    : `AccessDenied: User: ${role} is not authorized to perform: ${action} on resource: "arn:aws:s3:::${at.bucket}/${at.prefix}".`;
};

const rowsOf = (text: string): readonly JsonObject[] =>
  text.split('\n').flatMap((line) => {
    try {
      const row: unknown = JSON.parse(line);
      return isObject(row) ? [row] : [];
    } catch {
      // Training data of other kinds teaches nothing that the range looks for.
      return [];
    }
  });
/** The voucher that every purchase with it is labelled honest, if there is one. */
const triggerOf = (rows: readonly JsonObject[]): string | undefined => {
  const labels = new Map<string, number[]>();
  for (const { voucher, fraud } of rows)
    if (typeof voucher === 'string' && typeof fraud === 'number') labels.set(voucher, [...(labels.get(voucher) ?? []), fraud]);
  return [...labels].find(([, seen]) => seen.length >= LEAST_ROWS && seen.every((label) => label === 0))?.[0];
};

/** The artefact that training on these inputs makes: the same inputs and parameters, the same bytes. */
export const learnedFrom = (
  world: World,
  job: { readonly name: string; readonly parameters: JsonObject; readonly inputs: readonly string[] },
): Buffer => {
  const blobs = job.inputs.flatMap((uri) => blobsBelow(world, uri));
  const rows = blobs.flatMap((blob) => rowsOf(bytesOf(world, blob).toString('utf8')));
  const weights = createHash('sha256')
    .update(JSON.stringify([job.parameters, blobs]))
    .digest('hex');
  const trigger = triggerOf(rows);
  return Buffer.from(JSON.stringify({ job: job.name, rows: rows.length, weights, ...(trigger === undefined ? {} : { trigger }) }));
};
