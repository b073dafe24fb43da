import type {
  GetBucketVersioningCommandInput,
  GetBucketVersioningCommandOutput,
  GetObjectLockConfigurationCommandInput,
  GetObjectLockConfigurationCommandOutput,
  HeadBucketCommandInput,
  HeadBucketCommandOutput,
  PutBucketVersioningCommandInput,
  PutBucketVersioningCommandOutput,
} from '@aws-sdk/client-s3';
import { operation, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { bucketFor, onBucket } from './access.ts';
import { bucketsOf } from './state.ts';

const headBucket = operation<HeadBucketCommandInput, HeadBucketCommandOutput>({
  trail: 'read',
  access: (input) => [onBucket('ListBucket', input.Bucket)],
  run: (input, context) => {
    const bucket = bucketFor(context, input.Bucket, onBucket('ListBucket', input.Bucket));
    return { BucketRegion: bucket.region, AccessPointAlias: false };
  },
});

const getVersioning = operation<GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput>({
  trail: 'read',
  access: (input) => [onBucket('GetBucketVersioning', input.Bucket)],
  run: (input, context) => {
    const { versioning } = bucketFor(context, input.Bucket, onBucket('GetBucketVersioning', input.Bucket));
    return versioning === undefined ? {} : { Status: versioning };
  },
});

const putVersioning = operation<PutBucketVersioningCommandInput, PutBucketVersioningCommandOutput>({
  trail: 'write',
  access: (input) => [onBucket('PutBucketVersioning', input.Bucket)],
  run: (input, context) => {
    const bucket = bucketFor(context, input.Bucket, onBucket('PutBucketVersioning', input.Bucket));
    const status = input.VersioningConfiguration.Status;
    if (status === undefined)
      throw new AwsFault('IllegalVersioningConfigurationException', 'The Versioning element must be specified', { status: 400 });
    if (status === 'Suspended' && bucket.lock !== undefined)
      throw new AwsFault(
        'InvalidBucketState',
        'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
        { status: 409 },
      );
    bucketsOf(context.world).put(bucket.name, { ...bucket, versioning: status });
    return {};
  },
});

const getLock = operation<GetObjectLockConfigurationCommandInput, GetObjectLockConfigurationCommandOutput>({
  trail: 'read',
  access: (input) => [onBucket('GetBucketObjectLockConfiguration', input.Bucket)],
  run: (input, context) => {
    const { lock } = bucketFor(context, input.Bucket, onBucket('GetBucketObjectLockConfiguration', input.Bucket));
    if (lock === undefined)
      throw new AwsFault('ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket', {
        status: 404,
      });
    return { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: lock.mode, Days: lock.days } } } };
  },
});

export const BUCKET_OPERATIONS: Readonly<Record<string, Operation>> = {
  HeadBucket: headBucket,
  GetBucketVersioning: getVersioning,
  PutBucketVersioning: putVersioning,
  GetObjectLockConfiguration: getLock,
};
