import type { Service } from '../operation.ts';
import { attributes } from './attributes.ts';
import { S3_BEHAVIOURS } from './behaviours.ts';
import { deleteEncryption, getEncryption, putEncryption } from './bucket-encryption.ts';
import { deletePolicy, getPolicy, policyStatus, putPolicy } from './bucket-policy.ts';
import { deleteBucketTags, getBucketTags, putBucketTags } from './bucket-tags.ts';
import { bucketLocation, createBucket, deleteBucket, headBucket, listBuckets } from './buckets.ts';
import { completeUpload } from './complete.ts';
import { copy } from './copy.ts';
import { deleteLifecycle, getLifecycle, putLifecycle } from './lifecycle.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import { listParts, listUploads } from './list-uploads.ts';
import { listVersions } from './list-versions.ts';
import { getLockConfig, putLockConfig } from './lock-config.ts';
import { getHold, getRetention, putHold, putRetention } from './locks.ts';
import { getLogging, putLogging } from './logging.ts';
import { abortUpload, createUpload, uploadPart, uploadPartCopy } from './multipart.ts';
import { getNotification, putNotification } from './notifications.ts';
import { deleteObjectTags, getObjectTags, putObjectTags } from './object-tags.ts';
import { deleteOwnership, getOwnership, putOwnership } from './ownership.ts';
import { deletePublicAccess, getPublicAccess, putPublicAccess } from './public-access-operations.ts';
import { put } from './put.ts';
import { get, head } from './read.ts';
import { remove, removeMany } from './remove.ts';
import { getVersioning, putVersioning } from './versioning.ts';

const OBJECTS = {
  PutObject: put,
  GetObject: get,
  HeadObject: head,
  GetObjectAttributes: attributes,
  CopyObject: copy,
  DeleteObject: remove,
  DeleteObjects: removeMany,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListObjectVersions: listVersions,
  PutObjectTagging: putObjectTags,
  GetObjectTagging: getObjectTags,
  DeleteObjectTagging: deleteObjectTags,
  PutObjectRetention: putRetention,
  GetObjectRetention: getRetention,
  PutObjectLegalHold: putHold,
  GetObjectLegalHold: getHold,
};
const UPLOADS = {
  CreateMultipartUpload: createUpload,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  CompleteMultipartUpload: completeUpload,
  AbortMultipartUpload: abortUpload,
  ListParts: listParts,
  ListMultipartUploads: listUploads,
};
const BUCKETS = {
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
  PutBucketEncryption: putEncryption,
  GetBucketEncryption: getEncryption,
  DeleteBucketEncryption: deleteEncryption,
  PutBucketOwnershipControls: putOwnership,
  GetBucketOwnershipControls: getOwnership,
  DeleteBucketOwnershipControls: deleteOwnership,
  PutBucketTagging: putBucketTags,
  GetBucketTagging: getBucketTags,
  DeleteBucketTagging: deleteBucketTags,
  PutBucketLifecycleConfiguration: putLifecycle,
  GetBucketLifecycleConfiguration: getLifecycle,
  DeleteBucketLifecycle: deleteLifecycle,
  PutBucketNotificationConfiguration: putNotification,
  GetBucketNotificationConfiguration: getNotification,
  PutBucketLogging: putLogging,
  GetBucketLogging: getLogging,
};

export const s3Service: Service = {
  prefix: 's3',
  signingName: 's3',
  eventSource: 's3.amazonaws.com',
  load: () => import('@aws-sdk/client-s3'),
  operations: { ...OBJECTS, ...UPLOADS, ...BUCKETS },
  documented: {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
    'PutObjectRequest.Key': { max: 1024 },
  },
  inputCodes: { unreadable: 'InvalidArgument', invalid: 'InvalidArgument' },
  behaviours: S3_BEHAVIOURS,
  denied: { code: 'AccessDenied', status: 403 },
};
