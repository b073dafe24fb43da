import type { Behaviour } from '../behaviour.ts';

const doc = (id: string, says: string, page: string): Behaviour => ({
  id: `s3.${id}`,
  says,
  mark: 'documented',
  source: `https://docs.aws.amazon.com/AmazonS3/latest/${page}`,
});
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `s3.${id}`, says, mark: 'assumed', source });

export const eventDelay = {
  id: 's3.event-delay',
  says: 'An event of an object reaches the bus 2 seconds later.',
  mark: 'assumed',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html (seconds, sometimes a minute or longer)',
  seconds: 2,
} as const satisfies Behaviour;
export const lifecycleSweep = {
  id: 's3.lifecycle-delay',
  says: 'Lifecycle rules are carried out 2 hours after the midnight (UTC) on which their days are over.',
  mark: 'assumed',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html (asynchronous, no number)',
  seconds: 7200,
} as const satisfies Behaviour;
export const partChecksumUnasked: Behaviour = {
  id: 's3.part-checksum-unasked',
  says: 'A part may bring a checksum of its own when the upload was begun without an algorithm; it is verified, and the object gets CRC64NVME.',
  mark: 'assumed',
  source: 'the SDKs send CRC32 with every part since 2025; until 2024 S3 refused it (github.com/apache/opendal/pull/4533)',
  verdict: 'accepted',
};

const LIMITS =
  'No ACLs, SSE-C, server access logs, replication, transitions between storage classes, restores, website redirects, MFA delete, notifications other than to EventBridge, or POST uploads.';
export const S3_BEHAVIOURS: readonly Behaviour[] = [
  eventDelay,
  lifecycleSweep,
  partChecksumUnasked,
  doc(
    'versions',
    'In a versioned bucket every PutObject makes a version, a DeleteObject without VersionId a delete marker, and one with VersionId removes that version; while versioning is suspended the null version is replaced.',
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
    'lock-on-existing',
    'Object Lock can be switched on for a bucket that is versioned; it cannot be switched off, nor versioning suspended after it.',
    'userguide/object-lock-configure.html',
  ),
  doc(
    'lock-needs-checksum',
    'A PutObject with lock headers, or into a bucket with a default retention, needs Content-MD5 or a checksum.',
    'API/API_PutObject.html',
  ),
  doc(
    'checksums',
    'Content-MD5 and the additional checksums are verified: BadDigest. They are stored and shown when ChecksumMode is ENABLED; an upload without one gets CRC64NVME.',
    'userguide/checking-object-integrity.html',
  ),
  doc(
    'multipart',
    'Parts are numbered 1 to 10,000 and, but for the last, at least 5 MiB; the ETag is the MD5 of the MD5s with the number of parts. Only CRCs can be of the full object; the other checksums are of the checksums of the parts.',
    'userguide/mpuoverview.html',
  ),
  doc(
    'conditional',
    'If-None-Match: * refuses to overwrite (412 PreconditionFailed), If-Match needs the newest ETag; on reads they work as in HTTP.',
    'userguide/conditional-writes.html',
  ),
  doc(
    'marker-read',
    'Reading a key whose newest version is a delete marker answers 404 with x-amz-delete-marker; reading the marker by VersionId answers 405.',
    'userguide/DeleteMarker.html',
  ),
  doc(
    'missing-unlisted',
    'Who may read a key and not list its bucket is told 403 instead of 404 when the key is missing.',
    'API/API_GetObject.html',
  ),
  doc(
    'cross-account',
    "A caller of another account needs both its own policy and the bucket's.",
    'userguide/example-walkthroughs-managing-access-example2.html',
  ),
  doc(
    'public-access',
    'New buckets block public access: PutBucketPolicy refuses a public policy, and one that was there before lets in only the own account.',
    'userguide/access-control-block-public-access.html',
  ),
  doc(
    'encryption',
    'Everything is encrypted, with SSE-S3 unless the upload or the bucket says otherwise; with KMS the caller needs the key, too, and the ETag is no MD5.',
    'userguide/default-bucket-encryption.html',
  ),
  doc(
    'events',
    'A bucket that sends to EventBridge tells of every object made, deleted, marked and tagged; the sequencer orders what happens to one key.',
    'userguide/ev-events.html',
  ),
  doc(
    'lifecycle',
    'Expiration marks or deletes the newest version, deletes overtaken versions after their days, sweeps lone markers and aborts old uploads; a locked version stays.',
    'userguide/intro-lifecycle-rules.html',
  ),
  doc(
    'presigned',
    'A presigned URL is good for as long as it says, at most a week: then 403 "Request has expired".',
    'userguide/using-presigned-url.html',
  ),
  doc('bucket-delete', 'A bucket with objects, versions or markers in it cannot be deleted: BucketNotEmpty.', 'API/API_DeleteBucket.html'),
  assumed(
    'part-suffix',
    'The checksum of parts ends in the number of parts, but not in GetObjectAttributes.',
    'seen by github.com/floci-io/floci/issues/3083',
  ),
  assumed(
    'uploads-do-not-keep',
    'A multipart upload under way does not keep its bucket from being deleted.',
    'public reports; no page of AWS says it',
  ),
  assumed('limits', LIMITS, 'a limit of the range, not a behaviour of AWS'),
  doc('consistency', 'Reads see a write at once.', 'userguide/Welcome.html#ConsistencyModel'),
];
