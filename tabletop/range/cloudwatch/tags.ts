import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { operation, type Context, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { Table } from '../store.ts';
import { requestTags, resourceTags, tagList, tagMap, tagProblem, withoutTags, type TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';
import { invalid } from './faults.ts';
import { alarmsOf } from './state.ts';

/** By the ARN of an alarm. */
export const alarmTagsOf = (world: World): Table<TagMap> => world.store.table<TagMap>('cloudwatch.tags');

const tagged = (context: Context, arn: string): TagMap => {
  if (alarmsOf(context.world).get(arn)?.account !== context.account)
    throw new AwsFault('ResourceNotFoundException', `Unknown resource ${arn}`, {
      status: 404,
      members: { ResourceType: 'Alarm', ResourceId: arn },
    });
  return alarmTagsOf(context.world).get(arn) ?? {};
};
const accessOf = (context: Context, action: string, arn: string, more: Readonly<Record<string, readonly string[]>> = {}) => [
  { action: `cloudwatch:${action}`, resource: arn, context: { ...resourceTags(alarmTagsOf(context.world).get(arn)), ...more } },
];

const tag = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  trail: 'write',
  access: (input, context) => accessOf(context, 'TagResource', input.ResourceARN, requestTags(tagMap(input.Tags))),
  run: (input, context) => {
    const before = tagged(context, input.ResourceARN);
    const problem = tagProblem(before, tagMap(input.Tags));
    if (problem !== undefined) throw invalid(problem);
    alarmTagsOf(context.world).put(input.ResourceARN, { ...before, ...tagMap(input.Tags) });
    return {};
  },
});
const untag = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  trail: 'write',
  access: (input, context) => accessOf(context, 'UntagResource', input.ResourceARN, { 'aws:TagKeys': input.TagKeys }),
  run: (input, context) => {
    alarmTagsOf(context.world).put(input.ResourceARN, withoutTags(tagged(context, input.ResourceARN), input.TagKeys));
    return {};
  },
});
const list = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  trail: 'read',
  access: (input, context) => accessOf(context, 'ListTagsForResource', input.ResourceARN),
  run: (input, context) => ({ Tags: tagList(tagged(context, input.ResourceARN)) }),
});
export const TAG_OPERATIONS: Readonly<Record<string, Operation>> = {
  TagResource: tag,
  UntagResource: untag,
  ListTagsForResource: list,
};
