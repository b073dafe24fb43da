import type {
  AddTagsToResourceCommandInput,
  AddTagsToResourceCommandOutput,
  DescribeParametersCommandInput,
  DescribeParametersCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  RemoveTagsFromResourceCommandInput,
  RemoveTagsFromResourceCommandOutput,
} from '@aws-sdk/client-ssm';
import { operation, type Context, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagList, tagMap, tagProblem, withoutTags } from '../tag-keys.ts';
import { metadataOf } from './answers.ts';
import { filtered } from './filters.ts';
import { on } from './names.ts';
import { newest, parameterArn, parametersOf, type Parameter } from './state.ts';

const describe = operation<DescribeParametersCommandInput, DescribeParametersCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'ssm:DescribeParameters', resource: '*' }],
  run: (input, context) => {
    if (input.Filters !== undefined && input.ParameterFilters !== undefined)
      throw new AwsFault('ValidationException', 'You can use either Filters or ParameterFilters in a single request.');
    if (input.Shared === true) throw new AwsFault('NotImplemented', 'The range does not share parameters', { status: 501 });
    const filters = input.ParameterFilters ?? (input.Filters ?? []).map((filter) => ({ ...filter, Option: 'BeginsWith' }));
    const here = parametersOf(context.world)
      .values()
      .filter(({ arn }) => arn.startsWith(`arn:aws:ssm:${context.region}:${context.account}:`));
    const kept = filtered(here, filters, ['Path', 'Name', 'Type', 'KeyId', 'Tier', 'DataType', 'tag']);
    const page = pageOf(kept, input.MaxResults ?? 50, input.NextToken);
    if (page === undefined) throw new AwsFault('InvalidNextToken', 'The specified token is not valid.');
    return { Parameters: page.page.map((parameter) => metadataOf(parameter, newest(parameter))), NextToken: page.next };
  },
});

const taggedOf = (context: Context, type: string, id: string): Parameter => {
  if (type !== 'Parameter') throw new AwsFault('NotImplemented', `The range does not tag a ${type} of Systems Manager`, { status: 501 });
  const found = parametersOf(context.world).get(parameterArn(context, id));
  if (found === undefined) throw new AwsFault('InvalidResourceId', `The resource ID "${id}" is not valid. Verify the ID and try again.`);
  return found;
};
const setTags = (context: Context, parameter: Parameter, tags: Parameter['tags']): void =>
  parametersOf(context.world).put(parameter.arn, { ...parameter, tags });

const addTags = operation<AddTagsToResourceCommandInput, AddTagsToResourceCommandOutput>({
  trail: 'write',
  access: ({ ResourceId, Tags }, context) => [on(context, 'AddTagsToResource', ResourceId, requestTags(tagMap(Tags)))],
  run: ({ ResourceType, ResourceId, Tags }, context) => {
    const parameter = taggedOf(context, ResourceType, ResourceId);
    const added = tagMap(Tags);
    const problem = tagProblem(parameter.tags, added);
    if (problem !== undefined) throw new AwsFault(problem.includes('at most') ? 'TooManyTagsError' : 'ValidationException', problem);
    setTags(context, parameter, { ...parameter.tags, ...added });
    return {};
  },
});
const removeTags = operation<RemoveTagsFromResourceCommandInput, RemoveTagsFromResourceCommandOutput>({
  trail: 'write',
  access: ({ ResourceId, TagKeys }, context) => [on(context, 'RemoveTagsFromResource', ResourceId, { 'aws:TagKeys': TagKeys })],
  run: ({ ResourceType, ResourceId, TagKeys }, context) => {
    const parameter = taggedOf(context, ResourceType, ResourceId);
    setTags(context, parameter, withoutTags(parameter.tags, TagKeys));
    return {};
  },
});
const listTags = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  trail: 'read',
  access: ({ ResourceId }, context) => [on(context, 'ListTagsForResource', ResourceId)],
  run: ({ ResourceType, ResourceId }, context) => ({ TagList: tagList(taggedOf(context, ResourceType, ResourceId).tags) }),
});

export const DESCRIBE_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeParameters: describe,
  AddTagsToResource: addTags,
  RemoveTagsFromResource: removeTags,
  ListTagsForResource: listTags,
};
