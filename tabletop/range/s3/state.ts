import type { JsonObject } from '../../../core/json.ts';
import type { TagMap } from '../tag-keys.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';

export type LockMode = 'COMPLIANCE' | 'GOVERNANCE';
/** Of the two lengths exactly one is given; S3 tells it back as it was said. */
export interface DefaultRetention {
  readonly mode: LockMode;
  readonly days?: number;
  readonly years?: number;
}
export interface Encryption {
  readonly algorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  /** As it was given; absent with `aws:kms`: the account's own `aws/s3`. */
  readonly keyId?: string;
  readonly bucketKey?: boolean;
}
export interface Bucket {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: number;
  /** Absent: never enabled; objects are then overwritten. */
  readonly versioning?: 'Enabled' | 'Suspended';
  /** Present: Object Lock is on, for ever. */
  readonly lock?: { readonly standard?: DefaultRetention };
  readonly policy?: JsonObject;
  /** Settings that are told back as they were put, by the name of their member: tagging, lifecycle, notification … */
  readonly settings?: Readonly<Record<string, JsonObject>>;
  /** Absent: SSE-S3. */
  readonly encryption?: Encryption;
  readonly tags?: TagMap;
}
/** What an upload says about its bytes and a download says again. */
export interface Described {
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ContentType?: string;
  readonly WebsiteRedirectLocation?: string;
}
export interface Retention {
  readonly mode: LockMode;
  readonly until: number;
}
export interface StoredPart {
  readonly number: number;
  readonly size: number;
  readonly checksums: Readonly<Record<string, string>>;
}
export interface ObjectVersion {
  /** `null` in a bucket that was never versioned, as S3 writes it. */
  readonly id: string;
  readonly at: number;
  /** With its quotation marks. */
  readonly etag: string;
  readonly size: number;
  /** SHA-256 of the bytes, hexadecimal, in the blob table; absent: a delete marker. */
  readonly blob?: string;
  readonly described: Described;
  /** Milliseconds; a header of HTTP, nothing to do with a lifecycle. */
  readonly expires?: number;
  readonly metadata: Readonly<Record<string, string>>;
  /** By member, e.g. `ChecksumSHA256`. */
  readonly checksums: Readonly<Record<string, string>>;
  readonly checksumType?: 'FULL_OBJECT' | 'COMPOSITE';
  readonly storageClass?: string;
  readonly tags?: TagMap;
  readonly encryption?: Encryption;
  /** Uploaded in parts. */
  readonly parts?: readonly StoredPart[];
  readonly retention?: Retention;
  readonly legalHold?: boolean;
}
/** All versions of one key, newest first. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly versions: readonly ObjectVersion[];
}

export const bucketsOf = (world: World): Table<Bucket> => world.store.table<Bucket>('s3.bucket');
export const objectsOf = (world: World): Table<StoredObject> => world.store.table<StoredObject>('s3.object');
/** Base64 by SHA-256: the same bytes are kept once. */
const blobsOf = (world: World): Table<string> => world.store.table<string>('s3.blob');

export const storedAt = (bucket: string, key: string): string => `${bucket}/${key}`;
export const versionsOf = (world: World, bucket: string, key: string): readonly ObjectVersion[] =>
  objectsOf(world).get(storedAt(bucket, key))?.versions ?? [];
export const putBlob = (world: World, sha256: string, bytes: Uint8Array): void => {
  if (blobsOf(world).get(sha256) === undefined) blobsOf(world).put(sha256, Buffer.from(bytes).toString('base64'));
};
export const bytesOf = (world: World, sha256: string): Buffer => Buffer.from(blobsOf(world).get(sha256) ?? '', 'base64');

/** `s3://bucket/key`. */
export const fromUri = (uri: string): { readonly bucket: string; readonly key: string } | undefined => {
  const parts = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri);
  return parts?.[1] === undefined || parts[2] === undefined ? undefined : { bucket: parts[1], key: parts[2] };
};
/** The version that a plain read gets; a delete marker is nothing. */
export const currentOf = (world: World, bucket: string, key: string): ObjectVersion | undefined => {
  const newest = versionsOf(world, bucket, key)[0];
  return newest?.blob === undefined ? undefined : newest;
};
