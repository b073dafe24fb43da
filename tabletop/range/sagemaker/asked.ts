import type { Json, JsonObject } from '../../../core/json.ts';
import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagMap } from '../tag-keys.ts';
import type { Tag } from './state.ts';

type Keys = Readonly<Record<string, readonly string[]>>;

/** Creating with tags needs AddTags on the new resource as well. https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html */
export const creating = (action: string, arn: string, tags: readonly Tag[] | undefined, keys: Keys = {}): readonly Access[] => {
  const context = { ...keys, ...requestTags(tagMap(tags)) };
  const make = { action: `sagemaker:${action}`, resource: arn, context };
  return (tags ?? []).length === 0 ? [make] : [make, { action: 'sagemaker:AddTags', resource: arn, context }];
};

/** Handing a role to SageMaker is a permission of its own. */
export const passing = (roleArn: string | undefined): readonly Access[] =>
  roleArn === undefined
    ? []
    : [{ action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': ['sagemaker.amazonaws.com'] } }];

/** Members of a request that the range keeps and gives back as they came. */
export const kept = (members: object): JsonObject => JSON.parse(JSON.stringify(members));

/** A member that would change the outcome in a way the range does not simulate: refused, never ignored. */
export const unsupported = (operation: string, input: object, members: readonly string[]): void => {
  const given: Readonly<Record<string, unknown>> = { ...input };
  const found = members.find((name) => given[name] !== undefined);
  if (found !== undefined) throw new AwsFault('NotImplemented', `The range does not simulate ${found} of ${operation}.`, { status: 501 });
};

/** Who did it, as describes say it. */
export const userOf = (arn: string) => ({ IamIdentity: { Arn: arn, PrincipalId: arn.split('/').at(-1) } });
export const dateOf = (at: number | undefined): Date | undefined => (at === undefined ? undefined : new Date(at));
export const isMine = ({ account, region }: Context, item: { readonly account: string; readonly arn: string }): boolean =>
  item.account === account && item.arn.split(':')[3] === region;

/** A value as text; what is no text, number or flag as JSON. */
export const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
export const notSimulated = (what: string): AwsFault => new AwsFault('NotImplemented', `The range does not ${what}.`, { status: 501 });
/** A job's name is used up for ever. */
export const nameTaken = (kind: string, arn: string): AwsFault =>
  new AwsFault(
    'ResourceInUse',
    `Job name must be unique within an AWS account and region, and a ${kind} job with this name already exists (${arn})`,
  );
