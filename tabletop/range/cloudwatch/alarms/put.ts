import type {
  PutCompositeAlarmCommandInput,
  PutCompositeAlarmCommandOutput,
  PutMetricAlarmCommandInput,
  PutMetricAlarmCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { operation, type Context, type Operation } from '../../operation.ts';
import type { Access } from '../../policy/evaluate.ts';
import { requestTags, resourceTags, tagMap, tagProblem, type TagMap } from '../../tag-keys.ts';
import { notSimulated, refused } from '../faults.ts';
import { alarmArn, alarmsOf } from '../state.ts';
import { alarmTagsOf } from '../tags.ts';
import { alarmsIn, parseRule } from './rule.ts';
import { watchOf } from './watch.ts';
import { writeAlarm, type Written } from './write.ts';

interface Common {
  readonly AlarmName: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled?: boolean;
  readonly OKActions?: readonly string[];
  readonly AlarmActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}
const MOST_ACTIONS = 5;
const TOLD = /^arn:[^:]+:(sns:[^:]+:\d{12}:.+|autoscaling:[^:]+:\d{12}:scalingPolicy:.+)$/;
const actionsOf = (given: readonly string[] = []): readonly string[] => {
  if (given.length > MOST_ACTIONS) throw refused(`At most ${MOST_ACTIONS} actions per state.`);
  const other = given.find((arn) => !TOLD.test(arn));
  if (other !== undefined && !other.startsWith('arn:')) throw refused(`Invalid arn syntax: ${other}`);
  if (other !== undefined) throw notSimulated(`run the action ${other}`);
  return given;
};
const commonOf = (given: Common): Omit<Written, 'watch' | 'rule'> => ({
  name: given.AlarmName,
  actionsEnabled: given.ActionsEnabled ?? true,
  okActions: actionsOf(given.OKActions),
  alarmActions: actionsOf(given.AlarmActions),
  insufficientActions: actionsOf(given.InsufficientDataActions),
  ...(given.AlarmDescription === undefined ? {} : { description: given.AlarmDescription }),
});
const accessOf =
  (action: string) =>
  (input: Common, context: Context): readonly Access[] => {
    const resource = alarmArn(context, input.AlarmName);
    const tags = tagMap(input.Tags);
    const keys = { ...resourceTags(alarmTagsOf(context.world).get(resource)), ...requestTags(tags) };
    const actions = [...(input.OKActions ?? []), ...(input.AlarmActions ?? []), ...(input.InsufficientDataActions ?? [])];
    const asked = { resource, context: { ...keys, ...(actions.length === 0 ? {} : { 'cloudwatch:AlarmActions': actions }) } };
    return [
      { action: `cloudwatch:${action}`, ...asked },
      ...(Object.keys(tags).length === 0 ? [] : [{ action: 'cloudwatch:TagResource', ...asked }]),
    ];
  };
/** Tags count when an alarm is made; on one that is there they are passed over. */
const firstTags = (context: Context, name: string, given: Common['Tags']): TagMap | undefined => {
  const arn = alarmArn(context, name);
  if (given === undefined || alarmsOf(context.world).get(arn) !== undefined) return undefined;
  const problem = tagProblem({}, tagMap(given));
  if (problem !== undefined) throw refused(problem);
  return tagMap(given);
};
const otherKind = (context: Context, name: string, isComposite: boolean): void => {
  const known = alarmsOf(context.world).get(alarmArn(context, name));
  if (known !== undefined && (known.rule !== undefined) !== isComposite)
    throw refused(`An alarm with the name ${name} exists already, and it is a ${isComposite ? 'metric' : 'composite'} alarm.`);
};

const putMetricAlarm = operation<PutMetricAlarmCommandInput, PutMetricAlarmCommandOutput>({
  trail: 'write',
  access: accessOf('PutMetricAlarm'),
  run: (input, context) => {
    otherKind(context, input.AlarmName, false);
    const [common, watch, tags] = [commonOf(input), watchOf(input), firstTags(context, input.AlarmName, input.Tags)];
    const { arn } = writeAlarm(context.world, context, { ...common, watch }, context.now);
    if (tags !== undefined) alarmTagsOf(context.world).put(arn, tags);
    return {};
  },
});

const putCompositeAlarm = operation<PutCompositeAlarmCommandInput, PutCompositeAlarmCommandOutput>({
  trail: 'write',
  access: accessOf('PutCompositeAlarm'),
  run: (input, context) => {
    otherKind(context, input.AlarmName, true);
    if (input.ActionsSuppressor !== undefined) throw notSimulated('suppress the actions of composite alarms');
    const named = (rule: string): readonly string[] =>
      alarmsIn(parseRule(rule)).map((name) => (name.startsWith('arn:') ? name : alarmArn(context, name)));
    const own = alarmArn(context, input.AlarmName);
    const missing = named(input.AlarmRule).find((arn) => arn !== own && alarmsOf(context.world).get(arn) === undefined);
    if (missing !== undefined) throw refused(`Could not save the composite alarm as alarms [${missing}] in the alarm rule do not exist`);
    const reaches = (arn: string): boolean => arn === own || named(alarmsOf(context.world).get(arn)?.rule ?? 'TRUE').some(reaches);
    if (named(input.AlarmRule).some(reaches)) throw refused('Could not save the composite alarm as it would create a circular dependency');
    const [common, tags] = [commonOf(input), firstTags(context, input.AlarmName, input.Tags)];
    const { arn } = writeAlarm(context.world, context, { ...common, rule: input.AlarmRule }, context.now);
    if (tags !== undefined) alarmTagsOf(context.world).put(arn, tags);
    return {};
  },
});
export const PUT_OPERATIONS: Readonly<Record<string, Operation>> = { PutMetricAlarm: putMetricAlarm, PutCompositeAlarm: putCompositeAlarm };
