import type { JsonObject } from '../../../core/json.ts';
import type { Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { sizeOf, storedPolicy } from './documents.ts';
import { listed, missing, overLimit, policyOf, roleOf, userOf } from './lookup.ts';
import { changeRole, changeUser, type Role, type User } from './state.ts';

type Part = Partial<Pick<Role, 'attached' | 'inline' | 'boundary' | 'tags'>>;
/** Whoever carries policies: what roles and users do alike is written once. */
export interface Holder {
  readonly principal: Role | User;
  readonly noun: 'role' | 'user';
  readonly save: (part: Part) => void;
}
const protectedRole = ({ name, path = '/' }: Role): boolean =>
  path.startsWith('/aws-service-role/') || name.startsWith('AWSServiceRoleFor');
export const changeable = (role: Role): Role => {
  if (protectedRole(role))
    throw new AwsFault(
      'UnmodifiableEntityException',
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    );
  return role;
};
export const roleHolder = (context: Context, name: string): Holder => {
  const role = changeable(roleOf(context, name));
  return { principal: role, noun: 'role', save: (part) => changeRole(context.world, role.arn, { ...role, ...part }) };
};
export const userHolder = (context: Context, name: string): Holder => {
  const user = userOf(context, name);
  return { principal: user, noun: 'user', save: (part) => changeUser(context.world, user.arn, { ...user, ...part }) };
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_ATTACHED = 10;
const MOST_INLINE = { role: 10_240, user: 2048 } as const;

export const attach = (context: Context, { principal, noun, save }: Holder, arn: string): void => {
  const policy = policyOf(context, arn);
  if (principal.attached.includes(policy.arn)) return;
  if (principal.attached.length >= MOST_ATTACHED)
    throw overLimit(`Cannot exceed quota for PoliciesPer${noun === 'role' ? 'Role' : 'User'}: ${MOST_ATTACHED}`);
  save({ attached: [...principal.attached, policy.arn] });
};
export const detach = ({ principal, save }: Holder, arn: string): void => {
  if (!principal.attached.includes(arn)) throw missing(`Policy ${arn} was not found.`);
  save({ attached: principal.attached.filter((one) => one !== arn) });
};
export const attachedPage = ({ attached }: Role | User, input: { readonly Marker?: string; readonly MaxItems?: number }) => {
  const { rows, end } = listed(attached, input);
  return { AttachedPolicies: rows.map((arn) => ({ PolicyArn: arn, PolicyName: arn.split('/').at(-1) })), ...end };
};

export const putInline = ({ principal, noun, save }: Holder, name: string, text: string): void => {
  const inline = { ...principal.inline, [name]: storedPolicy(text, 'identity') };
  const size = Object.values(inline).reduce((sum, document) => sum + sizeOf(document), 0);
  if (size > MOST_INLINE[noun]) throw overLimit(`Maximum policy size of ${MOST_INLINE[noun]} bytes exceeded for ${noun} ${principal.name}`);
  save({ inline });
};
export const inlineOf = ({ inline }: Role | User, noun: Holder['noun'], name: string): JsonObject => {
  const document = inline?.[name];
  if (document === undefined) throw missing(`The ${noun} policy with name ${name} cannot be found.`);
  return document;
};
export const deleteInline = ({ principal, noun, save }: Holder, name: string): void => {
  inlineOf(principal, noun, name);
  save({ inline: Object.fromEntries(Object.entries(principal.inline ?? {}).filter(([one]) => one !== name)) });
};
export const inlinePage = ({ inline }: Role | User, input: { readonly Marker?: string; readonly MaxItems?: number }) => {
  const { rows, end } = listed(Object.keys(inline ?? {}).sort(), input);
  return { PolicyNames: rows, ...end };
};

export const putBoundary = (context: Context, { save }: Holder, arn: string): void => save({ boundary: policyOf(context, arn).arn });
export const deleteBoundary = ({ principal, noun, save }: Holder): void => {
  if (principal.boundary === undefined) throw missing(`The ${noun} with name ${principal.name} does not have a permissions boundary.`);
  save({ boundary: undefined });
};
