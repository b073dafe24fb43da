import type { World } from '../world.ts';
import { md5Hex, sha256Hex } from './checksums.ts';
import { objectsOf, putBlob, storedAt, versionsOf, type Bucket, type LockMode, type ObjectVersion } from './state.ts';

/** S3 writes this where a bucket was never versioned. */
const NULL_VERSION = 'null';
const DAY = 86_400_000;

export interface Upload {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly contentType?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly checksums?: Readonly<Record<string, string>> | undefined;
  readonly retention?: { readonly mode: LockMode; readonly until: number } | undefined;
  readonly legalHold?: boolean | undefined;
}

export const saveVersions = (world: World, bucket: string, key: string, versions: readonly ObjectVersion[]): void => {
  const at = storedAt(bucket, key);
  if (versions.length === 0) objectsOf(world).remove(at);
  else objectsOf(world).put(at, { bucket, key, versions });
};
const pushed = (world: World, bucket: Bucket, key: string, version: Omit<ObjectVersion, 'id'>): ObjectVersion => {
  const known = versionsOf(world, bucket.name, key);
  const id = bucket.versioning === 'Enabled' ? world.ids.version('object') : NULL_VERSION;
  const made = { id, ...version };
  // Without versioning, or while it is suspended, the null version is replaced and all others stay.
  saveVersions(world, bucket.name, key, [made, ...known.filter((other) => other.id !== id)]);
  return made;
};

export const storeObject = (world: World, bucket: Bucket, upload: Upload): ObjectVersion => {
  const at = world.time.now();
  const blob = sha256Hex(upload.bytes);
  putBlob(world, blob, upload.bytes);
  const standard = bucket.lock === undefined ? undefined : { mode: bucket.lock.mode, until: at + bucket.lock.days * DAY };
  const retention = upload.retention ?? standard;
  return pushed(world, bucket, upload.key, {
    at,
    etag: `"${md5Hex(upload.bytes)}"`,
    size: upload.bytes.length,
    blob,
    metadata: upload.metadata ?? {},
    checksums: upload.checksums ?? {},
    ...(upload.contentType === undefined ? {} : { contentType: upload.contentType }),
    ...(retention === undefined ? {} : { retention }),
    ...(upload.legalHold === undefined ? {} : { legalHold: upload.legalHold }),
  });
};
export const storeMarker = (world: World, bucket: Bucket, key: string): ObjectVersion =>
  pushed(world, bucket, key, { at: world.time.now(), etag: '', size: 0, metadata: {}, checksums: {} });

export const isLocked = (version: ObjectVersion, now: number): boolean =>
  version.legalHold === true || (version.retention !== undefined && version.retention.until > now);
