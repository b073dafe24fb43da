import { deletePolicy, getPolicy, policyStatus, putPolicy } from './bucket-policy.ts';
import { bucketLocation, deleteBucket, headBucket, listBuckets } from './buckets.ts';
import { createBucket } from './create-bucket.ts';
import { getLockConfig, putLockConfig } from './lock-config.ts';
import { deletePublicAccess, getPublicAccess, putPublicAccess } from './public-access-operations.ts';
import { getVersioning, putVersioning } from './versioning.ts';

export const BUCKET_OPERATIONS = {
  CreateBucket: createBucket,
  DeleteBucket: deleteBucket,
  HeadBucket: headBucket,
  ListBuckets: listBuckets,
  GetBucketLocation: bucketLocation,
  GetBucketVersioning: getVersioning,
  PutBucketVersioning: putVersioning,
  PutObjectLockConfiguration: putLockConfig,
  GetObjectLockConfiguration: getLockConfig,
  PutBucketPolicy: putPolicy,
  GetBucketPolicy: getPolicy,
  GetBucketPolicyStatus: policyStatus,
  DeleteBucketPolicy: deletePolicy,
  PutPublicAccessBlock: putPublicAccess,
  GetPublicAccessBlock: getPublicAccess,
  DeletePublicAccessBlock: deletePublicAccess,
};
