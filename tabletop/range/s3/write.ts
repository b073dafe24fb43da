import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';
import { md5Hex, sha256Hex } from './checksums.ts';
import { objectsOf, putBlob, storedAt, versionsOf } from './state.ts';
import type { Bucket, DefaultRetention, Described, Encryption, ObjectVersion, Retention, StoredPart } from './state.ts';

/** S3 writes this where a bucket was never versioned. */
const NULL_VERSION = 'null';
const DAY = 86_400_000;

export interface Upload {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly contentType?: string | undefined;
  readonly described?: Described;
  readonly expires?: number | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly checksums?: Readonly<Record<string, string>> | undefined;
  readonly checksumType?: 'FULL_OBJECT' | 'COMPOSITE';
  readonly retention?: Retention | undefined;
  readonly legalHold?: boolean | undefined;
  readonly storageClass?: string | undefined;
  readonly tags?: TagMap | undefined;
  readonly encryption?: Encryption;
  readonly parts?: readonly StoredPart[];
  /** Of an upload in parts, where it is not the MD5. */
  readonly etag?: string;
}

export const saveVersions = (world: World, bucket: string, key: string, versions: readonly ObjectVersion[]): void => {
  const at = storedAt(bucket, key);
  if (versions.length === 0) objectsOf(world).remove(at);
  else objectsOf(world).put(at, { bucket, key, versions });
};
export const replaceVersion = (world: World, bucket: string, key: string, before: ObjectVersion, after: ObjectVersion): void =>
  saveVersions(
    world,
    bucket,
    key,
    versionsOf(world, bucket, key).map((version) => (version.id === before.id ? after : version)),
  );
const pushed = (world: World, bucket: Bucket, key: string, version: Omit<ObjectVersion, 'id'>): ObjectVersion => {
  const known = versionsOf(world, bucket.name, key);
  const id = bucket.versioning === 'Enabled' ? world.ids.version('object') : NULL_VERSION;
  const made = { id, ...version };
  // Without versioning, or while it is suspended, the null version is replaced and all others stay.
  saveVersions(world, bucket.name, key, [made, ...known.filter((other) => other.id !== id)]);
  return made;
};

/** A year of Object Lock is 365 days. */
const daysOf = ({ days, years }: DefaultRetention): number => days ?? (years ?? 0) * 365;
/** Only SSE-S3 keeps the MD5 as ETag. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html */
const etagOf = ({ bytes, encryption }: Upload, at: number): string => {
  const sum = md5Hex(bytes);
  return encryption === undefined || encryption.algorithm === 'AES256' ? sum : sha256Hex(Buffer.from(`${sum} ${at}`)).slice(0, 32);
};

type Said<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };
/** Rows hold what is there, and nothing that is not. The filter takes out just what the type says is gone. */
const said = <T extends object>(members: T): Said<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Said<T>;

export const storeObject = (world: World, bucket: Bucket, upload: Upload): ObjectVersion => {
  const at = world.time.now();
  const blob = sha256Hex(upload.bytes);
  putBlob(world, blob, upload.bytes);
  const standard = bucket.lock?.standard;
  const retention = upload.retention ?? (standard === undefined ? undefined : { mode: standard.mode, until: at + daysOf(standard) * DAY });
  const { contentType, described = {}, checksums = {}, expires, legalHold, storageClass, tags, encryption, parts } = upload;
  return pushed(world, bucket, upload.key, {
    at,
    etag: `"${upload.etag ?? etagOf(upload, at)}"`,
    size: upload.bytes.length,
    blob,
    described: { ...described, ...(contentType === undefined ? {} : { ContentType: contentType }) },
    metadata: upload.metadata ?? {},
    checksums,
    ...(Object.keys(checksums).length === 0 ? {} : { checksumType: upload.checksumType ?? 'FULL_OBJECT' }),
    encryption: encryption ?? bucket.encryption ?? { algorithm: 'AES256' },
    ...said({ expires, retention, legalHold, parts }),
    ...said({ storageClass: storageClass === 'STANDARD' ? undefined : storageClass }),
    ...said({ tags: Object.keys(tags ?? {}).length === 0 ? undefined : tags }),
  });
};
export const storeMarker = (world: World, bucket: Bucket, key: string): ObjectVersion =>
  pushed(world, bucket, key, { at: world.time.now(), etag: '', size: 0, described: {}, metadata: {}, checksums: {} });

export const isLocked = (version: ObjectVersion, now: number): boolean =>
  version.legalHold === true || (version.retention !== undefined && version.retention.until > now);
