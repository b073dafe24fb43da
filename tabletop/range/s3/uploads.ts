import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';
import type { Context } from '../operation.ts';
import type { Table } from '../store.ts';
import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';
import { noSuchUpload } from './faults.ts';
import type { Described, Encryption, Retention } from './state.ts';

export interface Part {
  readonly number: number;
  readonly etag: string;
  readonly size: number;
  readonly blob: string;
  readonly at: number;
  readonly checksums: Readonly<Record<string, string>>;
}
/** An upload in parts that is neither completed nor aborted. */
export interface MultipartUpload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly at: number;
  /** ARN and account of who began it. */
  readonly by: string;
  readonly owner: string;
  readonly described: Described;
  readonly expires?: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass?: string;
  readonly tags?: TagMap;
  readonly encryption: Encryption;
  readonly retention?: Retention;
  readonly legalHold?: boolean;
  /** Absent: nobody asked for one, and S3 adds its own. */
  readonly algorithm?: ChecksumAlgorithm;
  readonly checksumType: 'FULL_OBJECT' | 'COMPOSITE';
  /** In the order of their numbers. */
  readonly parts: readonly Part[];
}
export const uploadsOf = (world: World): Table<MultipartUpload> => world.store.table<MultipartUpload>('s3.upload');
interface Named {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
}
export const uploadNamed = ({ world }: Context, { Bucket, Key, UploadId }: Named): MultipartUpload => {
  const upload = uploadsOf(world).get(UploadId);
  if (upload === undefined || upload.bucket !== Bucket || upload.key !== Key) throw noSuchUpload();
  return upload;
};
export const savePart = (world: World, upload: MultipartUpload, part: Part): void =>
  uploadsOf(world).put(upload.id, {
    ...upload,
    parts: [...upload.parts.filter(({ number }) => number !== part.number), part].sort((a, b) => a.number - b.number),
  });
