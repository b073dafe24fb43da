import { isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { instantOf } from '../../../core/time.ts';

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
/** Keys of these maps are data, not member names. */
const MAPS = new Set(['Environment', 'HyperParameters', 'CustomerMetadataProperties']);
/** CloudTrail keeps no secret that a call brings or hands out. */
const SECRETS = new Set([
  'SecretAccessKey',
  'SessionToken',
  'SecretString',
  'Password',
  'TemporaryPassword',
  'PreviousPassword',
  'ProposedPassword',
  'ClientSecret',
  'AccessToken',
  'IdToken',
  'RefreshToken',
  'AuthParameters',
  'AuthorizedUrl',
  'Plaintext',
]);
const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** An input or output as CloudTrail writes it: small first letters, no bytes. */
export const parametersOf = (value: unknown, rename: (name: string) => string = lower): Json | undefined => {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return instantOf(value.getTime());
  if (Array.isArray(value)) return value.flatMap((item: unknown) => parametersOf(item, rename) ?? []);
  if (typeof value !== 'object' || value instanceof Uint8Array || Symbol.asyncIterator in value) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const isSecret = SECRETS.has(name) && inner !== undefined;
      const json = isSecret ? HIDDEN : parametersOf(inner, MAPS.has(name) ? (key) => key : lower);
      return json === undefined ? [] : [[rename(name), json]];
    }),
  );
};
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** S3 names the bucket and the host, and keeps scalar parameters beside them. What was uploaded is not in it. */
export const s3Parameters = (input: unknown, region: string): JsonObject => {
  const given = isRecord(input) ? input : {};
  const { Bucket, Key, ...rest } = given;
  const bucket = typeof Bucket === 'string' ? Bucket : '';
  const kept = Object.entries(rest).filter(([name]) => name !== 'Body' && !name.startsWith('Checksum') && !name.startsWith('ContentMD5'));
  const others = parametersOf(Object.fromEntries(kept));
  return {
    bucketName: bucket,
    Host: `${bucket === '' ? '' : `${bucket}.`}s3.${region}.amazonaws.com`,
    ...(typeof Key === 'string' ? { key: Key } : {}),
    ...(isObject(others) ? others : {}),
  };
};
/** S3 answers in headers; the version is the one that matters to whoever reads the record. */
export const s3Elements = (output: unknown): JsonObject | undefined =>
  isRecord(output) && typeof output['VersionId'] === 'string' ? { 'x-amz-version-id': output['VersionId'] } : undefined;

const PLAIN: readonly unknown[] = ['String', 'StringList'];
/** A secure parameter's value is hidden, a plain one's is not; without a type nobody can tell, and it is hidden. */
export const ssmParameters = (input: unknown): Json | undefined =>
  parametersOf(isRecord(input) && 'Value' in input && !PLAIN.includes(input['Type']) ? { ...input, Value: HIDDEN } : input);
