import { historyOf } from '../cloudtrail/history.ts';
import { writeLogFile } from '../cloudtrail/log-files.ts';
import { FIRST_SELECTORS, trailArn, trailsOf, type Trail } from '../cloudtrail/trail-state.ts';
import { bucketsOf } from '../s3/state.ts';
import type { World } from '../world.ts';
import { ACCOUNTS, REGION, TRAIL, TRAIL_BUCKET } from './company.ts';

const DAY = 86_400_000;

/**
 * One trail for the whole company, as every landing zone has; its files go where the investigators are. It is put in when the past is over: of its log files only the last day's are
 * there, as under a lifecycle rule, and its digests begin with the first file that is written from now on.
 */
export const seedTrail = (world: World, began: number): void => {
  const account = ACCOUNTS.management;
  bucketsOf(world).put(TRAIL_BUCKET, { name: TRAIL_BUCKET, account: ACCOUNTS.security, region: REGION, createdAt: began, allow: [] });
  const arn = trailArn(account, REGION, TRAIL);
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
