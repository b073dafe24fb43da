import type {
  DeleteAlarmsCommandInput,
  DeleteAlarmsCommandOutput,
  DisableAlarmActionsCommandInput,
  DisableAlarmActionsCommandOutput,
  EnableAlarmActionsCommandInput,
  EnableAlarmActionsCommandOutput,
  SetAlarmStateCommandInput,
  SetAlarmStateCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { operation, type Context, type Operation } from '../../operation.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { resourceTags } from '../../tag-keys.ts';
import { refused } from '../faults.ts';
import { alarmArn, alarmsOf, type Alarm } from '../state.ts';
import { alarmTagsOf } from '../tags.ts';
import { wakeAlarms } from '../wake.ts';
import { announceConfiguration } from './announce.ts';
import { changeState } from './change.ts';
import { evaluateComposites } from './evaluate.ts';
import { remember } from './history.ts';
import { alarmsIn, parseRule } from './rule.ts';

const onAlarms = (action: string) => (names: readonly string[], context: Context) =>
  names.map((name) => {
    const resource = alarmArn(context, name);
    return { action: `cloudwatch:${action}`, resource, context: resourceTags(alarmTagsOf(context.world).get(resource)) };
  });
const notFound = (name: string): AwsFault =>
  new AwsFault('ResourceNotFound', `The following alarms do not exist: ${name}`, { status: 404 });
const alarmsNamed = (context: Context, names: readonly string[]): readonly Alarm[] =>
  names.flatMap((name) => alarmsOf(context.world).get(alarmArn(context, name)) ?? []);

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

const set = operation<SetAlarmStateCommandInput, SetAlarmStateCommandOutput>({
  trail: 'write',
  access: (input, context) => onAlarms('SetAlarmState')([input.AlarmName], context),
  run: (input, context) => {
    const [alarm] = alarmsNamed(context, [input.AlarmName]);
    if (alarm === undefined) throw new AwsFault('ResourceNotFound', `Alarm ${input.AlarmName} does not exist`, { status: 404 });
    const reasonData = input.StateReasonData ?? '';
    try {
      JSON.parse(reasonData === '' ? '{}' : reasonData);
    } catch {
      // What it says must be JSON, and nothing else is said about it.
      throw new AwsFault('InvalidFormatFault', 'StateReasonData is not valid JSON', { status: 400 });
    }
    changeState(context.world, alarm, input.StateValue, { reason: input.StateReason, reasonData }, context.now);
    evaluateComposites(context.world, context.now);
    wakeAlarms(context.world, context.now);
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
  SetAlarmState: set,
  EnableAlarmActions: enable,
  DisableAlarmActions: disable,
};
