import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation, type Context, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagProblem, withoutTags, type TagMap } from '../tag-keys.ts';
import { onGroup } from './access.ts';
import { groupNamed } from './read.ts';
import { groupArn, logTagsOf } from './state.ts';

/** Of an ARN without the colon and star. */
const nameIn = (arn: string): string => arn.split(':').slice(6).join(':');
const tagged = (context: Context, arn: string): TagMap => {
  if (arn !== groupArn(context, nameIn(arn)) || groupNamed(context.world, context, nameIn(arn)) === undefined)
    throw new AwsFault('ResourceNotFoundException', 'The specified resource does not exist.');
  return logTagsOf(context.world).get(arn) ?? {};
};

const tag = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  trail: 'write',
  access: (input, context) => onGroup('TagResource', context, nameIn(input.resourceArn), requestTags(input.tags)),
  run: (input, context) => {
    const before = tagged(context, input.resourceArn);
    const problem = tagProblem(before, input.tags);
    if (problem !== undefined) throw new AwsFault('TooManyTagsException', problem);
    logTagsOf(context.world).put(input.resourceArn, { ...before, ...input.tags });
    return {};
  },
});
const untag = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  trail: 'write',
  access: (input, context) => onGroup('UntagResource', context, nameIn(input.resourceArn), { 'aws:TagKeys': input.tagKeys }),
  run: (input, context) => {
    logTagsOf(context.world).put(input.resourceArn, withoutTags(tagged(context, input.resourceArn), input.tagKeys));
    return {};
  },
});
const list = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  trail: 'read',
  access: (input, context) => onGroup('ListTagsForResource', context, nameIn(input.resourceArn)),
  run: (input, context) => ({ tags: tagged(context, input.resourceArn) }),
});
export const TAG_OPERATIONS: Readonly<Record<string, Operation>> = {
  TagResource: tag,
  UntagResource: untag,
  ListTagsForResource: list,
};
