import { tagProblem, type TagMap } from '../tag-keys.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { given, objectTagKeys, onObject, type Keys, type OnObject } from './access.ts';
import { encryptionFor, keyAccess, type AskedEncryption } from './encryption.ts';
import { invalidArgument, invalidRequest, notSimulated } from './faults.ts';
import type { Bucket, Described, LockMode, Retention } from './state.ts';
import { bucketFor } from './access.ts';

/** What PutObject, CopyObject and CreateMultipartUpload say alike about the object to come. */
export interface UploadInput extends OnObject, AskedEncryption {
  readonly ACL?: string;
  readonly GrantFullControl?: string;
  readonly GrantRead?: string;
  readonly GrantReadACP?: string;
  readonly GrantWriteACP?: string;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ContentType?: string;
  readonly Expires?: Date | string;
  readonly StorageClass?: string;
  readonly WebsiteRedirectLocation?: string;
  readonly Tagging?: string;
  readonly ObjectLockMode?: string;
  readonly ObjectLockRetainUntilDate?: Date;
  readonly ObjectLockLegalHoldStatus?: string;
}
const DESCRIBED = [
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentType',
  'WebsiteRedirectLocation',
] as const satisfies readonly (keyof Described)[];
export const describedIn = (input: UploadInput): Described =>
  Object.fromEntries(DESCRIBED.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])));
export const expiresIn = ({ Expires }: UploadInput): number | undefined =>
  Expires === undefined ? undefined : new Date(Expires).getTime();

/** Classes of a Region; the others need an Outpost, a Snow device or a directory bucket. */
const CLASSES = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
];
export const storageClassIn = ({ StorageClass }: UploadInput): string | undefined => {
  if (StorageClass !== undefined && !CLASSES.includes(StorageClass))
    throw new AwsFault('InvalidStorageClass', 'The storage class you specified is not valid', { status: 400 });
  return StorageClass;
};

/** Keys, values and two of each pair's framing. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const MOST_METADATA = 2048;
export const checkedMetadata = (metadata: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> => {
  const size = Object.entries(metadata ?? {}).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (size > MOST_METADATA)
    throw new AwsFault('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', { status: 400 });
  return metadata ?? {};
};
/** Ten tags an object. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const MOST_TAGS = 10;
const invalidTag = (message: string): AwsFault => new AwsFault('InvalidTag', message, { status: 400 });
export const checkedTags = (pairs: readonly (readonly [string, string])[]): TagMap => {
  const tags = Object.fromEntries(pairs);
  if (pairs.length > MOST_TAGS) throw new AwsFault('BadRequest', `Object tags cannot be greater than ${MOST_TAGS}`, { status: 400 });
  if (Object.keys(tags).length < pairs.length) throw invalidTag('Cannot provide multiple Tags with the same key');
  for (const [key, value] of pairs) {
    if (key.length < 1 || key.length > 128) throw invalidTag('The TagKey you have provided is invalid');
    if (value.length > 256) throw invalidTag('The TagValue you have provided is invalid');
  }
  const problem = tagProblem({}, tags);
  if (problem !== undefined) throw invalidTag('System tags cannot be added/updated by requester');
  return tags;
};
/** `a=1&b=2`, percent-encoded. */
export const tagsIn = ({ Tagging }: UploadInput): TagMap | undefined =>
  Tagging === undefined ? undefined : checkedTags([...new URLSearchParams(Tagging)]);

/** Where ownership is enforced, the one ACL that says nothing new is let through. https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
export const mustNotGrant = (input: UploadInput): void => {
  const grants = [input.GrantFullControl, input.GrantRead, input.GrantReadACP, input.GrantWriteACP];
  if ((input.ACL !== undefined && input.ACL !== 'bucket-owner-full-control') || grants.some((grant) => grant !== undefined))
    throw new AwsFault('AccessControlListNotSupported', 'The bucket does not allow ACLs', { status: 400 });
};

const isMode = (mode: string): mode is LockMode => mode === 'COMPLIANCE' || mode === 'GOVERNANCE';
export interface Locks {
  readonly retention?: Retention;
  readonly legalHold?: boolean;
}
export const locksIn = (bucket: Bucket, input: UploadInput, now: number): Locks => {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until, ObjectLockLegalHoldStatus: hold } = input;
  const asks = mode !== undefined || until !== undefined || hold !== undefined;
  if (asks && bucket.lock === undefined) throw invalidRequest('Bucket is missing Object Lock Configuration');
  if ((mode === undefined) !== (until === undefined))
    throw invalidArgument('x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied');
  if (mode !== undefined && !isMode(mode)) throw invalidArgument('Unknown wormMode directive.');
  if (hold !== undefined && hold !== 'ON' && hold !== 'OFF') throw invalidArgument('Legal Hold must be either of "ON" or "OFF"');
  if (until !== undefined && until.getTime() <= now) throw invalidArgument('The retain until date must be in the future!');
  return {
    ...(mode === undefined || until === undefined ? {} : { retention: { mode, until: until.getTime() } }),
    ...(hold === undefined ? {} : { legalHold: hold === 'ON' }),
  };
};

const DAY = 86_400_000;
const lockKeys = (input: UploadInput, now: number): Keys => {
  const until = input.ObjectLockRetainUntilDate;
  return given({
    'object-lock-mode': input.ObjectLockMode,
    'object-lock-retain-until-date': until,
    'object-lock-remaining-retention-days': until === undefined ? undefined : Math.ceil((until.getTime() - now) / DAY),
    'object-lock-legal-hold': input.ObjectLockLegalHoldStatus,
  });
};
/** Everything that IAM is asked about an upload, the key of its encryption included. */
export const uploadAccess = (
  context: Context,
  input: UploadInput,
  more: { readonly keys?: Keys; readonly tags?: TagMap | undefined; readonly keyActions?: readonly ('Decrypt' | 'GenerateDataKey')[] } = {},
): readonly Access[] => {
  if (input.WebsiteRedirectLocation !== undefined) throw notSimulated('redirect web sites');
  const bucket = bucketFor(context, input);
  const tags = more.tags ?? tagsIn(input);
  const keys = {
    ...given({
      'x-amz-server-side-encryption': input.ServerSideEncryption,
      'x-amz-server-side-encryption-aws-kms-key-id': input.SSEKMSKeyId,
      'x-amz-server-side-encryption-customer-algorithm': input.SSECustomerAlgorithm,
      'x-amz-storage-class': input.StorageClass,
      'x-amz-acl': input.ACL,
    }),
    ...lockKeys(input, context.now),
    ...objectTagKeys(tags),
    ...more.keys,
  };
  return [
    onObject(context, 'PutObject', input, keys),
    ...(input.ObjectLockMode === undefined ? [] : [onObject(context, 'PutObjectRetention', input, keys)]),
    ...(input.ObjectLockLegalHoldStatus === undefined ? [] : [onObject(context, 'PutObjectLegalHold', input, keys)]),
    ...(tags === undefined || Object.keys(tags).length === 0 ? [] : [onObject(context, 'PutObjectTagging', input, keys)]),
    ...keyAccess(context, bucket, input.Key, encryptionFor(bucket, input), more.keyActions ?? ['GenerateDataKey']),
  ];
};
