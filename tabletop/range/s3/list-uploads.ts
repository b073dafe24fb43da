import type {
  ListMultipartUploadsCommandInput,
  ListMultipartUploadsCommandOutput,
  ListPartsCommandInput,
  ListPartsCommandOutput,
} from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { bucketFor, given, onBucket, onObject } from './access.ts';
import { invalidArgument } from './faults.ts';
import { compareKeys, encoderOf, groupOf, isAfter, ownerOf, sizeOf } from './listing.ts';
import { uploadNamed, uploadsOf, type MultipartUpload } from './uploads.ts';

const about = (upload: MultipartUpload) => ({
  Initiator: { ID: upload.by, DisplayName: upload.by.split('/').at(-1) ?? '' },
  Owner: ownerOf(upload.owner),
  // The stored name came through the check of an upload.
  StorageClass: (upload.storageClass ?? 'STANDARD') as 'STANDARD',
  ...(upload.algorithm === undefined ? {} : { ChecksumAlgorithm: upload.algorithm, ChecksumType: upload.checksumType }),
});

export const listParts = operation<ListPartsCommandInput, ListPartsCommandOutput>({
  trail: 'data',
  access: (input, context) => [onObject(context, 'ListMultipartUploadParts', input)],
  run: (input, context) => {
    const upload = uploadNamed(context, input);
    const marker = Number(input.PartNumberMarker ?? 0);
    if (!Number.isInteger(marker)) throw invalidArgument('Provided part-number-marker not an integer or within integer range');
    const size = sizeOf(input.MaxParts, 'max-parts');
    const left = upload.parts.filter(({ number }) => number > marker);
    const page = left.slice(0, size);
    return {
      Bucket: upload.bucket,
      Key: upload.key,
      UploadId: upload.id,
      PartNumberMarker: String(marker),
      NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
      MaxParts: size,
      IsTruncated: left.length > page.length,
      Parts: page.map((part) => ({
        PartNumber: part.number,
        ETag: part.etag,
        Size: part.size,
        LastModified: new Date(part.at),
        // What S3 worked out unasked is not told here.
        ...(upload.algorithm === undefined ? {} : part.checksums),
      })),
      ...about(upload),
    };
  },
});

interface Row {
  readonly name: string;
  readonly upload?: MultipartUpload;
}
export const listUploads = operation<ListMultipartUploadsCommandInput, ListMultipartUploadsCommandOutput>({
  trail: 'data',
  access: (input, context) => [
    onBucket(context, 'ListBucketMultipartUploads', input, given({ prefix: input.Prefix, delimiter: input.Delimiter })),
  ],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    const { Prefix: prefix = '', Delimiter: delimiter, KeyMarker: keyMarker, UploadIdMarker: idMarker } = input;
    const [size, encoded] = [sizeOf(input.MaxUploads, 'max-uploads'), encoderOf(input.EncodingType)];
    const rows = new Map<string, Row>();
    const all = uploadsOf(context.world)
      .values()
      .filter((upload) => upload.bucket === bucket.name && upload.key.startsWith(prefix))
      .sort((a, b) => compareKeys(a.key, b.key) || a.at - b.at || compareKeys(a.id, b.id));
    for (const upload of all) {
      const group = groupOf(upload.key, prefix, delimiter);
      if (group === undefined) rows.set(upload.id, { name: upload.key, upload });
      else rows.set(group, { name: group });
    }
    const sorted = [...rows.values()];
    const at = idMarker === undefined ? -1 : sorted.findIndex(({ name, upload }) => name === keyMarker && upload?.id === idMarker);
    const left = at >= 0 ? sorted.slice(at + 1) : sorted.filter(({ name }) => keyMarker === undefined || isAfter(name, keyMarker));
    const page = left.slice(0, size);
    const last = page.at(-1);
    const isTruncated = size > 0 && left.length > page.length;
    return {
      Bucket: bucket.name,
      Prefix: encoded(prefix),
      KeyMarker: encoded(keyMarker ?? ''),
      UploadIdMarker: idMarker ?? '',
      MaxUploads: size,
      IsTruncated: isTruncated,
      ...(delimiter === undefined ? {} : { Delimiter: encoded(delimiter) }),
      ...(input.EncodingType === undefined ? {} : { EncodingType: 'url' as const }),
      ...(isTruncated && last !== undefined
        ? { NextKeyMarker: encoded(last.name), ...(last.upload === undefined ? {} : { NextUploadIdMarker: last.upload.id }) }
        : {}),
      Uploads: page.flatMap(({ upload }) =>
        upload === undefined ? [] : [{ Key: encoded(upload.key), UploadId: upload.id, Initiated: new Date(upload.at), ...about(upload) }],
      ),
      CommonPrefixes: page.flatMap(({ name, upload }) => (upload === undefined ? [{ Prefix: encoded(name) }] : [])),
    };
  },
});
