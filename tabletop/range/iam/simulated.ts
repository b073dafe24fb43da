import type { SimulatePrincipalPolicyCommandInput } from '@aws-sdk/client-iam';
import type { Context, Present } from '../operation.ts';
import { PolicyDocument } from '../policy/document.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { Carried } from './carried.ts';
import { invalidInput, missing } from './lookup.ts';
import { rolesOf, usersOf, type Role, type User } from './state.ts';

type Input = Present<SimulatePrincipalPolicyCommandInput>;

export const sourceOf = ({ world, account }: Context, arn: string): Role | User => {
  const principal = rolesOf(world).get(arn) ?? usersOf(world).get(arn);
  if (principal === undefined || principal.account !== account) throw missing(`The entity with ARN ${arn} cannot be found.`);
  return principal;
};
export const unsupported = (input: Input): void => {
  const left = (['ResourcePolicy', 'ResourceOwner', 'CallerArn', 'ResourceHandlingOption'] as const).find(
    (name) => input[name] !== undefined,
  );
  if (left !== undefined) throw new AwsFault('NotImplemented', `The range does not simulate with ${left}`, { status: 501 });
};
export const keysOf = (input: Input): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    (input.ContextEntries ?? []).map(({ ContextKeyName: name, ContextKeyValues: values }) => {
      if (name === undefined || values === undefined) throw invalidInput('A context entry needs a name and values.');
      return [name, values] as const;
    }),
  );
/** Keys that a policy asks for and the caller of the simulation did not give. */
export const missingIn = (policies: readonly Carried[], given: readonly string[]): readonly string[] => {
  const known = new Set(given.map((key) => key.toLowerCase()));
  const asked = policies.flatMap(({ document }) =>
    PolicyDocument.parse(document).Statement.flatMap(({ Condition }) =>
      Object.values(Condition ?? {}).flatMap((keys) => Object.keys(keys)),
    ),
  );
  return [...new Set(asked.filter((key) => !known.has(key.toLowerCase())))].sort();
};
