import type { World } from '../../world.ts';
import { alarmArn, alarmsOf, type Alarm, type Place } from '../state.ts';
import { armAlarms, wakeAlarms } from '../wake.ts';
import { announceConfiguration } from './announce.ts';
import { evaluateComposites } from './evaluate.ts';
import { remember } from './history.ts';

export type Written = Pick<
  Alarm,
  'name' | 'actionsEnabled' | 'okActions' | 'alarmActions' | 'insufficientActions' | 'description' | 'watch' | 'rule'
>;

/** The state function behind both kinds: a new alarm has no state yet, an old one keeps its own until it is looked at. */
export const writeAlarm = (world: World, place: Place, written: Written, at: number): Alarm => {
  const arn = alarmArn(place, written.name);
  const before = alarmsOf(world).get(arn);
  const fresh = {
    state: 'INSUFFICIENT_DATA',
    reason: 'Unchecked: Initial alarm creation',
    reasonData: '',
    updatedAt: at,
    transitionedAt: at,
  } as const;
  const { state, reason, reasonData, updatedAt, transitionedAt } = before ?? fresh;
  const { account, region } = place;
  const alarm: Alarm = { arn, account, region, ...written, state, reason, reasonData, updatedAt, transitionedAt, configuredAt: at };
  alarmsOf(world).put(arn, alarm);
  remember(world, alarm, at, 'ConfigurationUpdate', `Alarm "${alarm.name}" ${before === undefined ? 'created' : 'updated'}`, {
    [before === undefined ? 'createdAlarm' : 'updatedAlarm']: { alarmName: alarm.name, alarmArn: arn },
  });
  announceConfiguration(world, alarm, before === undefined ? 'create' : 'update', at);
  armAlarms(world);
  if (alarm.rule === undefined) wakeAlarms(world, at);
  else evaluateComposites(world, at);
  return alarm;
};
