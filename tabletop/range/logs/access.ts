import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { resourceTags } from '../tag-keys.ts';
import { noGroup } from './faults.ts';
import { groupNamed } from './read.ts';
import { groupArn, logTagsOf, type LogGroup } from './state.ts';

type Keys = Readonly<Record<string, readonly string[]>>;
/** Groups are asked for with the colon and star that their ARN ends with in policies. */
export const onGroup = (action: string, context: Context, group: string, more: Keys = {}): readonly Access[] => [
  {
    action: `logs:${action}`,
    resource: `${groupArn(context, group)}:*`,
    context: { ...resourceTags(logTagsOf(context.world).get(groupArn(context, group))), ...more },
  },
];
export const onStream = (action: string, context: Context, group: string, stream: string): readonly Access[] => [
  { action: `logs:${action}`, resource: `${groupArn(context, group)}:log-stream:${stream}` },
];
export const onAll = (action: string): readonly Access[] => [{ action: `logs:${action}`, resource: '*' }];

export const groupFor = (context: Context, name: string): LogGroup => {
  const group = groupNamed(context.world, context, name);
  if (group === undefined) throw noGroup();
  return group;
};
/** Operations take a name, or a name or ARN as identifier, but not both. */
export const named = (name: string | undefined, identifier: string | undefined): string =>
  name ?? identifier?.replace(/^arn:[^:]+:logs:[^:]+:\d+:log-group:/, '').replace(/:\*$/, '') ?? '';
