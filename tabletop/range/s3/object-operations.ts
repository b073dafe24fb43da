import { attributes } from './attributes.ts';
import { copy } from './copy.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import { listVersions } from './list-versions.ts';
import { getHold, getRetention, putHold, putRetention } from './locks.ts';
import { deleteObjectTags, getObjectTags, putObjectTags } from './object-tags.ts';
import { put } from './put.ts';
import { get, head } from './read.ts';
import { remove, removeMany } from './remove.ts';

export const OBJECT_OPERATIONS = {
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
