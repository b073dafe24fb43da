import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { isObject } from '../../../core/json.ts';
import type { RangeEvent } from '../../../tabletop/range/events.ts';
import { as, NOW, refusal, stillRange } from '../clients.ts';

const DAY = 86_400;
const region = { LocationConstraint: 'eu-west-1' } as const;
const setup = () => {
  const { range, clock } = stillRange();
  const s3 = as(range, 'admin').s3;
  return { range, clock, s3, other: as(range, 'NORTHBANK-EVIDENCE-ADMIN').s3 };
};

describe('a bucket', () => {
  test('has a name that is free, a Region, and an end only when it is empty', async () => {
    const { s3, other } = setup();
    const create = (Bucket: string) => new CreateBucketCommand({ Bucket, CreateBucketConfiguration: region });
    await s3.send(create('nb-new'));
    expect((await refusal(s3.send(create('nb-new')))).name).toBe('BucketAlreadyOwnedByYou');
    expect((await refusal(other.send(create('nb-new')))).name).toBe('BucketAlreadyExists');
    expect((await refusal(s3.send(create('Nb_New')))).name).toBe('InvalidBucketName');
    const far = new CreateBucketCommand({ Bucket: 'nb-else', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } });
    expect((await refusal(s3.send(far))).name).toBe('IllegalLocationConstraintException');
    expect((await s3.send(new GetBucketLocationCommand({ Bucket: 'nb-new' }))).LocationConstraint).toBe('eu-west-1');
    await s3.send(new PutBucketVersioningCommand({ Bucket: 'nb-new', VersioningConfiguration: { Status: 'Enabled' } }));
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: 'nb-new', Key: 'a', Body: '1' }));
    const marker = await s3.send(new DeleteObjectCommand({ Bucket: 'nb-new', Key: 'a' }));
    expect(await refusal(s3.send(new DeleteBucketCommand({ Bucket: 'nb-new' })))).toMatchObject({ name: 'BucketNotEmpty', status: 409 });
    for (const id of [VersionId, marker.VersionId]) await s3.send(new DeleteObjectCommand({ Bucket: 'nb-new', Key: 'a', VersionId: id }));
    await s3.send(new DeleteBucketCommand({ Bucket: 'nb-new' }));
    expect((await s3.send(new ListBucketsCommand({ Prefix: 'nb-n' }))).Buckets ?? []).toEqual([]);
  });
  test('is listed by pages to its own account only, and asked for under the right owner and Region', async () => {
    const { range, s3, other } = setup();
    const names = async (client: S3Client) => (await client.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name);
    expect(await names(s3)).toEqual(expect.arrayContaining(['nb-capture', 'nb-models', 'nb-train']));
    expect(await names(other)).toEqual(['nb-cordon-evidence']);
    const page = await s3.send(new ListBucketsCommand({ MaxBuckets: 1 }));
    expect((await s3.send(new ListBucketsCommand({ ContinuationToken: page.ContinuationToken }))).Buckets?.[0]?.Name).toBe('nb-models');
    const wrong = new GetBucketLocationCommand({ Bucket: 'nb-train', ExpectedBucketOwner: '777788889999' });
    expect((await refusal(s3.send(wrong))).name).toBe('AccessDenied');
    const far = new S3Client({ ...range.clientConfig('admin'), region: 'us-east-1' });
    expect(await refusal(far.send(new GetObjectCommand({ Bucket: 'nb-train', Key: 'x' })))).toMatchObject({ status: 301 });
  });
  test('keeps tags, is encrypted, and refuses what the range cannot keep', async () => {
    const { s3 } = setup();
    const Bucket = 'nb-train';
    expect((await refusal(s3.send(new GetBucketTaggingCommand({ Bucket })))).name).toBe('NoSuchTagSet');
    const TagSet = [{ Key: 'team', Value: 'ml' }];
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
    const rules = (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules;
    expect(rules).toMatchObject([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]);
    const logging = { LoggingEnabled: { TargetBucket: 'nb-capture', TargetPrefix: 'log/' } };
    expect((await refusal(s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: logging })))).status).toBe(501);
    expect((await refusal(s3.send(new PutObjectCommand({ Bucket, Key: 'x', Body: '1', ACL: 'public-read' })))).name).toBe(
      'AccessControlListNotSupported',
    );
  });
});

describe('a bucket policy', () => {
  const Bucket = 'nb-models';
  const statement = (Principal: object | string, Effect = 'Allow', Action = 's3:GetObject') => ({
    Effect,
    Principal,
    Action,
    Resource: `arn:aws:s3:::${Bucket}/*`,
  });
  const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  const read = (client: S3Client) => client.send(new GetObjectCommand({ Bucket, Key: 'p' }));

  test('opens to another account, and its denial holds for everybody', async () => {
    const { s3, other } = setup();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'p', Body: '1' }));
    expect((await refusal(read(other))).message).toContain('no resource-based policy allows the s3:GetObject action');
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policy(statement({ AWS: 'arn:aws:iam::777788889999:root' })) }));
    await read(other);
    const deny = policy(statement({ AWS: '*' }, 'Deny', 's3:*'));
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: deny }));
    expect((await refusal(read(s3))).message).toContain('explicit deny in a resource-based policy');
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(deny);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await read(s3);
    expect((await refusal(s3.send(new GetBucketPolicyCommand({ Bucket })))).name).toBe('NoSuchBucketPolicy');
  });
  test('is not public where that is blocked, and helps no stranger where it was before', async () => {
    const { s3, other } = setup();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'p', Body: '1' }));
    const open = new PutBucketPolicyCommand({ Bucket, Policy: policy(statement('*')) });
    expect(await refusal(s3.send(open))).toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('BlockPublicPolicy') });
    const block = (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration;
    expect(block).toMatchObject({ BlockPublicPolicy: true, RestrictPublicBuckets: true });
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await s3.send(open);
    expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic).toBe(true);
    await read(other);
  });
  test.each([
    ['not JSON', '{'],
    [
      'about another bucket',
      JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement('*'), Resource: 'arn:aws:s3:::other/*' }] }),
    ],
    ['about another service', policy(statement('*', 'Allow', 'sqs:SendMessage'))],
    [
      'about nobody',
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: `arn:aws:s3:::${Bucket}` }] }),
    ],
  ])('%s is malformed', async (_case, Policy) => {
    const { s3 } = setup();
    expect((await refusal(s3.send(new PutBucketPolicyCommand({ Bucket, Policy })))).name).toBe('MalformedPolicy');
  });
});

describe('Object Lock on a bucket', () => {
  test('comes with versioning, stays, and guards from then on', async () => {
    const { s3 } = setup();
    const Bucket = 'nb-models';
    const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: '1' }));
    const config = (Rule?: object) =>
      new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...(Rule && { Rule }) } });
    const unversioned = new PutObjectLockConfigurationCommand({
      Bucket: 'nb-capture',
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
    });
    expect(await refusal(s3.send(unversioned))).toMatchObject({ name: 'InvalidBucketState', status: 409 });
    const before = await put('before');
    expect((await refusal(s3.send(config({ DefaultRetention: { Mode: 'GOVERNANCE', Days: 1, Years: 1 } })))).name).toBe('MalformedXML');
    await s3.send(config({ DefaultRetention: { Mode: 'COMPLIANCE', Years: 1 } }));
    const after = await put('after');
    const lock = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    expect(lock.ObjectLockConfiguration?.Rule?.DefaultRetention).toEqual({ Mode: 'COMPLIANCE', Years: 1 });
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'after' }))).ObjectLockRetainUntilDate).toEqual(
      new Date(Date.parse(NOW) + 365 * DAY * 1000),
    );
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'before', VersionId: before.VersionId }));
    expect((await refusal(s3.send(new DeleteObjectCommand({ Bucket, Key: 'after', VersionId: after.VersionId })))).name).toBe(
      'AccessDenied',
    );
    const suspend = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } });
    expect((await refusal(s3.send(suspend))).name).toBe('InvalidBucketState');
  });
});

describe('a lifecycle', () => {
  test('removes overtaken versions at night, and never a locked one', async () => {
    const { s3, clock, range } = setup();
    const owner = as(range, 'NORTHBANK-EVIDENCE-ADMIN').s3;
    const rule = { ID: 'r', Status: 'Enabled', Filter: { Prefix: 'lc/' }, NoncurrentVersionExpiration: { NoncurrentDays: 3 } } as const;
    for (const [client, Bucket] of [
      [s3, 'nb-models'],
      [owner, 'nb-cordon-evidence'],
    ] as const) {
      for (const Body of ['1', '2']) await client.send(new PutObjectCommand({ Bucket, Key: 'lc/a', Body }));
      await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [rule] } }));
    }
    expect((await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: 'nb-models' }))).Rules).toEqual([rule]);
    const count = async (client: S3Client, Bucket: string) =>
      (await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'lc/' }))).Versions?.length;
    clock.advance(2 * DAY);
    expect(await count(s3, 'nb-models')).toBe(2);
    clock.advance(3 * DAY);
    expect(await count(s3, 'nb-models')).toBe(1);
    expect(await count(owner, 'nb-cordon-evidence')).toBe(2);
  });
  test('lays a marker over what is over, and refuses what would be forgotten', async () => {
    const { s3, clock } = setup();
    const put = (rule: object) =>
      s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket: 'nb-models',
          LifecycleConfiguration: { Rules: [{ ID: 'r', Status: 'Enabled', Filter: { Prefix: 'lc/' }, ...rule }] },
        }),
      );
    await s3.send(new PutObjectCommand({ Bucket: 'nb-models', Key: 'lc/a', Body: '1' }));
    expect((await refusal(put({ Transitions: [{ Days: 1, StorageClass: 'GLACIER' }] }))).status).toBe(501);
    expect((await refusal(put({}))).name).toBe('InvalidRequest');
    expect((await refusal(put({ Expiration: { Days: 0 } }))).name).toBe('InvalidArgument');
    await put({ Expiration: { Days: 1 } });
    clock.advance(3 * DAY);
    expect((await refusal(s3.send(new HeadObjectCommand({ Bucket: 'nb-models', Key: 'lc/a' })))).status).toBe(404);
    expect((await s3.send(new ListObjectVersionsCommand({ Bucket: 'nb-models', Prefix: 'lc/' }))).Versions).toHaveLength(1);
  });
});

test('EventBridge is told of what is made, tagged, marked and deleted, once a bucket wants it', async () => {
  const { range, s3, clock } = setup();
  const events: RangeEvent[] = [];
  range.events.subscribe((event) => void (event.source === 'aws.s3' && event['detail-type'].startsWith('Object') && events.push(event)));
  const Bucket = 'nb-models';
  await s3.send(new PutObjectCommand({ Bucket, Key: 'unheard', Body: '1' }));
  await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: { EventBridgeConfiguration: {} } }));
  const { VersionId, ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: 'e', Body: '12' }));
  await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'e', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'e' }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'e', VersionId }));
  clock.advance(60);
  expect(events.map((event) => [event['detail-type'], event.detail['reason'], event.detail['deletion-type']])).toEqual([
    ['Object Created', 'PutObject', undefined],
    ['Object Tags Added', undefined, undefined],
    ['Object Deleted', 'DeleteObject', 'Delete Marker Created'],
    ['Object Deleted', 'DeleteObject', 'Permanently Deleted'],
  ]);
  expect(events[0]).toMatchObject({
    resources: [`arn:aws:s3:::${Bucket}`],
    detail: {
      bucket: { name: Bucket },
      object: { key: 'e', size: 2, etag: ETag?.replaceAll('"', ''), 'version-id': VersionId },
      requester: '111122223333',
    },
  });
  const order = events.flatMap(({ detail }) => {
    const { object } = detail;
    return isObject(object) && typeof object['sequencer'] === 'string' ? [object['sequencer']] : [];
  });
  expect(order).toHaveLength(3);
  expect([...order].sort()).toEqual(order);
  const queue = { QueueConfigurations: [{ QueueArn: 'arn:aws:sqs:eu-west-1:111122223333:q', Events: ['s3:ObjectCreated:*' as const] }] };
  expect((await refusal(s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: queue })))).status).toBe(
    501,
  );
});
