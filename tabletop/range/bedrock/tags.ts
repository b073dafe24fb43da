import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-bedrock';
import { operation, type Context, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagProblem, withoutTags, type TagMap } from '../tag-keys.ts';
import { missing } from './faults.ts';
import { onGuardrail } from './find-guardrail.ts';
import { guardrailsOf, type Guardrail } from './state.ts';

/** Bedrock writes `key` and `value` small. */
export const mapOf = (tags: readonly { readonly key: string; readonly value: string }[] | undefined): TagMap =>
  Object.fromEntries((tags ?? []).map(({ key, value }) => [key, value]));
/** Guardrails are the only resources here that carry tags. */
const resourceAt = (context: Context, arn: string): Guardrail => {
  const found = guardrailsOf(context.world).get(arn);
  if (found === undefined || found.account !== context.account) throw missing(`The resource ${arn} was not found.`);
  return found;
};

const tag = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  trail: 'write',
  access: (input, context) => [onGuardrail(context, 'TagResource', input.resourceARN, mapOf(input.tags))],
  run: (input, context) => {
    const found = resourceAt(context, input.resourceARN);
    const problem = tagProblem(found.tags, mapOf(input.tags));
    if (problem !== undefined) throw new AwsFault('TooManyTagsException', problem);
    guardrailsOf(context.world).put(found.arn, { ...found, tags: { ...found.tags, ...mapOf(input.tags) } });
    return {};
  },
});
const untag = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  trail: 'write',
  access: (input, context) => {
    const access = onGuardrail(context, 'UntagResource', input.resourceARN);
    return [{ ...access, context: { ...access.context, ...requestTags({}), 'aws:TagKeys': input.tagKeys } }];
  },
  run: (input, context) => {
    const found = resourceAt(context, input.resourceARN);
    guardrailsOf(context.world).put(found.arn, { ...found, tags: withoutTags(found.tags, input.tagKeys) });
    return {};
  },
});
const list = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  trail: 'read',
  access: (input, context) => [onGuardrail(context, 'ListTagsForResource', input.resourceARN)],
  run: (input, context) => ({ tags: Object.entries(resourceAt(context, input.resourceARN).tags).map(([key, value]) => ({ key, value })) }),
});

export const BEDROCK_TAG_OPERATIONS: Readonly<Record<string, Operation>> = {
  TagResource: tag,
  UntagResource: untag,
  ListTagsForResource: list,
};
