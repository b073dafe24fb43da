import type { World } from '../../world.ts';
import { datapointDelay } from '../behaviours.ts';
import { windowsOf } from '../series.ts';
import { sourcesOf } from '../sources.ts';
import { alarmsOf, type Alarm, type Watch } from '../state.ts';
import { storedSource } from '../stored.ts';
import { statistic } from '../summary.ts';
import { breaches } from '../verdict.ts';
import { minuteAfter } from '../wake.ts';
import { lookedAt, reachOf } from './values.ts';

const sources = (world: World) => [storedSource, ...sourcesOf(world)];
/** A value that wavers around its mean may come nearer by twice that much, and a little for what is between. */
const NEAR = 2.5;
const waverOf = (world: World, watch: Watch): number =>
  Math.max(
    0,
    ...watch.queries.flatMap(({ stat }) => (stat === undefined ? [] : sources(world).map((source) => source.waver?.(stat.metric) ?? 0))),
  );

/**
 * Whether nothing that the metric does between two instants can change the alarm's state. It looks minute by minute: a statistic of a longer period lies
 * between those of its minutes, and a sum between so many times the smallest and the largest. `false`: cannot be said so simply.
 */
const isCalm = (world: World, alarm: Alarm, watch: Watch, from: number, until: number): boolean => {
  const stat = watch.isSimple ? watch.queries[0]?.stat : undefined;
  if (stat === undefined) return false;
  const count = Math.ceil(((until - from) * world.time.pace) / 60_000);
  const isSum = stat.stat === 'Sum' || stat.stat === 'SampleCount';
  const waver = NEAR * waverOf(world, watch);
  return windowsOf(world, alarm, stat.metric, { from, period: 60, count, now: until }).every((summary) => {
    const value = summary === undefined ? undefined : statistic(summary, stat.stat);
    if (value === undefined)
      // A minute without values makes a sum smaller, and leaves everything else as it is.
      return alarm.state === 'OK' && watch.missing === 'notBreaching' && !(isSum && watch.operator.startsWith('Less'));
    const scaled = isSum ? value * (watch.period / 60) : value;
    const isFar = Math.abs(scaled - watch.threshold) > waver * Math.abs(scaled);
    return isFar && alarm.state !== 'INSUFFICIENT_DATA' && breaches(watch.operator, scaled, watch.threshold) === (alarm.state === 'ALARM');
  });
};

/** Whether wavering alone may carry it over the threshold. What an expression makes of wavering values is not followed. */
const isNear = (world: World, alarm: Alarm, watch: Watch, at: number): boolean => {
  const waver = waverOf(world, watch);
  if (waver === 0) return false;
  return lookedAt(world, alarm, watch, at).some(
    ({ value }) => value !== undefined && (!watch.isSimple || Math.abs(value - watch.threshold) <= NEAR * waver * Math.abs(value)),
  );
};

/** Changes that are known to come are followed this far; then alarms are looked at again. */
const MOST_CUTS = 12;

/** When alarms have to be looked at next, if nobody changes anything meanwhile; undefined: not at all. */
export const nextChange = (world: World, at: number): number | undefined => {
  const watched = alarmsOf(world)
    .values()
    .flatMap((alarm) => (alarm.watch === undefined ? [] : [{ alarm, watch: alarm.watch }]));
  const late = (world.lasts(datapointDelay) * 1000) / world.time.pace;
  const reach = Math.max(0, ...watched.map(({ watch }) => reachOf(world, watch))) + late;
  const cutAfter = (instant: number): number | undefined => {
    const cuts = sources(world).flatMap((source) => source.nextCut(world, instant) ?? []);
    return cuts.length === 0 ? undefined : Math.min(...cuts);
  };
  const minute = 60_000 / world.time.pace;
  const staysCalm = (cut: number): boolean => {
    // What comes late is not yet what it will be.
    if (late > 0) return false;
    const first = Math.floor((cut - reach) / minute) * minute;
    return watched.every(({ alarm, watch }) => isCalm(world, alarm, watch, first, minuteAfter(world, cut + reach)));
  };
  if (watched.some(({ alarm, watch }) => isNear(world, alarm, watch, at))) return minuteAfter(world, at);
  let cut = cutAfter(at - reach);
  for (let round = 0; round < MOST_CUTS && cut !== undefined && staysCalm(cut); round += 1) cut = cutAfter(cut);
  return cut === undefined ? undefined : minuteAfter(world, Math.max(at, cut));
};
