import { decideForService } from '../policy/authorise.ts';
import { bucketsOf } from '../s3/state.ts';
import { storeObject } from '../s3/write.ts';
import type { World } from '../world.ts';
import { statusesOf, type Trail } from './trail-state.ts';

/**
 * Why CloudTrail cannot write there, in S3's word: the bucket's policy must let it look at the bucket and put files below the trail's prefix.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export const bucketProblem = (world: World, trail: Trail): string | undefined => {
  const bucket = bucketsOf(world).get(trail.bucket);
  if (bucket === undefined) return 'NoSuchBucket';
  const arn = `arn:aws:s3:::${trail.bucket}`;
  const folder = `${arn}/${trail.prefix === undefined ? '' : `${trail.prefix}/`}AWSLogs`;
  const asked = [
    { action: 's3:GetBucketAcl', resource: arn },
    { action: 's3:PutObject', resource: `${folder}/${trail.account}/x`, context: { 's3:x-amz-acl': ['bucket-owner-full-control'] } },
  ];
  const isLetIn = asked.every(
    (access) =>
      decideForService(
        world,
        { service: 'cloudtrail.amazonaws.com', sourceArn: trail.arn, sourceAccount: trail.account },
        { ...access, resourcePolicy: bucket.policy, resourceAccount: bucket.account },
      ) === 'allow',
  );
  return isLetIn ? undefined : 'AccessDenied';
};

/** Puts a file into the trail's bucket and keeps what became of it for GetTrailStatus. */
export const deliver = (
  world: World,
  trail: Trail,
  key: string,
  bytes: Uint8Array,
  at: number,
  metadata: Readonly<Record<string, string>> = {},
): boolean => {
  const isDigest = 'signature' in metadata;
  const before = statusesOf(world).get(trail.arn) ?? {};
  const bucket = bucketsOf(world).get(trail.bucket);
  const problem = bucketProblem(world, trail);
  if (bucket === undefined || problem !== undefined) {
    const error = problem ?? 'NoSuchBucket';
    statusesOf(world).put(trail.arn, isDigest ? { ...before, digestError: error } : { ...before, attemptedAt: at, error });
    return false;
  }
  storeObject(world, bucket, { key, bytes, contentType: 'application/json', metadata });
  const { error, digestError, ...rest } = before;
  const kept = isDigest
    ? { ...rest, ...(error === undefined ? {} : { error }) }
    : { ...rest, ...(digestError === undefined ? {} : { digestError }) };
  statusesOf(world).put(trail.arn, isDigest ? { ...kept, digestAt: at } : { ...kept, attemptedAt: at, deliveredAt: at });
  return true;
};
