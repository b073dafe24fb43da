import type { GetObjectAttributesCommandInput, GetObjectAttributesCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { bucketFor } from './access.ts';
import { checksumHeaders, versionIdOf } from './answer.ts';
import { invalidArgument } from './faults.ts';
import { readable, readAccess } from './read.ts';
import type { ObjectVersion } from './state.ts';

const KNOWN = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];
const MOST_PARTS = 1000;
/** S3 lists the parts only when they have checksums of their own. */
const partsOf = (version: ObjectVersion, marker: number, most: number) => {
  const parts = version.parts ?? [];
  const left = parts.filter(({ number }) => number > marker);
  const page = left.slice(0, most);
  const isListed = version.checksumType === 'COMPOSITE';
  return {
    TotalPartsCount: parts.length,
    ...(isListed
      ? {
          PartNumberMarker: String(marker),
          NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
          MaxParts: most,
          IsTruncated: left.length > page.length,
          Parts: page.map(({ number, size, checksums }) => ({ PartNumber: number, Size: size, ...checksums })),
        }
      : {}),
  };
};

/** The checksum of parts is told without the number of parts here, unlike in HeadObject (seen in github.com/floci-io/floci/issues/3083). */
const withoutCount = (checksums: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(checksums).map(([name, value]) => [name, name === 'ChecksumType' ? value : value.replace(/-\d+$/, '')]),
  );

export const attributes = operation<GetObjectAttributesCommandInput, GetObjectAttributesCommandOutput>({
  trail: 'data',
  access: (input, context) => {
    const suffix = input.VersionId === undefined ? '' : 'Version';
    return readAccess(context, input, [`GetObject${suffix}`, `GetObject${suffix}Attributes`]);
  },
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    const wanted = input.ObjectAttributes;
    if (wanted.some((name) => !KNOWN.includes(name))) throw invalidArgument('Invalid attribute name specified.');
    const version = readable(context, input);
    const marker = Number(input.PartNumberMarker ?? 0);
    if (!Number.isInteger(marker)) throw invalidArgument('Provided part-number-marker not an integer or within integer range');
    return {
      ...versionIdOf(bucket, version),
      LastModified: new Date(version.at),
      ...(wanted.includes('ETag') ? { ETag: version.etag.replaceAll('"', '') } : {}),
      ...(wanted.includes('ObjectSize') ? { ObjectSize: version.size } : {}),
      // The stored name came through the check of an upload.
      ...(wanted.includes('StorageClass') ? { StorageClass: (version.storageClass ?? 'STANDARD') as 'STANDARD' } : {}),
      ...(wanted.includes('Checksum') && version.checksumType !== undefined ? { Checksum: withoutCount(checksumHeaders(version)) } : {}),
      ...(wanted.includes('ObjectParts') && version.parts !== undefined
        ? { ObjectParts: partsOf(version, marker, Math.min(input.MaxParts ?? MOST_PARTS, MOST_PARTS)) }
        : {}),
    };
  },
});
