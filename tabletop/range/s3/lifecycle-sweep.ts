import { isObject, type JsonObject } from '../../../core/json.ts';
import type { World } from '../world.ts';
import { lifecycleSweep } from './behaviours.ts';
import type { Cause } from './events.ts';
import { abortsAfter, dueAfter, expiresAt, isAbout, noncurrentOf, sweepsLoneMarkers } from './lifecycle-rules.ts';
import { eraseVersion, layMarker } from './remove.ts';
import { settingOf } from './settings.ts';
import { bucketsOf, objectsOf, versionsOf, type Bucket, type StoredObject } from './state.ts';
import { uploadsOf } from './uploads.ts';
import { isLocked } from './write.ts';

export const LIFECYCLE = 'LifecycleConfiguration';
const DAY_SECONDS = 86_400;
const rulesOf = (bucket: Bucket): readonly JsonObject[] => {
  const rules = settingOf(bucket, LIFECYCLE)?.['Rules'];
  return Array.isArray(rules) ? rules.filter(isObject).filter(({ Status }) => Status === 'Enabled') : [];
};
const cause = (world: World, now: number): Cause => ({
  requester: 's3.amazonaws.com',
  requestId: world.ids.code('lifecycle', 16),
  sourceIp: 's3.amazonaws.com',
  now,
});

const expireCurrent = (world: World, bucket: Bucket, { key, versions }: StoredObject, rule: JsonObject, now: number): void => {
  const [current, ...older] = versions;
  if (current === undefined) return;
  if (current.blob === undefined) {
    // A marker with nothing under it is in nobody's way, and is swept away.
    if (older.length === 0 && sweepsLoneMarkers(rule)) eraseVersion(world, bucket, key, current, cause(world, now), 'Lifecycle Expiration');
    return;
  }
  const at = expiresAt(rule, current);
  if (at === undefined || at > now || !isAbout(rule, key, current)) return;
  if (bucket.versioning !== undefined) layMarker(world, bucket, key, cause(world, now), 'Lifecycle Expiration');
  else eraseVersion(world, bucket, key, current, cause(world, now), 'Lifecycle Expiration');
};
/** A version is overtaken when the next newer one is made; a lock outlasts every rule. */
const expireOvertaken = (world: World, bucket: Bucket, { key }: StoredObject, rule: JsonObject, now: number): void => {
  const limit = noncurrentOf(rule);
  if (limit === undefined) return;
  const versions = versionsOf(world, bucket.name, key);
  const over = versions.filter((version, index) => {
    const newer = versions[index - 1];
    if (newer === undefined || index <= limit.kept || !isAbout(rule, key, version)) return false;
    return dueAfter(newer.at, limit.days) <= now && !isLocked(version, now);
  });
  for (const version of over) eraseVersion(world, bucket, key, version, cause(world, now), 'Lifecycle Expiration');
};
const sweep = (world: World, now: number): void => {
  for (const bucket of bucketsOf(world).values())
    for (const rule of rulesOf(bucket)) {
      for (const object of objectsOf(world).values()) {
        if (object.bucket !== bucket.name) continue;
        expireCurrent(world, bucket, object, rule, now);
        expireOvertaken(world, bucket, object, rule, now);
      }
      const days = abortsAfter(rule);
      if (days === undefined) continue;
      for (const upload of uploadsOf(world).values())
        if (upload.bucket === bucket.name && dueAfter(upload.at, days) <= now) uploadsOf(world).remove(upload.id);
    }
};

const sweeping = (world: World) => world.store.table<number>('s3.sweep');
/** The next midnight by the calendar, which no pace of the clock moves, and some time for S3 to get round to it. */
const plan = (world: World, now: number): void => {
  const midnight = Math.floor(now / (DAY_SECONDS * 1000) + 1) * DAY_SECONDS * 1000;
  const awsSeconds = ((midnight - now) / 1000) * world.time.pace + world.lasts(lifecycleSweep);
  sweeping(world).put('next', midnight);
  world.timers.add('s3-lifecycle', awsSeconds, {});
};
/** Nights are counted while some bucket has a rule. */
export const keepSweeping = (world: World): void => {
  if (sweeping(world).get('next') === undefined) plan(world, world.time.now());
};
export const startS3 = (world: World): void =>
  world.timers.on('s3-lifecycle', (_data, at) => {
    sweep(world, at);
    sweeping(world).remove('next');
    if (
      bucketsOf(world)
        .values()
        .some((bucket) => rulesOf(bucket).length > 0)
    )
      plan(world, at);
  });
