import type {
  AddTagsCommandInput,
  AddTagsCommandOutput,
  DeleteTagsCommandInput,
  DeleteTagsCommandOutput,
  ListTagsCommandInput,
  ListTagsCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { onArn } from './access.ts';
import { tagsWhileUpdating } from './endpoint-behaviours.ts';
import { invalid } from './faults.ts';
import { componentsOf } from './inference-components/state.ts';
import { configsOf, endpointsOf, modelsOf, setTags, tagsOf, type Tag } from './state.ts';
import { TAGGABLE } from './taggable.ts';
import { mustBeAllowed } from './verdicts.ts';

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const MOST_TAGS = 50;

/** ARNs are compared in lower case names, as SageMaker writes them. */
const resourceOf = (context: Context, given: string): string => {
  const arn = given.toLowerCase();
  const known = [endpointsOf, configsOf, modelsOf, componentsOf, ...TAGGABLE].some((table) => table(context.world).get(arn) !== undefined);
  // Another account's resources cannot be tagged, and look as if they were not there.
  if (!known || arn.split(':')[4] !== context.account) throw invalid(`Could not find resource "${given}".`);
  return arn;
};
/** Tags can be changed in every status; were they not, a quarantine would have to wait for an update. */
const mustBeTaggable = (context: Context, arn: string): void => {
  const status = endpointsOf(context.world).get(arn)?.status;
  if (status !== undefined && status !== 'InService') mustBeAllowed(context.world, tagsWhileUpdating);
};
const merged = (before: readonly Tag[], added: readonly Tag[]): readonly Tag[] => {
  const keys = new Set(added.map(({ Key }) => Key));
  return [...before.filter(({ Key }) => !keys.has(Key)), ...added];
};

const add = operation<AddTagsCommandInput, AddTagsCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    onArn(context, 'AddTags', input.ResourceArn.toLowerCase(), {
      'aws:TagKeys': input.Tags.map(({ Key }) => Key),
      ...Object.fromEntries(input.Tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, [Value]])),
    }),
  ],
  run: (input, context) => {
    const arn = resourceOf(context, input.ResourceArn);
    mustBeTaggable(context, arn);
    const reserved = input.Tags.find(({ Key }) => Key.toLowerCase().startsWith('aws:'));
    if (reserved !== undefined) throw invalid(`Tag keys beginning with aws: are reserved: ${reserved.Key}`);
    const tags = merged(tagsOf(context.world).get(arn) ?? [], input.Tags);
    if (tags.length > MOST_TAGS) throw invalid(`The number of tags on "${input.ResourceArn}" exceeds ${MOST_TAGS}.`);
    setTags(context.world, arn, tags);
    return { Tags: [...tags] };
  },
});

const remove = operation<DeleteTagsCommandInput, DeleteTagsCommandOutput>({
  trail: 'write',
  access: (input, context) => [onArn(context, 'DeleteTags', input.ResourceArn.toLowerCase(), { 'aws:TagKeys': input.TagKeys })],
  run: (input, context) => {
    const arn = resourceOf(context, input.ResourceArn);
    mustBeTaggable(context, arn);
    setTags(
      context.world,
      arn,
      (tagsOf(context.world).get(arn) ?? []).filter(({ Key }) => !input.TagKeys.includes(Key)),
    );
    return {};
  },
});

const list = operation<ListTagsCommandInput, ListTagsCommandOutput>({
  trail: 'read',
  access: (input, context) => [onArn(context, 'ListTags', input.ResourceArn.toLowerCase())],
  run: (input, context) => {
    const tags = tagsOf(context.world).get(resourceOf(context, input.ResourceArn)) ?? [];
    const page = pageOf(tags, input.MaxResults ?? MOST_TAGS, input.NextToken);
    if (page === undefined) throw invalid('Invalid NextToken');
    return { Tags: [...page.page], NextToken: page.next };
  },
});

export const TAG_OPERATIONS: Readonly<Record<string, Operation>> = { AddTags: add, DeleteTags: remove, ListTags: list };
