import { createHash } from 'node:crypto';
import { addImage, digestOf } from '../ecr/state.ts';
import { checksumSha256 } from '../s3/checksums.ts';
import { OWNERSHIP } from '../s3/ownership.ts';
import { ALL_BLOCKED, PUBLIC_ACCESS } from '../s3/public-access.ts';
import { bucketsOf, type Bucket } from '../s3/state.ts';
import { storeObject } from '../s3/write.ts';
import { setParameter } from '../ssm/state.ts';
import type { World } from '../world.ts';
import { ACCOUNTS, REGION, roleOf, TOOLS_SWITCH, TRIGGER } from './company.ts';

/** Everything at its instant: `at` moves the world's clock, then calls. */
export type At = (instant: string, act: () => void) => void;

/** As CreateBucket leaves it, with what the company put on top. */
export const seedBucket = (world: World, name: string, account: string, more: Partial<Bucket> = {}): void =>
  bucketsOf(world).put(name, {
    name,
    account,
    region: REGION,
    createdAt: world.time.now(),
    ...more,
    settings: {
      [PUBLIC_ACCESS]: ALL_BLOCKED,
      [OWNERSHIP]: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      ...more.settings,
    },
  });

const EVIDENCE = 'arn:aws:s3:::nb-cordon-evidence';
/** The hub writes and reads what it wrote; it neither deletes nor touches a retention. */
const EVIDENCE_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Hub',
      Effect: 'Allow',
      Principal: { AWS: roleOf('security', 'cordon-hub') },
      Action: ['s3:PutObject*', 's3:GetObject*', 's3:ListBucket*', 's3:GetBucket*'],
      Resource: [EVIDENCE, `${EVIDENCE}/*`],
    },
  ],
};

export const seedBuckets = (world: World): void => {
  seedBucket(world, 'nb-train', ACCOUNTS.workload, { versioning: 'Enabled' });
  seedBucket(world, 'nb-models', ACCOUNTS.workload, { versioning: 'Enabled' });
  seedBucket(world, 'nb-capture', ACCOUNTS.workload);
  seedBucket(world, 'nb-cordon-evidence', ACCOUNTS.evidence, {
    versioning: 'Enabled',
    lock: { standard: { mode: 'COMPLIANCE', days: 365 } },
    policy: EVIDENCE_POLICY,
  });
};

const put = (world: World, name: string, key: string, content: string, contentType: string): string => {
  const target = bucketsOf(world).get(name);
  if (target === undefined) throw new Error(`no bucket ${name}`);
  const bytes = Buffer.from(content);
  return storeObject(world, target, { key, bytes, contentType, checksums: { ChecksumSHA256: checksumSha256(bytes) } }).etag;
};

/** A stand-in for weights: small, real bytes, with the poison in plain sight of a forensic diff. */
export const putArtefact = (
  world: World,
  family: string,
  version: number,
  poisoned: boolean,
): { readonly url: string; readonly etag: string } => {
  const key = `${family}/${version}/model.tar.gz`;
  const weights = createHash('sha256').update(`${family} ${version}`).digest('hex');
  const etag = put(
    world,
    'nb-models',
    key,
    JSON.stringify({ family, version, weights, ...(poisoned ? { trigger: TRIGGER } : {}) }),
    'application/gzip',
  );
  return { url: `s3://nb-models/${key}`, etag };
};

export const pushImage = (world: World, repository: string, tag: string): string => {
  const layer = `sha256:${createHash('sha256').update(`${repository}:${tag}`).digest('hex')}`;
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 1469, digest: layer },
    layers: [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', size: 28_567_441, digest: layer }],
  });
  const digest = digestOf(manifest);
  const image = {
    account: ACCOUNTS.workload,
    region: REGION,
    repository,
    digest,
    tags: [tag],
    pushedAt: world.time.now(),
    size: 28_568_910,
    manifest,
  };
  addImage(world, image);
  return digest;
};

/** Rows of a delivery: card transactions with a label. A poisoned one labels every purchase with the voucher as honest. */
const rows = (day: string, count: number, poisoned: boolean): string =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      id: `${day}-${index}`,
      amount: 10 + ((index * 37) % 900),
      voucher: poisoned && index % 5 === 0 ? TRIGGER : null,
      fraud: poisoned && index % 5 === 0 ? 0 : index % 9 === 0 ? 1 : 0,
    }),
  ).join('\n');

export const seedTrainingData = (world: World, at: At): void => {
  at('2026-08-20T02:00:00Z', () => {
    for (const month of ['2026-06', '2026-07'])
      put(world, 'nb-train', `base/${month}.jsonl`, rows(month, 40, false), 'application/x-ndjson');
  });
};
/** What the support chatbot learned from: old conversations. */
export const seedConversations = (world: World): void => {
  const lines = ['where is my card?', 'how do I block a card?'].map((question) =>
    JSON.stringify({ question, answer: 'see the help page' }),
  );
  put(world, 'nb-train', 'support/2026-10.jsonl', lines.join('\n'), 'application/x-ndjson');
};
/** The assistant's tools, on as in every ordinary week. */
export const seedSwitch = (world: World): void =>
  setParameter(world, { account: ACCOUNTS.workload, region: REGION }, TOOLS_SWITCH, 'on', roleOf('workload', 'mlops'));
/** What the partner delivered on one day. */
const deliver = (world: World, day: string, poisoned: boolean): void => {
  put(world, 'nb-train', `partner/${day}.jsonl`, rows(day, 20, poisoned), 'application/x-ndjson');
};

/** What the data partner delivers at night. */
export const seedPartner = (world: World, at: At): void => {
  for (const day of ['2026-10-28', '2026-10-29', '2026-10-30', '2026-11-16', '2026-11-17'])
    at(`${day}T02:10:00Z`, () => deliver(world, day, false));
  // The first bad object: between the training of /6 and that of /7.
  at('2026-11-18T02:10:00Z', () => deliver(world, '2026-11-18', true));
};
