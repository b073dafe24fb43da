import type { Context } from '../operation.ts';
import { pageOf } from '../page.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import {
  accountsOf,
  organizationOf,
  policiesOf,
  unitsOf,
  type Account,
  type ControlPolicy,
  type Organization,
  type PolicyType,
  type Unit,
} from './state.ts';

const stranger = (): AwsFault =>
  new AwsFault('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.', { status: 400 });
export const memberOf = ({ world, account }: Context): Organization => {
  const organization = organizationOf(world);
  if (organization === undefined || accountsOf(world).get(account) === undefined) throw stranger();
  return organization;
};
/** For what only the management account and its delegates may see. */
export const insight = (context: Context): Organization => {
  const organization = memberOf(context);
  if (context.account !== organization.management && !organization.delegated.includes(context.account))
    throw new AwsFault('AccessDeniedException', "You don't have permissions to access this resource.", { status: 400 });
  return organization;
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html */
export const arnIn = ({ id, management }: Organization, target: string): string => {
  const head = `arn:aws:organizations::${management}`;
  if (target.startsWith('r-')) return `${head}:root/${id}/${target}`;
  return target.startsWith('ou-') ? `${head}:ou/${id}/${target}` : `${head}:account/${id}/${target}`;
};
export const policyArnIn = ({ id, management }: Organization, policy: Pick<ControlPolicy, 'id' | 'type' | 'awsManaged'>): string => {
  const end = `${policy.type.toLowerCase()}/${policy.id}`;
  return policy.awsManaged ? `arn:aws:organizations::aws:policy/${end}` : `arn:aws:organizations::${management}:policy/${id}/${end}`;
};

type Keys = NonNullable<Access['context']>;
const typeKey = (type: string | undefined): Keys => (type === undefined ? {} : { 'organizations:PolicyType': [type] });
/** A look: the caller's own policies decide, and `insight` whether the account may look at all. */
export const look = (action: string, type?: string): readonly Access[] => [
  { action: `organizations:${action}`, resource: '*', context: typeKey(type) },
];
/** A change belongs to the management account; a member needs the delegation policy, too. */
export const change = ({ world }: Context, action: string, resources: readonly string[], type?: string): readonly Access[] => {
  const organization = organizationOf(world);
  return resources.map((resource) => ({
    action: `organizations:${action}`,
    resource,
    context: typeKey(type),
    resourceAccount: organization?.management,
    resourcePolicy: organization?.delegation,
  }));
};

export const controlType = (given: string): PolicyType => {
  if (given === 'SERVICE_CONTROL_POLICY' || given === 'RESOURCE_CONTROL_POLICY') return given;
  throw new AwsFault('NotImplemented', `The range keeps no policies of type ${given}`, { status: 501 });
};
export const policyOf = ({ world }: Context, id: string): ControlPolicy => {
  const policy = policiesOf(world).get(id);
  if (policy === undefined) throw new AwsFault('PolicyNotFoundException', "We can't find a policy with the PolicyId that you specified.");
  return policy;
};
export interface Target {
  readonly id: string;
  readonly name: string;
  readonly type: 'ROOT' | 'ORGANIZATIONAL_UNIT' | 'ACCOUNT';
}
export const findTarget = ({ world }: Context, id: string): Target | undefined => {
  if (organizationOf(world)?.root === id) return { id, name: 'Root', type: 'ROOT' };
  const unit: Unit | undefined = unitsOf(world).get(id);
  if (unit !== undefined) return { id, name: unit.name, type: 'ORGANIZATIONAL_UNIT' };
  const account: Account | undefined = accountsOf(world).get(id);
  return account === undefined ? undefined : { id, name: account.name, type: 'ACCOUNT' };
};
export const targetOf = (context: Context, id: string): Target => {
  const target = findTarget(context, id);
  if (target === undefined) throw new AwsFault('TargetNotFoundException', "You specified a target that doesn't exist.");
  return target;
};

export const listed = <T>(rows: readonly T[], input: { readonly NextToken?: string; readonly MaxResults?: number }) => {
  const page = pageOf(rows, input.MaxResults ?? 20, input.NextToken);
  if (page === undefined)
    throw new AwsFault('InvalidInputException', 'You specified an invalid value.', { members: { Reason: 'INVALID_NEXT_TOKEN' } });
  return { rows: page.page, next: page.next };
};
