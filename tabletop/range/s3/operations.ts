import type { Service } from '../operation.ts';
import { S3_BEHAVIOURS } from './behaviours.ts';
import { BUCKET_OPERATIONS } from './bucket-operations.ts';
import { OBJECT_OPERATIONS } from './object-operations.ts';
import { SETTING_OPERATIONS } from './setting-operations.ts';
import { UPLOAD_OPERATIONS } from './upload-operations.ts';

export const s3Service: Service = {
  prefix: 's3',
  signingName: 's3',
  eventSource: 's3.amazonaws.com',
  load: () => import('@aws-sdk/client-s3'),
  operations: { ...OBJECT_OPERATIONS, ...UPLOAD_OPERATIONS, ...BUCKET_OPERATIONS, ...SETTING_OPERATIONS },
  documented: {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
    'PutObjectRequest.Key': { max: 1024 },
  },
  inputCodes: { unreadable: 'InvalidArgument', invalid: 'InvalidArgument' },
  behaviours: S3_BEHAVIOURS,
  denied: { code: 'AccessDenied', status: 403 },
};
