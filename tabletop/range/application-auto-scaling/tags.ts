import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-application-auto-scaling';
import { operation, type Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, resourceTags, tagProblem, withoutTags } from '../tag-keys.ts';
import { keyOf, targetsOf, type Target } from './state.ts';

const found = ({ world, account }: Context, arn: string): Target | undefined =>
  targetsOf(world)
    .values()
    .find((target) => target.arn === arn && target.account === account);
const named = (context: Context, arn: string): Target => {
  const target = found(context, arn);
  if (target === undefined)
    throw new AwsFault('ResourceNotFoundException', "The specified resource doesn't exist.", { members: { ResourceName: arn } });
  return target;
};
const on = (action: string, context: Context, arn: string, keys: Readonly<Record<string, readonly string[]>> = {}): Access => ({
  action: `application-autoscaling:${action}`,
  resource: arn,
  context: { ...resourceTags(found(context, arn)?.tags), ...keys },
});

export const tag = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('TagResource', context, input.ResourceARN, requestTags(input.Tags))],
  run: (input, context) => {
    const target = named(context, input.ResourceARN);
    const problem = tagProblem(target.tags, input.Tags);
    if (problem !== undefined) throw new AwsFault('TooManyTagsException', problem, { members: { ResourceName: input.ResourceARN } });
    targetsOf(context.world).put(keyOf(target), { ...target, tags: { ...target.tags, ...input.Tags } });
    return {};
  },
});
export const untag = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('UntagResource', context, input.ResourceARN, { 'aws:TagKeys': input.TagKeys })],
  run: (input, context) => {
    const target = named(context, input.ResourceARN);
    targetsOf(context.world).put(keyOf(target), { ...target, tags: withoutTags(target.tags, input.TagKeys) });
    return {};
  },
});
export const listTags = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  trail: 'read',
  access: (input, context) => [on('ListTagsForResource', context, input.ResourceARN)],
  run: (input, context) => ({ Tags: { ...named(context, input.ResourceARN).tags } }),
});
