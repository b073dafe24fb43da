import { historyOf } from '../cloudtrail/history.ts';
import { writeLogFile } from '../cloudtrail/log-files.ts';
import { FIRST_SELECTORS, trailArn, trailsOf, type Trail } from '../cloudtrail/trail-state.ts';
import type { World } from '../world.ts';
import { ACCOUNTS, REGION, TRAIL, TRAIL_BUCKET } from './company.ts';
import { seedBucket } from './storage.ts';

const DAY = 86_400_000;

const BUCKET = `arn:aws:s3:::${TRAIL_BUCKET}`;
const policyFor = (trail: string) => {
  const writer = {
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Condition: { StringEquals: { 'aws:SourceArn': trail } },
  };
  return {
    Version: '2012-10-17',
    Statement: [
      { ...writer, Sid: 'Look', Action: 's3:GetBucketAcl', Resource: BUCKET },
      { ...writer, Sid: 'Write', Action: 's3:PutObject', Resource: `${BUCKET}/AWSLogs/*` },
    ],
  };
};

/**
 * One trail for the whole company, as every landing zone has; its files go where the investigators are. It is put in when the past is over:
 * of its log files only the last day's are there, as under a lifecycle rule, and its digests begin with the first file that is written now.
 */
export const seedTrail = (world: World, began: number): void => {
  const account = ACCOUNTS.management;
  const arn = trailArn(account, REGION, TRAIL);
  seedBucket(world, TRAIL_BUCKET, ACCOUNTS.security, { createdAt: began, policy: policyFor(arn) });
  const trail: Trail = {
    arn,
    name: TRAIL,
    account,
    homeRegion: REGION,
    bucket: TRAIL_BUCKET,
    isMultiRegion: true,
    isOrganization: true,
    includesGlobal: true,
    validates: false,
    createdAt: began,
    isLogging: true,
    startedAt: began,
    selectors: FIRST_SELECTORS,
    tags: {},
  };
  const now = world.time.now();
  const recent = historyOf(world).filter(({ at }) => at >= now - DAY);
  for (const place of new Map(recent.map(({ account, region }) => [`${account} ${region}`, { account, region }])).values()) {
    const rows = recent.filter(({ account, region }) => account === place.account && region === place.region);
    writeLogFile(
      world,
      trail,
      place,
      rows.map(({ record }) => record),
      rows.at(-1)?.at ?? now,
    );
  }
  trailsOf(world).put(arn, { ...trail, validates: true });
};
