import type { Context } from '../../operation.ts';
import { resourceTags } from '../../tag-keys.ts';
import { alarmArn, alarmsOf, type Alarm } from '../state.ts';
import { alarmTagsOf } from '../tags.ts';

/** What IAM is asked for a call on named alarms. */
export const onAlarms = (action: string) => (names: readonly string[], context: Context) =>
  names.map((name) => {
    const resource = alarmArn(context, name);
    return { action: `cloudwatch:${action}`, resource, context: resourceTags(alarmTagsOf(context.world).get(resource)) };
  });
/** Those of them that there are. */
export const alarmsNamed = (context: Context, names: readonly string[]): readonly Alarm[] =>
  names.flatMap((name) => alarmsOf(context.world).get(alarmArn(context, name)) ?? []);
