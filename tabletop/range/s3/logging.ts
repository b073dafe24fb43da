import type {
  GetBucketLoggingCommandInput,
  GetBucketLoggingCommandOutput,
  PutBucketLoggingCommandInput,
  PutBucketLoggingCommandOutput,
} from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { bucketFor, onBucket } from './access.ts';
import { notSimulated } from './faults.ts';

/** Switching it off is true here; switching it on would promise logs that nobody writes. */
export const putLogging = operation<PutBucketLoggingCommandInput, PutBucketLoggingCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutBucketLogging', input)],
  run: (input, context) => {
    bucketFor(context, input);
    if (input.BucketLoggingStatus.LoggingEnabled !== undefined) throw notSimulated('write server access logs');
    return {};
  },
});
export const getLogging = operation<GetBucketLoggingCommandInput, GetBucketLoggingCommandOutput>({
  trail: 'read',
  access: (input, context) => [onBucket(context, 'GetBucketLogging', input)],
  run: (input, context) => {
    bucketFor(context, input);
    return {};
  },
});
