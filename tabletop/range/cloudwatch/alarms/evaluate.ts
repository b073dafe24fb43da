import type { World } from '../../world.ts';
import { datapointDelay } from '../behaviours.ts';
import { sourcesOf } from '../sources.ts';
import { alarmArn, alarmsOf, type Alarm, type Watch } from '../state.ts';
import { storedSource } from '../stored.ts';
import { verdict } from '../verdict.ts';
import { forgetLook, lookAt, minuteAfter, nextLook } from '../wake.ts';
import { changeState } from './change.ts';
import { reasonDataOf, reasonOf } from './reason.ts';
import { holds, parseRule } from './rule.ts';
import { lookedAt, reachOf, type Looked } from './values.ts';

/** Whether wavering may carry the value over the threshold although nothing else changes. */
const isClose = (world: World, { queries, threshold }: Watch, looked: readonly Looked[]): boolean => {
  const waver = Math.max(
    0,
    ...queries.flatMap(({ stat }) => (stat === undefined ? [] : sourcesOf(world).map((source) => source.waver?.(stat.metric) ?? 0))),
  );
  if (waver === 0) return false;
  // What an expression makes of wavering values is not followed.
  if (queries.length > 1) return true;
  return looked.some(({ value }) => value !== undefined && Math.abs(value - threshold) <= 2.5 * waver * Math.abs(value));
};

const evaluateMetric = (world: World, alarm: Alarm, watch: Watch, at: number): boolean => {
  const looked = lookedAt(world, alarm, watch, at);
  const values = looked.map(({ value }) => value);
  const state = verdict(watch, values, alarm.state);
  const why = { reason: reasonOf(watch, looked, alarm.state, state), reasonData: reasonDataOf(watch, looked, at) };
  changeState(world, alarm, state, why, at);
  return isClose(world, watch, looked);
};

/** A rule may name a composite alarm: again and again, until nothing changes. Rules have no cycles, so that ends. */
export const evaluateComposites = (world: World, at: number): void => {
  const composites = () =>
    alarmsOf(world)
      .values()
      .filter(({ rule }) => rule !== undefined);
  for (let round = composites().length; round > 0; round -= 1) {
    for (const alarm of composites()) {
      const rule = parseRule(alarm.rule ?? '');
      const stateOf = (name: string) => alarmsOf(world).get(name.startsWith('arn:') ? name : alarmArn(alarm, name))?.state;
      const isTrue = holds(rule, stateOf);
      changeState(
        world,
        alarm,
        isTrue ? 'ALARM' : 'OK',
        {
          reason: `${alarm.arn} is ${isTrue ? 'in ALARM' : 'OK'}: its rule is ${isTrue}`,
          reasonData: JSON.stringify({ triggeringAlarms: [] }),
        },
        at,
      );
    }
  }
};

/** When they have to be looked at again, if nobody changes anything: at once while a change is still inside what they look at. */
const againAfter = (world: World, reach: number, at: number): number | undefined => {
  const cuts = [storedSource, ...sourcesOf(world)].flatMap((source) => source.nextCut(world, at - reach) ?? []);
  return cuts.length === 0 ? undefined : minuteAfter(world, Math.max(at, Math.min(...cuts)));
};
const evaluateAll = (world: World, at: number): void => {
  const watched = alarmsOf(world)
    .values()
    .flatMap((alarm) => (alarm.watch === undefined ? [] : [{ alarm, watch: alarm.watch }]));
  const isClosest = watched.map(({ alarm, watch }) => evaluateMetric(world, alarm, watch, at)).includes(true);
  evaluateComposites(world, at);
  if (watched.length === 0) return;
  const late = (world.lasts(datapointDelay) * 1000) / world.time.pace;
  const reach = Math.max(...watched.map(({ watch }) => reachOf(world, watch))) + late;
  const again = isClosest ? minuteAfter(world, at) : againAfter(world, reach, at);
  if (again !== undefined) lookAt(world, again);
};

export const startAlarms = (world: World): void =>
  world.timers.on('alarms', ({ instant }) => {
    // An earlier look was asked for after this one: that one has done its work.
    if (typeof instant !== 'number' || instant !== nextLook(world)) return;
    forgetLook(world);
    // Its own instant, also where nobody looked for hours.
    evaluateAll(world, instant);
  });
