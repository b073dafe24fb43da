import { encryptionHeaders } from './encryption.ts';
import type { Bucket, ObjectVersion } from './state.ts';

export const versionIdOf = (bucket: Bucket, version: ObjectVersion) => (bucket.versioning === undefined ? {} : { VersionId: version.id });
export const checksumHeaders = ({ checksums, checksumType }: ObjectVersion) => ({
  ...checksums,
  ...(checksumType === undefined ? {} : { ChecksumType: checksumType }),
});
/** What every call says of the version that it made. */
export const madeHeaders = (bucket: Bucket, version: ObjectVersion) => ({
  ...versionIdOf(bucket, version),
  ...encryptionHeaders(version.encryption ?? { algorithm: 'AES256' }),
});
