import type { Behaviour } from '../behaviour.ts';

const doc = (id: string, says: string, page: string): Behaviour => ({
  id: `s3.${id}`,
  says,
  mark: 'documented',
  source: `https://docs.aws.amazon.com/AmazonS3/latest/${page}`,
});
export const S3_BEHAVIOURS: readonly Behaviour[] = [
  doc(
    'versions',
    'In a versioned bucket every PutObject makes a version, a DeleteObject without VersionId a delete marker, and one with VersionId removes that version.',
    'userguide/DeletingObjectVersions.html',
  ),
  doc(
    'lock',
    'A locked version cannot be deleted: AccessDenied. COMPLIANCE cannot be shortened or removed by anybody; GOVERNANCE can, with x-amz-bypass-governance-retention and the permission for it.',
    'userguide/object-lock.html',
  ),
  doc(
    'lock-default',
    "A bucket's default retention applies to every new version that brings none of its own.",
    'userguide/object-lock.html',
  ),
  doc(
    'lock-needs-checksum',
    'A PutObject with lock headers, or into a bucket with a default retention, needs Content-MD5 or a checksum.',
    'API/API_PutObject.html',
  ),
  doc(
    'checksums',
    'Content-MD5 and the additional checksums are verified: BadDigest. They are stored and shown when ChecksumMode is ENABLED.',
    'userguide/checking-object-integrity.html',
  ),
  doc(
    'conditional',
    'If-None-Match: * refuses to overwrite (412 PreconditionFailed); If-Match on reads and If-None-Match with an ETag work as in HTTP.',
    'userguide/conditional-writes.html',
  ),
  doc(
    'marker-read',
    'Reading a key whose newest version is a delete marker answers 404 with x-amz-delete-marker; reading the marker by VersionId answers 405.',
    'userguide/DeleteMarker.html',
  ),
  doc(
    'cross-account',
    "A caller of another account needs both its own policy and the bucket's; the range keeps the latter as a list of roles.",
    'userguide/example-walkthroughs-managing-access-example2.html',
  ),
  {
    id: 's3.no-acl',
    says: 'No ACLs, encryption, lifecycle, replication, tagging, copies or POST uploads; multipart uploads are not implemented.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
  {
    id: 's3.consistency',
    says: 'Reads see a write at once.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel',
  },
];
