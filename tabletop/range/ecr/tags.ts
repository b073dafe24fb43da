import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-ecr';
import { operation, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagList, tagMap, tagProblem, withoutTags } from '../tag-keys.ts';
import { on, put, repositoryOf, type InRegistry } from './access.ts';

const placeIn = (arn: string): InRegistry => {
  const parts = arn.split(':');
  return {
    registryId: parts[4],
    repositoryName: parts
      .slice(5)
      .join(':')
      .replace(/^repository\//, ''),
  };
};

const tag = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  trail: 'write',
  access: ({ resourceArn, tags }, context) => [on(context, 'TagResource', placeIn(resourceArn), requestTags(tagMap(tags)))],
  run: ({ resourceArn, tags }, context) => {
    const repository = repositoryOf(context, placeIn(resourceArn));
    const added = tagMap(tags);
    const problem = tagProblem(repository.tags, added);
    if (problem !== undefined)
      throw new AwsFault(problem.includes('at most') ? 'TooManyTagsException' : 'InvalidTagParameterException', problem);
    put(context, { ...repository, tags: { ...repository.tags, ...added } });
    return {};
  },
});
const untag = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  trail: 'write',
  access: ({ resourceArn, tagKeys }, context) => [on(context, 'UntagResource', placeIn(resourceArn), { 'aws:TagKeys': tagKeys })],
  run: ({ resourceArn, tagKeys }, context) => {
    const repository = repositoryOf(context, placeIn(resourceArn));
    put(context, { ...repository, tags: withoutTags(repository.tags, tagKeys) });
    return {};
  },
});
const list = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  trail: 'read',
  access: ({ resourceArn }, context) => [on(context, 'ListTagsForResource', placeIn(resourceArn))],
  run: ({ resourceArn }, context) => ({ tags: tagList(repositoryOf(context, placeIn(resourceArn)).tags) }),
});

export const TAG_OPERATIONS: Readonly<Record<string, Operation>> = { TagResource: tag, UntagResource: untag, ListTagsForResource: list };
