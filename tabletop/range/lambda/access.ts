import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourceTags } from '../tag-keys.ts';
import { functionArn, functionsOf, policyOf, type Alias, type FunctionSettings, type LambdaFunction } from './state.ts';

/** What Lambda tells besides the message: whose fault it was. */
export const fault = (code: string, message: string, members: Readonly<Record<string, unknown>> = {}): AwsFault =>
  new AwsFault(code, message, { members: { Type: 'User', ...members } });

export interface Named {
  readonly arn: string;
  readonly qualifier?: string | undefined;
}
/** `name`, `account:function:name` or an ARN, each with a version or alias behind it. */
export const named = (context: Context, given: string, qualifier?: string): Named => {
  const [, arn, rest] = /^(?:(arn:aws:lambda:[^:]+:\d{12}):function:|\d{12}:function:)?(.+)$/.exec(given) ?? [];
  const [name = given, own] = (rest ?? given).split(':');
  const at = arn === undefined ? functionArn({ account: context.account, region: context.region }, name) : `${arn}:function:${name}`;
  return { arn: at, qualifier: qualifier ?? own };
};

export const on = (context: Context, action: string, given: string, qualifier?: string, more: Access['context'] = {}): Access => {
  const name = named(context, given, qualifier);
  const found = functionsOf(context.world).get(name.arn);
  const resource = name.qualifier === undefined ? name.arn : `${name.arn}:${name.qualifier}`;
  return {
    action: `lambda:${action}`,
    resource,
    resourcePolicy: policyOf(found, name.qualifier),
    resourceAccount: name.arn.split(':')[4],
    context: { ...resourceTags(found?.tags), 'lambda:FunctionArn': [resource], ...more },
  };
};

const missing = ({ arn, qualifier }: Named): AwsFault =>
  fault('ResourceNotFoundException', `Function not found: ${qualifier === undefined ? arn : `${arn}:${qualifier}`}`);
export const functionOf = (context: Context, given: string): LambdaFunction => {
  const name = named(context, given);
  const found = functionsOf(context.world).get(name.arn);
  if (found === undefined) throw missing({ arn: name.arn });
  return found;
};
export interface Qualified {
  readonly found: LambdaFunction;
  readonly settings: FunctionSettings & { readonly revision: string };
  readonly version: string;
  readonly qualifier: string | undefined;
}
const aliasIn = (found: LambdaFunction, name: string | undefined): Alias | undefined => found.aliases.find((alias) => alias.name === name);
/** The settings behind a name with a version or alias; without one, the function as it is being worked on. */
export const qualified = (context: Context, given: string, asked?: string): Qualified => {
  const found = functionOf(context, given);
  const name = named(context, given, asked);
  const version = aliasIn(found, name.qualifier)?.version ?? name.qualifier ?? '$LATEST';
  if (version === '$LATEST') return { found, settings: found, version, qualifier: name.qualifier };
  const settings = found.versions.find((one) => one.version === version);
  if (settings === undefined) throw missing(name);
  return { found, settings, version, qualifier: name.qualifier };
};
export const aliasOf = (context: Context, given: string, name: string): { readonly found: LambdaFunction; readonly alias: Alias } => {
  const found = functionOf(context, given);
  const alias = aliasIn(found, name);
  if (alias === undefined) throw fault('ResourceNotFoundException', `Cannot find alias arn: ${found.arn}:${name}`);
  return { found, alias };
};

export const checkRevision = (given: string | undefined, current: string): void => {
  if (given !== undefined && given !== current)
    throw fault(
      'PreconditionFailedException',
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    );
};
export const badMarker = (): AwsFault => fault('InvalidParameterValueException', 'Invalid Marker');
