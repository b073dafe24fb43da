import type {
  GetBucketVersioningCommandInput,
  GetBucketVersioningCommandOutput,
  PutBucketVersioningCommandInput,
  PutBucketVersioningCommandOutput,
} from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { bucketFor, onBucket } from './access.ts';
import { notSimulated } from './faults.ts';
import { bucketsOf } from './state.ts';

export const getVersioning = operation<GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput>({
  trail: 'read',
  access: (input, context) => [onBucket(context, 'GetBucketVersioning', input)],
  run: (input, context) => {
    const { versioning } = bucketFor(context, input);
    return versioning === undefined ? {} : { Status: versioning };
  },
});

export const putVersioning = operation<PutBucketVersioningCommandInput, PutBucketVersioningCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutBucketVersioning', input)],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    const { Status: status, MFADelete: mfa } = input.VersioningConfiguration;
    if (mfa === 'Enabled' || input.MFA !== undefined) throw notSimulated('know MFA devices');
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
