import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { as, HUB, refusal, stillRange } from '../clients.ts';

const Bucket = 'nb-models';
const setup = () => {
  const { range, clock } = stillRange();
  return { range, clock, s3: as(range, 'admin').s3 };
};

describe('a copy', () => {
  test('takes a version with its metadata and tags, under a checksum of its own', async () => {
    const { s3 } = setup();
    const old = await s3.send(
      new PutObjectCommand({ Bucket, Key: 'a b+c', Body: 'old', Metadata: { m: '1' }, ContentType: 'text/x', Tagging: 't=1' }),
    );
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a b+c', Body: 'new' }));
    const CopySource = `${Bucket}/${encodeURIComponent('a b+c')}?versionId=${old.VersionId}`;
    const copied = await s3.send(new CopyObjectCommand({ Bucket: 'nb-train', Key: 'kept', CopySource, ChecksumAlgorithm: 'SHA256' }));
    expect(copied).toMatchObject({
      CopySourceVersionId: old.VersionId,
      CopyObjectResult: { ETag: old.ETag, ChecksumSHA256: createHash('sha256').update('old').digest('base64') },
    });
    const got = await s3.send(new GetObjectCommand({ Bucket: 'nb-train', Key: 'kept' }));
    expect(got).toMatchObject({ Metadata: { m: '1' }, ContentType: 'text/x', TagCount: 1 });
    const replaced = new CopyObjectCommand({
      Bucket: 'nb-train',
      Key: 'kept',
      CopySource,
      MetadataDirective: 'REPLACE',
      Metadata: { n: '2' },
    });
    await s3.send(replaced);
    expect((await s3.send(new HeadObjectCommand({ Bucket: 'nb-train', Key: 'kept' }))).Metadata).toEqual({ n: '2' });
  });
  test('onto itself must change something, and of a source that changed is refused', async () => {
    const { s3 } = setup();
    const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    const itself = { Bucket, Key: 'a', CopySource: `${Bucket}/a` };
    expect(await refusal(s3.send(new CopyObjectCommand(itself)))).toMatchObject({ name: 'InvalidRequest', status: 400 });
    await s3.send(new CopyObjectCommand({ ...itself, MetadataDirective: 'REPLACE', CopySourceIfMatch: ETag }));
    const wrong = new CopyObjectCommand({ ...itself, Key: 'b', CopySourceIfMatch: '"0"' });
    expect(await refusal(s3.send(wrong))).toMatchObject({ name: 'PreconditionFailed', status: 412 });
    const gone = new CopyObjectCommand({ ...itself, Key: 'b', CopySource: `${Bucket}/nothing` });
    expect((await refusal(s3.send(gone))).name).toBe('NoSuchKey');
  });
  test('of a tagged object needs the permission to read its tags', async () => {
    const { range, s3 } = setup();
    await s3.send(new PutObjectCommand({ Bucket: 'nb-train', Key: 'partner/tagged', Body: '1', Tagging: 'a=b' }));
    const copy = new CopyObjectCommand({ Bucket: 'nb-train', Key: 'partner/x', CopySource: 'nb-train/partner/tagged' });
    expect((await refusal(as(range, 'partner-upload').s3.send(copy))).message).toContain('s3:GetObject');
  });
});

describe('many deletes', () => {
  test('each key has an answer of its own', async () => {
    const { range } = setup();
    const owner = as(range, 'NORTHBANK-EVIDENCE-ADMIN').s3;
    const Bucket = 'nb-cordon-evidence';
    const locked = await as(range, HUB).s3.send(new PutObjectCommand({ Bucket, Key: 'locked', Body: '1' }));
    const answer = await owner.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: 'locked', VersionId: locked.VersionId }, { Key: 'locked' }, { Key: 'none' }] },
      }),
    );
    expect(answer.Errors).toMatchObject([{ Key: 'locked', Code: 'AccessDenied', VersionId: locked.VersionId }]);
    expect(answer.Deleted).toMatchObject([
      { Key: 'locked', DeleteMarker: true },
      { Key: 'none', DeleteMarker: true },
    ]);
    const { Versions } = await owner.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'locked' }));
    expect(Versions).toMatchObject([{ VersionId: locked.VersionId }]);
  });
  test('a planned fault hits every second key, and a role without permission gets refusals, not an error', async () => {
    const { range, s3 } = setup();
    range.faults.add({ operation: 's3:DeleteObjects', kind: 'partial' });
    const Objects = [{ Key: 'a' }, { Key: 'b' }, { Key: 'c' }];
    const partly = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    expect(partly).toMatchObject({ Errors: [{ Key: 'b', Code: 'InternalError' }] });
    expect(partly.Deleted ?? []).toEqual([]);
    const none = await as(range, 'partner-upload').s3.send(new DeleteObjectsCommand({ Bucket: 'nb-train', Delete: { Objects } }));
    expect(none.Errors?.map(({ Code }) => Code)).toEqual(['AccessDenied', 'AccessDenied', 'AccessDenied']);
  });
  test('an ETag that is no longer the newest keeps the object', async () => {
    const { s3 } = setup();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    expect((await refusal(s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch: '"0"' })))).status).toBe(412);
    await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
  });
});

test('suspended versioning replaces the null version and keeps the others', async () => {
  const { s3 } = setup();
  const put = (Body: string) => s3.send(new PutObjectCommand({ Bucket, Key: 'v', Body }));
  const kept = await put('1');
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }));
  expect((await put('2')).VersionId).toBe('null');
  await put('3');
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'v' }));
  const { Versions, DeleteMarkers } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'v', Delimiter: '/' }));
  expect(Versions).toMatchObject([{ VersionId: kept.VersionId, IsLatest: false }]);
  expect(DeleteMarkers).toMatchObject([{ VersionId: 'null', IsLatest: true }]);
});

test('a marker is told in headers; who may not list is not told that a key is missing', async () => {
  const { range, s3 } = setup();
  await s3.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: '1' }));
  const { VersionId } = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
  const thrown: unknown = await s3.send(new GetObjectCommand({ Bucket, Key: 'gone' })).catch((error: unknown) => error);
  expect(thrown).toMatchObject({
    name: 'NoSuchKey',
    $response: { headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': VersionId } },
  });
  const unlisted = as(range, 'sagemaker-execution').s3.send(new GetObjectCommand({ Bucket: 'nb-capture', Key: 'none' }));
  expect(await refusal(unlisted)).toMatchObject({ name: 'AccessDenied', status: 403 });
});

test('tags are checked and belong to a version', async () => {
  const { s3 } = setup();
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 't', Body: '1' }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 't', Body: '2' }));
  const TagSet = [{ Key: 'case', Value: '7' }];
  await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 't', VersionId, Tagging: { TagSet } }));
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 't', VersionId }))).TagSet).toEqual(TagSet);
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 't' }))).TagSet ?? []).toEqual([]);
  const many = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
  expect((await refusal(s3.send(new PutObjectTaggingCommand({ Bucket, Key: 't', Tagging: { TagSet: many } })))).name).toBe('BadRequest');
});

test('lists encode what XML cannot say, and the first version of the call goes on by key', async () => {
  const { s3 } = setup();
  for (const Key of ['l/a b', 'l/ü+1', 'l/z']) await s3.send(new PutObjectCommand({ Bucket: 'nb-capture', Key, Body: '1' }));
  const page = await s3.send(
    new ListObjectsCommand({ Bucket: 'nb-capture', Prefix: 'l/', Delimiter: '/', MaxKeys: 1, EncodingType: 'url' }),
  );
  expect(page).toMatchObject({ IsTruncated: true, NextMarker: 'l/a+b', Contents: [{ Key: 'l/a+b' }] });
  const rest = await s3.send(new ListObjectsCommand({ Bucket: 'nb-capture', Prefix: 'l/', Marker: 'l/a b', EncodingType: 'url' }));
  expect(rest.Contents?.map(({ Key }) => Key)).toEqual(['l/z', 'l/%C3%BC%2B1']);
});
