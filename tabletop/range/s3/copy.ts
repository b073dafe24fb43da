import type { CopyObjectCommandInput, CopyObjectCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { bucketFor, given } from './access.ts';
import { algorithmForCopy, checksumsWith } from './checksums.ts';
import { copySourceKey, sourceAccess, sourceOf, sourceTags, type Source } from './copy-source.ts';
import { encryptionFor, mustHaveKey } from './encryption.ts';
import { invalidArgument, invalidRequest, notSimulated } from './faults.ts';
import { checksumHeaders, madeHeaders } from './answer.ts';
import { makeObject } from './make.ts';
import { bytesOf } from './state.ts';
import {
  checkedMetadata,
  describedIn,
  expiresIn,
  locksIn,
  mustNotGrant,
  storageClassIn,
  tagsIn,
  uploadAccess,
  type UploadInput,
} from './upload-input.ts';

/** 5 GiB in one call. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
const LARGEST_COPY = 5 * 1024 ** 3;
type Input = UploadInput & { readonly MetadataDirective?: string; readonly TaggingDirective?: string };

const replaces = (directive: string | undefined, what: string): boolean => {
  if (directive !== undefined && directive !== 'COPY' && directive !== 'REPLACE') throw invalidArgument(`Unknown ${what} directive.`);
  return directive === 'REPLACE';
};
/** Onto itself only with a change that S3 counts. A named version of the same key is another object. */
const mustChange = (input: Input, { named }: Source, isEncryptionAsked: boolean): void => {
  const isItself = named.Bucket === input.Bucket && named.Key === input.Key && named.VersionId === undefined;
  const changes = [input.StorageClass, input.ServerSideEncryption, input.WebsiteRedirectLocation].some((one) => one !== undefined);
  if (isItself && !changes && !isEncryptionAsked && !replaces(input.MetadataDirective, 'metadata'))
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
};
const tagsFor = (input: Input, { version }: Source) => (replaces(input.TaggingDirective, 'tagging') ? (tagsIn(input) ?? {}) : version.tags);

export const copy = operation<CopyObjectCommandInput, CopyObjectCommandOutput>({
  trail: 'data',
  access: (input, context) => {
    const carried = input.TaggingDirective === 'REPLACE' ? undefined : sourceTags(context, input);
    return [
      ...sourceAccess(context, input, carried === undefined ? [] : ['GetObjectTagging']),
      ...uploadAccess(context, input, {
        tags: carried,
        keys: given({ 'x-amz-copy-source': copySourceKey(input), 'x-amz-metadata-directive': input.MetadataDirective }),
      }),
    ];
  },
  run: async (input, context) => {
    const bucket = bucketFor(context, input);
    if (input.CopySourceSSECustomerAlgorithm !== undefined) throw notSimulated('encrypt with keys of the customer (SSE-C)');
    mustNotGrant(input);
    const source = sourceOf(context, input);
    const { version: from } = source;
    mustChange(input, source, bucket.encryption !== undefined && bucket.encryption.algorithm !== from.encryption?.algorithm);
    if (from.size > LARGEST_COPY)
      throw invalidRequest(`The specified copy source is larger than the maximum allowable size for a copy source: ${LARGEST_COPY}`);
    const locks = locksIn(bucket, input, context.now);
    const encryption = encryptionFor(bucket, input);
    mustHaveKey(context, encryption);
    const bytes = bytesOf(context.world, from.blob ?? '');
    const isNew = replaces(input.MetadataDirective, 'metadata');
    // One object now, whatever it was uploaded as: a checksum of parts is worked out anew.
    const algorithm = algorithmForCopy(input.ChecksumAlgorithm, from);
    const checksums = await checksumsWith(algorithm, bytes);
    const upload = {
      key: input.Key,
      bytes,
      described: isNew ? describedIn(input) : from.described,
      expires: isNew ? expiresIn(input) : from.expires,
      metadata: isNew ? checkedMetadata(input.Metadata) : from.metadata,
      checksums,
      storageClass: storageClassIn(input),
      tags: tagsFor(input, source),
      encryption,
      ...locks,
    };
    const version = makeObject(context, bucket, upload, 'CopyObject', input);
    return {
      ...madeHeaders(bucket, version),
      ...(source.bucket.versioning === undefined ? {} : { CopySourceVersionId: from.id }),
      CopyObjectResult: { ETag: version.etag, LastModified: new Date(version.at), ...checksumHeaders(version) },
    };
  },
});
