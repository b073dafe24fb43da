import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  paginateListObjectsV2,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { as, HUB, NOW, refusal, stillRange } from './clients.ts';

const EVIDENCE = 'nb-cordon-evidence';
const YEAR_MS = 365 * 86_400_000;
const setup = () => {
  const { range, clock } = stillRange();
  const put = (principal: string, input: Partial<PutObjectCommandInput> & { readonly Bucket: string; readonly Key: string }) =>
    as(range, principal).s3.send(new PutObjectCommand({ Body: 'evidence', ...input }));
  return { range, clock, put, hub: as(range, HUB).s3, owner: as(range, 'NORTHBANK-EVIDENCE-ADMIN').s3, admin: as(range, 'admin').s3 };
};

describe('Object Lock, COMPLIANCE', () => {
  test('the default retention guards every version against everybody, the owner too', async () => {
    const { put, owner, clock } = setup();
    const { VersionId } = await put(HUB, { Bucket: EVIDENCE, Key: 'a', ChecksumAlgorithm: 'SHA256' });
    const head = await owner.send(new HeadObjectCommand({ Bucket: EVIDENCE, Key: 'a' }));
    expect(head).toMatchObject({ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: new Date(Date.parse(NOW) + YEAR_MS) });
    const remove = () => owner.send(new DeleteObjectCommand({ Bucket: EVIDENCE, Key: 'a', VersionId, BypassGovernanceRetention: true }));
    expect(await refusal(remove())).toMatchObject({ name: 'AccessDenied', status: 403, message: expect.stringContaining('object lock') });
    clock.advance(365 * 86_400 + 1);
    await remove();
    expect((await refusal(owner.send(new HeadObjectCommand({ Bucket: EVIDENCE, Key: 'a' })))).status).toBe(404);
  });

  test('a delete without version only lays a marker over it', async () => {
    const { put, owner } = setup();
    const { VersionId } = await put(HUB, { Bucket: EVIDENCE, Key: 'a' });
    const marker = await owner.send(new DeleteObjectCommand({ Bucket: EVIDENCE, Key: 'a' }));
    expect(marker.DeleteMarker).toBe(true);
    expect(await refusal(owner.send(new GetObjectCommand({ Bucket: EVIDENCE, Key: 'a' })))).toMatchObject({
      name: 'NoSuchKey',
      status: 404,
    });
    const kept = await owner.send(new GetObjectCommand({ Bucket: EVIDENCE, Key: 'a', VersionId }));
    expect(await kept.Body?.transformToString()).toBe('evidence');
    expect((await refusal(owner.send(new GetObjectCommand({ Bucket: EVIDENCE, Key: 'a', VersionId: marker.VersionId })))).status).toBe(405);
  });

  test.each([
    ['a shorter date', { Mode: 'COMPLIANCE', RetainUntilDate: new Date(Date.parse(NOW) + YEAR_MS / 2) }],
    ['a weaker mode', { Mode: 'GOVERNANCE', RetainUntilDate: new Date(Date.parse(NOW) + YEAR_MS * 2) }],
    ['no retention', {}],
  ] as const)('refuses %s', async (_case, Retention) => {
    const { put, owner } = setup();
    await put(HUB, { Bucket: EVIDENCE, Key: 'a' });
    const change = owner.send(new PutObjectRetentionCommand({ Bucket: EVIDENCE, Key: 'a', Retention, BypassGovernanceRetention: true }));
    expect(await refusal(change)).toMatchObject({ name: 'AccessDenied', status: 403 });
  });

  test('can be made longer', async () => {
    const { put, owner } = setup();
    await put(HUB, { Bucket: EVIDENCE, Key: 'a' });
    const until = new Date(Date.parse(NOW) + 2 * YEAR_MS);
    await owner.send(
      new PutObjectRetentionCommand({ Bucket: EVIDENCE, Key: 'a', Retention: { Mode: 'COMPLIANCE', RetainUntilDate: until } }),
    );
    expect((await owner.send(new GetObjectRetentionCommand({ Bucket: EVIDENCE, Key: 'a' }))).Retention?.RetainUntilDate).toEqual(until);
  });
});

test('a legal hold has no date and outlives the retention', async () => {
  const { put, owner, clock } = setup();
  const { VersionId } = await put(HUB, { Bucket: EVIDENCE, Key: 'a' });
  await owner.send(new PutObjectLegalHoldCommand({ Bucket: EVIDENCE, Key: 'a', LegalHold: { Status: 'ON' } }));
  clock.advance(366 * 86_400);
  expect((await refusal(owner.send(new DeleteObjectCommand({ Bucket: EVIDENCE, Key: 'a', VersionId })))).name).toBe('AccessDenied');
  await owner.send(new PutObjectLegalHoldCommand({ Bucket: EVIDENCE, Key: 'a', LegalHold: { Status: 'OFF' } }));
  expect((await owner.send(new GetObjectLegalHoldCommand({ Bucket: EVIDENCE, Key: 'a' }))).LegalHold?.Status).toBe('OFF');
  await owner.send(new DeleteObjectCommand({ Bucket: EVIDENCE, Key: 'a', VersionId }));
});

test('GOVERNANCE gives way to those who may and say so', async () => {
  const { put, owner } = setup();
  const { VersionId } = await put(HUB, {
    Bucket: EVIDENCE,
    Key: 'g',
    ObjectLockMode: 'GOVERNANCE',
    ObjectLockRetainUntilDate: new Date(Date.parse(NOW) + YEAR_MS),
  });
  expect((await refusal(owner.send(new DeleteObjectCommand({ Bucket: EVIDENCE, Key: 'g', VersionId })))).name).toBe('AccessDenied');
  await owner.send(new DeleteObjectCommand({ Bucket: EVIDENCE, Key: 'g', VersionId, BypassGovernanceRetention: true }));
});

test('a locked bucket keeps its versions, and an unlocked one takes no locks', async () => {
  const { put, owner } = setup();
  const suspend = new PutBucketVersioningCommand({ Bucket: EVIDENCE, VersioningConfiguration: { Status: 'Suspended' } });
  expect(await refusal(owner.send(suspend))).toMatchObject({ name: 'InvalidBucketState', status: 409 });
  const lock = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: new Date(Date.parse(NOW) + YEAR_MS) } as const;
  expect(await refusal(put('admin', { Bucket: 'nb-models', Key: 'x', ...lock }))).toMatchObject({ name: 'InvalidRequest', status: 400 });
});

describe('checksums', () => {
  test.each([
    ['ChecksumSHA256', createHash('sha256').update('other').digest('base64')],
    ['ChecksumSHA1', createHash('sha1').update('other').digest('base64')],
    ['ChecksumCRC32', 'AAAAAA=='],
    ['ChecksumCRC32C', 'AAAAAA=='],
    ['ChecksumCRC64NVME', 'AAAAAAAAAAA='],
    ['ContentMD5', createHash('md5').update('other').digest('base64')],
  ])('a wrong %s stores nothing', async (name, value) => {
    const { put, admin } = setup();
    expect(await refusal(put('admin', { Bucket: 'nb-models', Key: 'x', [name]: value }))).toMatchObject({ name: 'BadDigest', status: 400 });
    expect((await refusal(admin.send(new HeadObjectCommand({ Bucket: 'nb-models', Key: 'x' })))).status).toBe(404);
  });
  // The check values of the catalogue of CRC algorithms, over "123456789": https://reveng.sourceforge.io/crc-catalogue/all.htm
  test.each([
    ['ChecksumCRC32', 'cbf43926'],
    ['ChecksumCRC32C', 'e3069283'],
    ['ChecksumCRC64NVME', 'ae8b14860a799888'],
  ])('%s is computed as the catalogue says', async (name, hex) => {
    const { put, admin } = setup();
    const value = Buffer.from(hex, 'hex').toString('base64');
    await put('admin', { Bucket: 'nb-models', Key: 'x', Body: '123456789', [name]: value });
    expect(await admin.send(new HeadObjectCommand({ Bucket: 'nb-models', Key: 'x', ChecksumMode: 'ENABLED' }))).toMatchObject({
      [name]: value,
    });
  });
  test('a streamed upload brings its checksum in the trailer', async () => {
    const { admin } = setup();
    const bytes = Buffer.alloc(300_000, 'z');
    await admin.send(
      new PutObjectCommand({
        Bucket: 'nb-models',
        Key: 'big',
        Body: Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]),
        ContentLength: bytes.length,
        ChecksumAlgorithm: 'SHA256',
      }),
    );
    const head = await admin.send(new HeadObjectCommand({ Bucket: 'nb-models', Key: 'big', ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ ContentLength: 300_000, ChecksumSHA256: createHash('sha256').update(bytes).digest('base64') });
  });
});

describe('conditions', () => {
  test('If-None-Match: * writes once, also when two race', async () => {
    const { put } = setup();
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map((n) => put('admin', { Bucket: 'nb-models', Key: 'once', Body: `w${n}`, IfNoneMatch: '*' })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await refusal(put('admin', { Bucket: 'nb-models', Key: 'once', IfNoneMatch: '*' }))).toMatchObject({
      name: 'PreconditionFailed',
      status: 412,
    });
  });
  test('If-Match writes over the expected version only', async () => {
    const { put } = setup();
    const { ETag } = await put('admin', { Bucket: 'nb-models', Key: 'x' });
    await put('admin', { Bucket: 'nb-models', Key: 'x', Body: 'two', IfMatch: ETag });
    expect((await refusal(put('admin', { Bucket: 'nb-models', Key: 'x', Body: 'three', IfMatch: ETag }))).status).toBe(412);
  });
});

test('ranges and versions are read exactly', async () => {
  const { put, admin } = setup();
  const Key = 'dir/a b+ü(1)//../x.json';
  const { VersionId } = await put('admin', { Bucket: 'nb-models', Key, Body: '0123456789', Metadata: { sha: 'abc' } });
  await put('admin', { Bucket: 'nb-models', Key, Body: 'newer' });
  const read = async (Range: string) => {
    const part = await admin.send(new GetObjectCommand({ Bucket: 'nb-models', Key, VersionId, Range }));
    return [await part.Body?.transformToString(), part.ContentRange];
  };
  expect(await read('bytes=2-4')).toEqual(['234', 'bytes 2-4/10']);
  expect(await read('bytes=7-')).toEqual(['789', 'bytes 7-9/10']);
  expect(await read('bytes=-2')).toEqual(['89', 'bytes 8-9/10']);
  expect(await refusal(read('bytes=20-30'))).toMatchObject({ name: 'InvalidRange', status: 416 });
  const whole = await admin.send(new GetObjectCommand({ Bucket: 'nb-models', Key }));
  expect(await whole.Body?.transformToString()).toBe('newer');
});

describe('lists', () => {
  test('keys come in pages, prefixes once', async () => {
    const { put, admin } = setup();
    for (const key of ['z/1', 'z/2', 'z/a/1', 'z/a/2', 'z/b/1', 'z/3']) await put('admin', { Bucket: 'nb-capture', Key: key });
    const keys: string[] = [];
    for await (const page of paginateListObjectsV2({ client: admin, pageSize: 2 }, { Bucket: 'nb-capture', Prefix: 'z/', Delimiter: '/' }))
      keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key), ...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix));
    expect(keys.sort()).toEqual(['z/1', 'z/2', 'z/3', 'z/a/', 'z/b/']);
    expect((await admin.send(new ListObjectsV2Command({ Bucket: 'nb-capture', StartAfter: 'z/3', Prefix: 'z/' }))).KeyCount).toBe(3);
  });
  test('versions come newest first, markers among them, page by page', async () => {
    const { put, admin } = setup();
    for (const body of ['1', '2']) await put('admin', { Bucket: 'nb-models', Key: 'v', Body: body });
    await admin.send(new DeleteObjectCommand({ Bucket: 'nb-models', Key: 'v' }));
    const first = await admin.send(new ListObjectVersionsCommand({ Bucket: 'nb-models', Prefix: 'v', MaxKeys: 2 }));
    expect(first).toMatchObject({ IsTruncated: true, DeleteMarkers: [{ IsLatest: true }], Versions: [{ IsLatest: false }] });
    const rest = await admin.send(
      new ListObjectVersionsCommand({
        Bucket: 'nb-models',
        Prefix: 'v',
        KeyMarker: first.NextKeyMarker,
        VersionIdMarker: first.NextVersionIdMarker,
      }),
    );
    expect(rest.Versions).toHaveLength(1);
    expect(rest.IsTruncated).toBe(false);
  });
  test('a bucket without versioning overwrites', async () => {
    const { put, admin } = setup();
    for (const body of ['1', '2']) await put('admin', { Bucket: 'nb-capture', Key: 'v', Body: body });
    const { Versions } = await admin.send(new ListObjectVersionsCommand({ Bucket: 'nb-capture', Prefix: 'v' }));
    expect(Versions).toMatchObject([{ VersionId: 'null' }]);
  });
});

describe('whose bucket it is', () => {
  test("another account needs the bucket's word as well as its own", async () => {
    const { put, admin, hub } = setup();
    await put(HUB, { Bucket: EVIDENCE, Key: 'ok' });
    expect(await refusal(put('admin', { Bucket: EVIDENCE, Key: 'no' }))).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('no resource-based policy allows the s3:PutObject action'),
    });
    expect((await refusal(hub.send(new DeleteObjectCommand({ Bucket: EVIDENCE, Key: 'ok' })))).message).toContain(
      'no identity-based policy allows the s3:DeleteObject action',
    );
    expect((await refusal(admin.send(new HeadBucketCommand({ Bucket: EVIDENCE })))).status).toBe(403);
    await admin.send(new HeadBucketCommand({ Bucket: 'nb-train' }));
  });
  test('a bucket that is not there is not there', async () => {
    const { put } = setup();
    expect(await refusal(put('admin', { Bucket: 'nope', Key: 'x' }))).toMatchObject({ name: 'NoSuchBucket', status: 404 });
  });
});
