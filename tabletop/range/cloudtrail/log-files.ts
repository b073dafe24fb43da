import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../../core/json.ts';
import { instantOf } from '../../../core/time.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { logFileDelay } from './behaviours.ts';
import { noteLogFile } from './digests.ts';
import { deliver } from './trail-bucket.ts';
import { folderOf } from './log-folder.ts';
import { trailsOf, type Trail } from './trail-state.ts';

interface Pending {
  readonly trail: string;
  readonly account: string;
  readonly region: string;
  readonly record: JsonObject;
}
/** Records that are not in a file yet: `<trail>|<account>|<region>|<count>`. */
const pendingOf = (world: World): Table<Pending> => world.store.table<Pending>('cloudtrail.pending');
/** Files that are being filled: when they were opened, milliseconds. */
const openOf = (world: World): Table<number> => world.store.table<number>('cloudtrail.open-file');

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A trail collects for some minutes and then writes one file per account and Region. */
export const awaitDelivery = (world: World, trails: readonly Trail[], record: JsonObject): void => {
  const [account, region] = [text(record['recipientAccountId']), text(record['awsRegion'])];
  for (const { arn } of trails) {
    const file = `${arn}|${account}|${region}`;
    const count = String(world.ids.count('trail-pending')).padStart(9, '0');
    pendingOf(world).put(`${file}|${count}`, { trail: arn, account, region, record });
    if (openOf(world).get(file) !== undefined) continue;
    openOf(world).put(file, world.time.now());
    world.timers.add('trail-file', world.lasts(logFileDelay), { file });
  }
};

/** `20261120T0300Z`. */
const minuteOf = (at: number): string => instantOf(at).slice(0, 16).replace(/[-:]/g, '').concat('Z');
/** Writes one log file now and answers its key; undefined: the bucket did not take it. */
export const writeLogFile = (
  world: World,
  trail: Trail,
  place: { readonly account: string; readonly region: string },
  records: readonly JsonObject[],
  at: number,
): string | undefined => {
  const { account, region } = place;
  const content = JSON.stringify({ Records: records });
  const name = `${account}_CloudTrail_${region}_${minuteOf(at)}_${world.ids.code('trail-file', 16)}.json.gz`;
  const key = `${folderOf(world, trail, 'CloudTrail', place, at)}/${name}`;
  if (!deliver(world, trail, key, gzipSync(content), at)) return undefined;
  if (trail.validates) {
    const times = records.map(({ eventTime }) => text(eventTime)).sort();
    noteLogFile(world, trail, place, {
      key,
      hash: createHash('sha256').update(content).digest('hex'),
      newest: times.at(-1) ?? '',
      oldest: times[0] ?? '',
    });
  }
  return key;
};

export const startLogFiles = (world: World): void =>
  world.timers.on('trail-file', ({ file }, at) => {
    const prefix = `${text(file)}|`;
    openOf(world).remove(text(file));
    const rows = pendingOf(world)
      .entries()
      .filter(([key]) => key.startsWith(prefix));
    for (const [key] of rows) pendingOf(world).remove(key);
    const [first] = rows;
    const trail = first === undefined ? undefined : trailsOf(world).get(first[1].trail);
    // A trail that was deleted meanwhile writes nothing any more.
    if (first === undefined || trail === undefined) return;
    writeLogFile(
      world,
      trail,
      first[1],
      rows.map(([, { record }]) => record),
      at,
    );
  });
