import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, resourceTags, tagList, tagMap, tagProblem, withoutTags, type TagMap } from '../tag-keys.ts';
import { busAt } from './find-bus.ts';
import { busesOf, rulesOf } from './state.ts';

interface Tagged {
  readonly tags: TagMap;
  readonly save: (tags: TagMap) => void;
}
const taggedAt = ({ world, account }: Context, arn: string): Tagged | undefined => {
  const rule = rulesOf(world).get(arn);
  if (rule?.account === account) return { tags: rule.tags, save: (tags) => rulesOf(world).put(arn, { ...rule, tags }) };
  const bus = arn.includes(':event-bus/') ? busAt(world, arn) : undefined;
  return bus?.account === account ? { tags: bus.tags, save: (tags) => busesOf(world).put(arn, { ...bus, tags }) } : undefined;
};
const tagged = (context: Context, arn: string): Tagged => {
  const found = taggedAt(context, arn);
  if (found === undefined) throw new AwsFault('ResourceNotFoundException', `Resource ${arn} does not exist.`);
  return found;
};
const access = (action: string, context: Context, arn: string, keys: Readonly<Record<string, readonly string[]>> = {}) => [
  { action: `events:${action}`, resource: arn, context: { ...resourceTags(taggedAt(context, arn)?.tags), ...keys } },
];

export const tagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  trail: 'write',
  access: (input, context) => access('TagResource', context, input.ResourceARN, requestTags(tagMap(input.Tags))),
  run: (input, context) => {
    const { tags, save } = tagged(context, input.ResourceARN);
    const added = tagMap(input.Tags);
    const problem = tagProblem(tags, added);
    if (problem !== undefined) throw new AwsFault('ValidationException', problem);
    save({ ...tags, ...added });
    return {};
  },
});

export const untagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  trail: 'write',
  access: (input, context) => access('UntagResource', context, input.ResourceARN, { 'aws:TagKeys': input.TagKeys }),
  run: (input, context) => {
    const { tags, save } = tagged(context, input.ResourceARN);
    save(withoutTags(tags, input.TagKeys));
    return {};
  },
});

export const listTagsForResource = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  trail: 'read',
  access: (input, context) => access('ListTagsForResource', context, input.ResourceARN),
  run: (input, context) => ({ Tags: tagList(tagged(context, input.ResourceARN).tags) }),
});
