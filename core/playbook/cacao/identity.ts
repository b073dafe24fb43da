import { createHash } from 'node:crypto';

/** Ours alone; every id below is made of it and of a name, so that the same document is the same everywhere. Never changes. */
const NAMESPACE = '5f0b7d2e-8c1a-4e36-9a47-2d6c1b90e7f3';

/** RFC 9562 §5.5: SHA-1 of a namespace and a name. CACAO takes UUIDs of version 1 to 5 only. */
export const uuidV5 = (name: string, namespace: string = NAMESPACE): string => {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  const bytes = hash.subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) % 16) + 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) % 64) + 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** `action--…`. What is equal in two versions, such as the playbook itself, has a name without their digest. */
export const cacaoId = (type: string, name: string): string => `${type}--${uuidV5(`${type}/${name}`)}`;

/** No version is older; also when each was made, because a document says no instant. */
export const FIRST = '2026-01-01T00:00:00.000Z';
/** Of the second and the third number. */
const MOST = 999;
/**
 * CACAO tells versions apart by `modified` alone. Ours is no date but an ordinal: a second for each patch, a thousand for each minor, a
 * million for each major. Undefined when a number is too large for it.
 */
export const modifiedOf = (version: string): string | undefined => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major > 9999 || minor > MOST || patch > MOST) return undefined;
  return new Date(Date.parse(FIRST) + ((major * 1000 + minor) * 1000 + patch) * 1000).toISOString();
};
