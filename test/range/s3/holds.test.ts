import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
} from '@aws-sdk/client-s3';
import { as, HUB, NOW, refusal, stillRange } from '../clients.ts';

const Bucket = 'nb-cordon-evidence';
const YEAR_MS = 365 * 86_400_000;
const governed = async () => {
  const { range } = stillRange();
  const until = new Date(Date.parse(NOW) + YEAR_MS);
  const { VersionId } = await as(range, HUB).s3.send(
    new PutObjectCommand({ Bucket, Key: 'g', Body: '1', ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until }),
  );
  const owner = as(range, 'NORTHBANK-EVIDENCE-ADMIN').s3;
  const hold = (Status: 'ON' | 'OFF') => owner.send(new PutObjectLegalHoldCommand({ Bucket, Key: 'g', VersionId, LegalHold: { Status } }));
  return { owner, hold, at: { Bucket, Key: 'g', VersionId, BypassGovernanceRetention: true } };
};

test('a legal hold outlasts GOVERNANCE and whoever may bypass it', async () => {
  const { owner, hold, at } = await governed();
  await hold('ON');
  expect((await refusal(owner.send(new DeleteObjectCommand(at)))).name).toBe('AccessDenied');
  await owner.send(new GetObjectCommand(at));
  await hold('OFF');
  await owner.send(new DeleteObjectCommand(at));
});

test('a legal hold keeps the version, not its retention', async () => {
  const { owner, hold, at } = await governed();
  await hold('ON');
  await owner.send(new PutObjectRetentionCommand({ ...at, Retention: {} }));
  expect((await refusal(owner.send(new DeleteObjectCommand(at)))).name).toBe('AccessDenied');
});
