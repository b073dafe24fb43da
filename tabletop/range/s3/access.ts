import { instantOf } from '../../../core/time.ts';
import type { Context } from '../operation.ts';
import { authorise, verdictFor } from '../policy/authorise.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, type TagMap } from '../tag-keys.ts';
import { denied, noSuchBucket } from './faults.ts';
import { isPublic, publicAccessOf } from './public-access.ts';
import { bucketsOf, versionsOf, type Bucket, type ObjectVersion } from './state.ts';

export type Keys = Readonly<Record<string, readonly string[]>>;
export interface Where {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string;
}
export interface OnObject extends Where {
  readonly Key: string;
  readonly VersionId?: string;
}

const elsewhere = (bucket: Bucket): AwsFault =>
  new AwsFault(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    { status: 301, headers: { 'x-amz-bucket-region': bucket.region } },
  );

/** Names are global; S3 looks for the bucket before it asks who wants what. */
export const bucketNamed = (context: Context, name: string, expectedOwner?: string): Bucket => {
  const bucket = bucketsOf(context.world).get(name);
  if (bucket === undefined) throw noSuchBucket(name);
  if (bucket.region !== context.region) throw elsewhere(bucket);
  if (expectedOwner !== undefined && expectedOwner !== bucket.account) throw denied();
  return bucket;
};
export const bucketFor = (context: Context, input: Where): Bucket => bucketNamed(context, input.Bucket, input.ExpectedBucketOwner);

/** RestrictPublicBuckets: a public policy then counts for the bucket's own account only. */
const policyFor = (context: Context, bucket: Bucket): Bucket['policy'] =>
  bucket.policy !== undefined &&
  bucket.account !== context.account &&
  publicAccessOf(bucket).RestrictPublicBuckets &&
  isPublic(bucket.policy)
    ? undefined
    : bucket.policy;
const accessTo = (context: Context, bucket: Bucket, action: string, resource: string, keys: Keys): Access => ({
  action: `s3:${action}`,
  resource,
  context: { 's3:ResourceAccount': [bucket.account], ...keys },
  resourcePolicy: policyFor(context, bucket),
  resourceAccount: bucket.account,
});
const bucketArn = (bucket: Bucket): string => `arn:aws:s3:::${bucket.name}`;
export const objectArn = (bucket: Bucket, key: string): string => `arn:aws:s3:::${bucket.name}/${key}`;

export const onBucket = (context: Context, action: string, input: Where, keys: Keys = {}): Access => {
  const bucket = bucketFor(context, input);
  return accessTo(context, bucket, action, bucketArn(bucket), keys);
};
const tagsOf = (version: ObjectVersion | undefined): Keys =>
  Object.fromEntries(Object.entries(version?.tags ?? {}).map(([key, value]) => [`s3:ExistingObjectTag/${key}`, [value]]));
export const onObject = (context: Context, action: string, input: OnObject, keys: Keys = {}): Access => {
  const bucket = bucketFor(context, input);
  const versions = versionsOf(context.world, bucket.name, input.Key);
  const version = input.VersionId === undefined ? versions[0] : versions.find(({ id }) => id === input.VersionId);
  return accessTo(context, bucket, action, objectArn(bucket, input.Key), {
    ...(input.VersionId === undefined ? {} : { 's3:VersionId': [input.VersionId] }),
    ...tagsOf(version),
    ...keys,
  });
};

/** Of those given, as condition keys; absent ones stay absent. */
export const given = (keys: Readonly<Record<string, string | number | boolean | Date | undefined>>): Keys =>
  Object.fromEntries(
    Object.entries(keys).flatMap(([key, value]) =>
      value === undefined ? [] : [[`s3:${key}`, [value instanceof Date ? instantOf(value.getTime()) : String(value)]]],
    ),
  );
/** S3 has names of its own beside the global ones. */
export const objectTagKeys = (tags: TagMap | undefined): Keys => {
  const keys = Object.keys(tags ?? {});
  return keys.length === 0
    ? {}
    : {
        ...requestTags(tags ?? {}),
        's3:RequestObjectTagKeys': keys,
        ...Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [`s3:RequestObjectTag/${key}`, [value]])),
      };
};

const DENIED = { code: 'AccessDenied', status: 403 };
/** Asks IAM something more in the middle of a call; throws its refusal. */
export const mustBeAllowed = (context: Context, access: Access): void => authorise(context, [access], DENIED);
export const isAllowed = (context: Context, access: Access): boolean => verdictFor(context, access).decision === 'allow';
