import type {
  ListTagsCommandInput,
  ListTagsCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-lambda';
import { operation, type Operation } from '../operation.ts';
import { requestTags, tagProblem, withoutTags } from '../tag-keys.ts';
import { fault, functionOf, on } from './access.ts';
import { functionsOf } from './state.ts';

const list = operation<ListTagsCommandInput, ListTagsCommandOutput>({
  trail: 'read',
  access: ({ Resource }, context) => [on(context, 'ListTags', Resource)],
  run: ({ Resource }, context) => ({ Tags: { ...functionOf(context, Resource).tags } }),
});
const tag = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  trail: 'write',
  access: ({ Resource, Tags }, context) => [on(context, 'TagResource', Resource, undefined, requestTags(Tags))],
  run: ({ Resource, Tags }, context) => {
    const found = functionOf(context, Resource);
    const problem = tagProblem(found.tags, Tags);
    if (problem !== undefined) throw fault('InvalidParameterValueException', problem);
    functionsOf(context.world).put(found.arn, { ...found, tags: { ...found.tags, ...Tags } });
    return {};
  },
});
const untag = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  trail: 'write',
  access: ({ Resource, TagKeys }, context) => [on(context, 'UntagResource', Resource, undefined, { 'aws:TagKeys': TagKeys })],
  run: ({ Resource, TagKeys }, context) => {
    const found = functionOf(context, Resource);
    functionsOf(context.world).put(found.arn, { ...found, tags: withoutTags(found.tags, TagKeys) });
    return {};
  },
});

export const TAG_OPERATIONS: Readonly<Record<string, Operation>> = { ListTags: list, TagResource: tag, UntagResource: untag };
