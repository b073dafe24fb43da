import type { Service } from '../operation.ts';
import { BUCKET_OPERATIONS } from './buckets.ts';
import { LIST_OPERATIONS } from './lists.ts';
import { LOCK_OPERATIONS } from './locks.ts';
import { OBJECT_OPERATIONS } from './objects.ts';
import { S3_BEHAVIOURS } from './behaviours.ts';

export const s3Service: Service = {
  prefix: 's3',
  signingName: 's3',
  eventSource: 's3.amazonaws.com',
  load: () => import('@aws-sdk/client-s3'),
  operations: { ...OBJECT_OPERATIONS, ...LOCK_OPERATIONS, ...BUCKET_OPERATIONS, ...LIST_OPERATIONS },
  documented: {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
    'PutObjectRequest.Key': { max: 1024 },
  },
  inputCodes: { unreadable: 'InvalidArgument', invalid: 'InvalidArgument' },
  behaviours: S3_BEHAVIOURS,
  denied: { code: 'AccessDenied', status: 403 },
};
