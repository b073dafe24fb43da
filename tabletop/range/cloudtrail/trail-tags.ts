import type {
  AddTagsCommandInput,
  AddTagsCommandOutput,
  ListTagsCommandInput,
  ListTagsCommandOutput,
  RemoveTagsCommandInput,
  RemoveTagsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, resourceTags, tagList, tagMap, tagProblem, withoutTags } from '../tag-keys.ts';
import { trailsOf, type Trail } from './trail-state.ts';

/** Tags go by ARN, and only trails have any here. */
const tagged = ({ world, account }: Context, id: string): Trail => {
  if (!/^arn:aws:cloudtrail:[a-z0-9-]+:\d{12}:/.test(id)) throw new AwsFault('CloudTrailARNInvalidException', `Invalid ARN: ${id}`);
  if (!id.includes(':trail/')) throw new AwsFault('ResourceTypeNotSupportedException', `The range has no ${id.split(':')[5] ?? ''}`);
  const trail = trailsOf(world).get(id);
  if (trail === undefined || trail.account !== account)
    throw new AwsFault('ResourceNotFoundException', `Unknown trail: ${id} for the user: ${account}`);
  return trail;
};
const access = (action: string, { world }: Context, id: string, added?: Parameters<typeof requestTags>[0]) => [
  {
    action: `cloudtrail:${action}`,
    resource: id,
    context: { ...resourceTags(trailsOf(world).get(id)?.tags), ...requestTags(added ?? {}) },
  },
];

export const addTags = operation<AddTagsCommandInput, AddTagsCommandOutput>({
  trail: 'write',
  access: (input, context) => access('AddTags', context, input.ResourceId, tagMap(input.TagsList)),
  run: (input, context) => {
    const trail = tagged(context, input.ResourceId);
    const added = tagMap(input.TagsList);
    const problem = tagProblem(trail.tags, added);
    if (problem !== undefined)
      throw new AwsFault(problem.startsWith('A resource') ? 'TagsLimitExceededException' : 'InvalidTagParameterException', problem);
    trailsOf(context.world).put(trail.arn, { ...trail, tags: { ...trail.tags, ...added } });
    return {};
  },
});

export const removeTags = operation<RemoveTagsCommandInput, RemoveTagsCommandOutput>({
  trail: 'write',
  access: (input, context) => access('RemoveTags', context, input.ResourceId, tagMap(input.TagsList)),
  run: (input, context) => {
    const trail = tagged(context, input.ResourceId);
    trailsOf(context.world).put(trail.arn, { ...trail, tags: withoutTags(trail.tags, Object.keys(tagMap(input.TagsList))) });
    return {};
  },
});

export const listTags = operation<ListTagsCommandInput, ListTagsCommandOutput>({
  trail: 'read',
  access: (input, context) => input.ResourceIdList.flatMap((id) => access('ListTags', context, id)),
  run: (input, context) => {
    if (input.NextToken !== undefined) throw new AwsFault('InvalidTokenException', 'Invalid token.');
    return { ResourceTagList: input.ResourceIdList.map((id) => ({ ResourceId: id, TagsList: tagList(tagged(context, id).tags) })) };
  },
});
