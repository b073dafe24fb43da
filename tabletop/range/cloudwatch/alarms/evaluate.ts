import type { World } from '../../world.ts';
import { alarmArn, alarmsOf, type Alarm, type Watch } from '../state.ts';
import { verdict } from '../verdict.ts';
import { forgetLook, lookAt, nextLook } from '../wake.ts';
import { changeState } from './change.ts';
import { reasonDataOf, reasonOf } from './reason.ts';
import { nextChange } from './calm.ts';
import { holds, parseRule } from './rule.ts';
import { lookedAt } from './values.ts';

const evaluateMetric = (world: World, alarm: Alarm, watch: Watch, at: number): void => {
  const looked = lookedAt(world, alarm, watch, at);
  const values = looked.map(({ value }) => value);
  const state = verdict(watch, values, alarm.state);
  const why = { reason: reasonOf(watch, looked, alarm.state, state), reasonData: reasonDataOf(watch, looked, at) };
  changeState(world, alarm, state, why, at);
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

const evaluateAll = (world: World, at: number): void => {
  for (const alarm of alarmsOf(world).values()) if (alarm.watch !== undefined) evaluateMetric(world, alarm, alarm.watch, at);
  evaluateComposites(world, at);
  const again = nextChange(world, at);
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
