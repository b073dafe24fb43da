import type {
  DeleteAlarmsCommandInput,
  DeleteAlarmsCommandOutput,
  DisableAlarmActionsCommandInput,
  DisableAlarmActionsCommandOutput,
  EnableAlarmActionsCommandInput,
  EnableAlarmActionsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { operation, type Context, type Operation } from '../../operation.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { refused } from '../faults.ts';
import { alarmArn, alarmsOf, type Alarm } from '../state.ts';
import { alarmTagsOf } from '../tags.ts';
import { alarmsNamed, onAlarms } from './named.ts';
import { announceConfiguration } from './announce.ts';
import { remember } from './history.ts';
import { alarmsIn, parseRule } from './rule.ts';

const notFound = (name: string): AwsFault =>
  new AwsFault('ResourceNotFound', `The following alarms do not exist: ${name}`, { status: 404 });
const remove = operation<DeleteAlarmsCommandInput, DeleteAlarmsCommandOutput>({
  trail: 'write',
  access: (input, context) => onAlarms('DeleteAlarms')(input.AlarmNames, context),
  run: (input, context) => {
    const { world, now } = context;
    const found = alarmsNamed(context, input.AlarmNames);
    const missing = input.AlarmNames.find((name) => !found.some((alarm) => alarm.name === name));
    if (missing !== undefined) throw notFound(missing);
    if (found.length > 1 && found.some(({ rule }) => rule !== undefined))
      throw refused('A composite alarm must be deleted alone: at most one composite alarm, and no metric alarm, per call.');
    const gone = new Set(found.map(({ arn }) => arn));
    const parent = alarmsOf(world)
      .values()
      .find(
        ({ rule, arn }) =>
          rule !== undefined &&
          !gone.has(arn) &&
          alarmsIn(parseRule(rule)).some((name) => gone.has(name.startsWith('arn:') ? name : alarmArn(context, name))),
      );
    if (parent !== undefined) throw refused(`Alarms are named by the rule of the composite alarm ${parent.name} and cannot be deleted.`);
    for (const alarm of found) {
      alarmsOf(world).remove(alarm.arn);
      alarmTagsOf(world).remove(alarm.arn);
      remember(world, alarm, now, 'ConfigurationUpdate', `Alarm "${alarm.name}" deleted`, { deletedAlarm: { alarmName: alarm.name } });
      announceConfiguration(world, alarm, 'delete', now);
    }
    return {};
  },
});

const switched = (context: Context, names: readonly string[], actionsEnabled: boolean): void => {
  for (const alarm of alarmsNamed(context, names)) {
    if (alarm.actionsEnabled === actionsEnabled) continue;
    const changed: Alarm = { ...alarm, actionsEnabled, configuredAt: context.now };
    alarmsOf(context.world).put(alarm.arn, changed);
    remember(context.world, changed, context.now, 'ConfigurationUpdate', `Alarm "${alarm.name}" updated`, {
      updatedAlarm: { actionsEnabled },
    });
    announceConfiguration(context.world, changed, 'update', context.now);
  }
};
const enable = operation<EnableAlarmActionsCommandInput, EnableAlarmActionsCommandOutput>({
  trail: 'write',
  access: (input, context) => onAlarms('EnableAlarmActions')(input.AlarmNames, context),
  run: (input, context) => {
    switched(context, input.AlarmNames, true);
    return {};
  },
});
const disable = operation<DisableAlarmActionsCommandInput, DisableAlarmActionsCommandOutput>({
  trail: 'write',
  access: (input, context) => onAlarms('DisableAlarmActions')(input.AlarmNames, context),
  run: (input, context) => {
    switched(context, input.AlarmNames, false);
    return {};
  },
});
export const MODIFY_OPERATIONS: Readonly<Record<string, Operation>> = {
  DeleteAlarms: remove,
  EnableAlarmActions: enable,
  DisableAlarmActions: disable,
};
