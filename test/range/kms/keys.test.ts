import {
  CancelKeyDeletionCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeyRotationsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  type KMSClient,
} from '@aws-sdk/client-kms';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { RangeEvent } from '../../../tabletop/range/events.ts';
import { as, NOW, refusal, stillRange, WORKLOAD } from '../clients.ts';

const DAY = 86_400;
const text = Buffer.from('a secret');
const made = async (kms: KMSClient, more: object = {}) => (await kms.send(new CreateKeyCommand(more))).KeyMetadata?.Arn ?? '';
const setup = () => {
  const { range, clock } = stillRange();
  return { range, clock, kms: as(range, 'admin').kms, other: as(range, 'NORTHBANK-EVIDENCE-ADMIN').kms };
};
const root = (account: string) => ({
  Sid: 'root',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
});
const policy = (...more: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: [root(WORKLOAD), ...more] });
const role = (name: string) => `arn:aws:iam::${WORKLOAD}:role/${name}`;

test('a disabled key refuses every use, and is told by the service that uses it', async () => {
  const { range, kms } = setup();
  const KeyId = await made(kms, { Tags: [{ TagKey: 'team', TagValue: 'ml' }] });
  const { s3 } = as(range, 'admin');
  const at = { Bucket: 'nb-models', Key: 'sealed' };
  await s3.send(new PutObjectCommand({ ...at, Body: '1', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KeyId }));
  expect(await s3.send(new HeadObjectCommand(at))).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KeyId });
  await kms.send(new DisableKeyCommand({ KeyId }));
  expect((await refusal(kms.send(new EncryptCommand({ KeyId, Plaintext: text })))).name).toBe('DisabledException');
  expect(await refusal(s3.send(new GetObjectCommand(at)))).toMatchObject({ name: 'KMS.DisabledException', status: 400 });
  await kms.send(new EnableKeyCommand({ KeyId }));
  await s3.send(new GetObjectCommand(at));
  expect((await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual([{ TagKey: 'team', TagValue: 'ml' }]);
  const reserved = kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'aws:x', TagValue: '' }] }));
  expect((await refusal(reserved)).name).toBe('TagException');
});

test('who may read the object and not use its key reads nothing', async () => {
  const { range, kms } = setup();
  const KeyId = await made(kms);
  const at = { Bucket: 'nb-models', Key: 'sealed' };
  await as(range, 'admin').s3.send(new PutObjectCommand({ ...at, Body: '1', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KeyId }));
  const read = () => as(range, 'sagemaker-execution').s3.send(new GetObjectCommand(at));
  expect((await refusal(read())).message).toContain('kms:Decrypt');
  const via = { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } };
  const decrypts = {
    Effect: 'Allow',
    Principal: { AWS: role('sagemaker-execution') },
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition: via,
  };
  await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: policy(decrypts) }));
  await read();
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: text }));
  const direct = as(range, 'sagemaker-execution').kms.send(new DecryptCommand({ CiphertextBlob }));
  expect((await refusal(direct)).name).toBe('AccessDeniedException');
});

test('a key policy decides before the account does, and nobody locks himself out by mistake', async () => {
  const { kms, other } = setup();
  const KeyId = await made(kms);
  const encrypt = (client: KMSClient) => client.send(new EncryptCommand({ KeyId, Plaintext: text }));
  expect((await refusal(encrypt(other))).name).toBe('AccessDeniedException');
  const abroad = { ...root('777788889999'), Sid: 'abroad', Action: 'kms:Encrypt' };
  await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: policy(abroad) }));
  await encrypt(other);
  const alone = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...root(WORKLOAD), Principal: { AWS: role('mlops') } }] });
  expect((await refusal(kms.send(new PutKeyPolicyCommand({ KeyId, Policy: alone })))).name).toBe('MalformedPolicyDocumentException');
  await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: alone, BypassPolicyLockoutSafetyCheck: true }));
  expect((await refusal(kms.send(new GetKeyPolicyCommand({ KeyId })))).name).toBe('AccessDeniedException');
});

test('deletion waits, can be called off, and then takes everything along', async () => {
  const { range, kms, clock } = setup();
  const events: RangeEvent[] = [];
  range.events.subscribe((event) => void (event['detail-type'].startsWith('KMS CMK') && events.push(event)));
  const KeyId = await made(kms);
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: text }));
  expect((await refusal(kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 3 })))).name).toBe('ValidationException');
  const schedule = () => kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  expect((await schedule()).DeletionDate).toEqual(new Date(Date.parse(NOW) + 7 * DAY * 1000));
  expect((await refusal(kms.send(new DecryptCommand({ CiphertextBlob })))).name).toBe('KMSInvalidStateException');
  clock.advance(6 * DAY);
  await kms.send(new CancelKeyDeletionCommand({ KeyId }));
  clock.advance(2 * DAY);
  expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState).toBe('Disabled');
  await schedule();
  clock.advance(7 * DAY + 60);
  expect((await refusal(kms.send(new DescribeKeyCommand({ KeyId })))).name).toBe('NotFoundException');
  expect((await refusal(kms.send(new DecryptCommand({ CiphertextBlob })))).name).toBe('AccessDeniedException');
  expect(events).toMatchObject([{ 'detail-type': 'KMS CMK Deletion', detail: { 'key-id': KeyId.split('/')[1] }, resources: [KeyId] }]);
});

test('rotation turns by the calendar', async () => {
  const { kms, clock } = setup();
  const KeyId = await made(kms);
  expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled).toBe(false);
  await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
  clock.advance(181 * DAY);
  expect((await kms.send(new ListKeyRotationsCommand({ KeyId }))).Rotations).toMatchObject([
    { RotationType: 'AUTOMATIC' },
    { RotationType: 'AUTOMATIC' },
  ]);
  const signing = await made(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  expect((await refusal(kms.send(new EnableKeyRotationCommand({ KeyId: signing })))).name).toBe('UnsupportedOperationException');
});

test('a grant lets one role do some things, with one context, until it is taken back', async () => {
  const { range, kms } = setup();
  const KeyId = await made(kms);
  const grantee = as(range, 'crm').kms;
  const EncryptionContext = { case: '7' };
  const encrypt = (more: object = { EncryptionContext }) => grantee.send(new EncryptCommand({ KeyId, Plaintext: text, ...more }));
  expect((await refusal(encrypt())).name).toBe('AccessDeniedException');
  const asked = { KeyId, Name: 'g', GranteePrincipal: role('crm'), RetiringPrincipal: role('mlops'), Operations: ['Encrypt' as const] };
  const create = () => kms.send(new CreateGrantCommand({ ...asked, Constraints: { EncryptionContextSubset: EncryptionContext } }));
  const { GrantId = '' } = await create();
  expect((await create()).GrantId).toBe(GrantId);
  await encrypt();
  expect((await refusal(encrypt({}))).name).toBe('AccessDeniedException');
  expect((await refusal(grantee.send(new DescribeKeyCommand({ KeyId })))).name).toBe('AccessDeniedException');
  expect((await kms.send(new ListGrantsCommand({ KeyId }))).Grants).toMatchObject([{ GrantId, Operations: ['Encrypt'] }]);
  await as(range, 'mlops').kms.send(new RetireGrantCommand({ KeyId, GrantId }));
  expect((await refusal(encrypt())).name).toBe('AccessDeniedException');
  expect((await refusal(kms.send(new RevokeGrantCommand({ KeyId, GrantId })))).name).toBe('InvalidGrantIdException');
});

test('keys and aliases are listed to their account, page by page', async () => {
  const { kms, other } = setup();
  for (const _ of [1, 2]) await made(kms);
  const page = await kms.send(new ListKeysCommand({ Limit: 1 }));
  expect(page).toMatchObject({ Truncated: true, Keys: [{}] });
  expect((await kms.send(new ListKeysCommand({ Marker: page.NextMarker }))).Truncated).toBe(false);
  expect((await refusal(kms.send(new ListKeysCommand({ Marker: 'elsewhere' })))).name).toBe('InvalidMarkerException');
  expect((await other.send(new ListAliasesCommand({}))).Aliases).toMatchObject([{ AliasName: 'alias/cordon-signing' }]);
});
