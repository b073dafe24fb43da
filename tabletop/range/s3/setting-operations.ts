import { deleteEncryption, getEncryption, putEncryption } from './bucket-encryption.ts';
import { deleteBucketTags, getBucketTags, putBucketTags } from './bucket-tags.ts';
import { deleteLifecycle, getLifecycle, putLifecycle } from './lifecycle.ts';
import { getLogging, putLogging } from './logging.ts';
import { getNotification, putNotification } from './notifications.ts';
import { deleteOwnership, getOwnership, putOwnership } from './ownership.ts';

export const SETTING_OPERATIONS = {
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
