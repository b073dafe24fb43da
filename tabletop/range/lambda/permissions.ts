import type {
  AddPermissionCommandInput,
  AddPermissionCommandOutput,
  GetPolicyCommandInput,
  GetPolicyCommandOutput,
  RemovePermissionCommandInput,
  RemovePermissionCommandOutput,
} from '@aws-sdk/client-lambda';
import type { JsonObject } from '../../../core/json.ts';
import { operation, type Context, type Operation, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { checkRevision, fault, named, on, qualified } from './access.ts';
import { functionsOf, policyOf, type LambdaFunction, type Policy } from './state.ts';

const principalOf = (given: string): JsonObject[string] => {
  if (given === '*') return '*';
  if (/^\d{12}$/.test(given)) return { AWS: `arn:aws:iam::${given}:root` };
  return given.startsWith('arn:') ? { AWS: given } : { Service: given };
};
const conditionOf = ({ SourceArn, SourceAccount, PrincipalOrgID }: Present<AddPermissionCommandInput>): JsonObject | undefined => {
  const equals = {
    ...(SourceAccount === undefined ? {} : { 'AWS:SourceAccount': SourceAccount }),
    ...(PrincipalOrgID === undefined ? {} : { 'aws:PrincipalOrgID': PrincipalOrgID }),
  };
  const condition = {
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
    ...(SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': SourceArn } }),
  };
  return Object.keys(condition).length === 0 ? undefined : condition;
};

const placeOf = (context: Context, name: string, qualifier: string | undefined) => {
  const { found } = qualified(context, name, qualifier);
  const key = named(context, name, qualifier).qualifier ?? '$LATEST';
  return { found, key, policy: found.policies[key] };
};
const store = (context: Context, found: LambdaFunction, key: string, statements: Policy['statements']): void => {
  const { [key]: _, ...others } = found.policies;
  const policies =
    statements.length === 0 ? others : { ...others, [key]: { revision: context.world.ids.uuid('lambda-revision'), statements } };
  functionsOf(context.world).put(found.arn, { ...found, policies });
};

const add = operation<AddPermissionCommandInput, AddPermissionCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    on(context, 'AddPermission', input.FunctionName, input.Qualifier, { 'lambda:Principal': [input.Principal] }),
  ],
  run: (input, context) => {
    if (input.EventSourceToken !== undefined || input.FunctionUrlAuthType !== undefined || input.InvokedViaFunctionUrl !== undefined)
      throw new AwsFault('NotImplemented', 'The range has no function URLs and no event source tokens', { status: 501 });
    const { found, key, policy } = placeOf(context, input.FunctionName, input.Qualifier);
    if (input.RevisionId !== undefined) checkRevision(input.RevisionId, policy?.revision ?? '');
    if (policy?.statements.some(({ Sid }) => Sid === input.StatementId) === true)
      throw fault(
        'ResourceConflictException',
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    const Condition = conditionOf(input);
    const statement: JsonObject = {
      Sid: input.StatementId,
      Effect: 'Allow',
      Principal: principalOf(input.Principal),
      Action: input.Action,
      Resource: key === '$LATEST' ? found.arn : `${found.arn}:${key}`,
      ...(Condition === undefined ? {} : { Condition }),
    };
    store(context, found, key, [...(policy?.statements ?? []), statement]);
    return { Statement: JSON.stringify(statement) };
  },
});
const remove = operation<RemovePermissionCommandInput, RemovePermissionCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'RemovePermission', input.FunctionName, input.Qualifier)],
  run: (input, context) => {
    const { found, key, policy } = placeOf(context, input.FunctionName, input.Qualifier);
    const left = policy?.statements.filter(({ Sid }) => Sid !== input.StatementId) ?? [];
    if (policy === undefined) throw fault('ResourceNotFoundException', 'No policy is associated with the given resource.');
    if (left.length === policy.statements.length)
      throw fault('ResourceNotFoundException', `Statement ${input.StatementId} is not found in resource policy.`);
    checkRevision(input.RevisionId, policy.revision);
    store(context, found, key, left);
    return {};
  },
});
const get = operation<GetPolicyCommandInput, GetPolicyCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'GetPolicy', input.FunctionName, input.Qualifier)],
  run: (input, context) => {
    const { found, key, policy } = placeOf(context, input.FunctionName, input.Qualifier);
    if (policy === undefined) throw fault('ResourceNotFoundException', 'The resource you requested does not exist.');
    return { Policy: JSON.stringify(policyOf(found, key)), RevisionId: policy.revision };
  },
});

export const PERMISSION_OPERATIONS: Readonly<Record<string, Operation>> = {
  AddPermission: add,
  RemovePermission: remove,
  GetPolicy: get,
};
