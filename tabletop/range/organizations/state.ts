import type { JsonObject } from '../../../core/json.ts';
import { believed, changeLate } from '../policy/late.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { policySpreading } from './behaviours.ts';

export type PolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
export interface Organization {
  readonly id: string;
  readonly management: string;
  readonly email: string;
  readonly root: string;
  readonly enabled: readonly PolicyType[];
  /** Accounts that may read the organisation in place of the management account. */
  readonly delegated: readonly string[];
  /** Which member accounts may change policies. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html */
  readonly delegation?: JsonObject;
}
export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly parent: string;
}
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly parent: string;
  readonly joinedAt: number;
}
export interface ControlPolicy {
  readonly id: string;
  readonly type: PolicyType;
  readonly name: string;
  readonly description: string;
  readonly content: JsonObject;
  readonly awsManaged: boolean;
}
/** What is attached to a root, a unit or an account, in the order of attachment. */
export type Attached = Readonly<Record<PolicyType, readonly string[]>>;

/** What AWS attaches everywhere when a type of policy is enabled. */
export const FULL_ACCESS: Readonly<Record<PolicyType, string>> = {
  SERVICE_CONTROL_POLICY: 'p-FullAWSAccess',
  RESOURCE_CONTROL_POLICY: 'p-RCPFullAWSAccess',
};

const POLICIES = 'organizations.policy';
const ATTACHED = 'organizations.attached';
const organizations = (world: World): Table<Organization> => world.store.table<Organization>('organizations.organization');
export const unitsOf = (world: World): Table<Unit> => world.store.table<Unit>('organizations.unit');
export const accountsOf = (world: World): Table<Account> => world.store.table<Account>('organizations.account');
export const policiesOf = (world: World): Table<ControlPolicy> => world.store.table<ControlPolicy>(POLICIES);
const attachedTable = (world: World): Table<Attached> => world.store.table<Attached>(ATTACHED);

/** The one organisation of a world; a world without one knows no control policies. */
export const organizationOf = (world: World): Organization | undefined => organizations(world).get('organization');
export const setOrganization = (world: World, organization: Organization): void => organizations(world).put('organization', organization);

export const attachedTo = (world: World, target: string): Attached =>
  attachedTable(world).get(target) ?? { SERVICE_CONTROL_POLICY: [], RESOURCE_CONTROL_POLICY: [] };
/** While a world is built; everything else goes through `changeAttached`. */
export const attachAtOnce = (world: World, target: string, attached: Attached): void => attachedTable(world).put(target, attached);
export const changeAttached = (world: World, target: string, attached: Attached): void =>
  changeLate(world, ATTACHED, target, attached, policySpreading);
export const changePolicy = (world: World, id: string, policy: ControlPolicy | undefined): void =>
  changeLate(world, POLICIES, id, policy, policySpreading);

/** From the root down to the account itself; empty: the account is in no organisation. */
const chainOf = (world: World, account: string): readonly string[] => {
  const chain: string[] = [];
  let at = accountsOf(world).get(account)?.parent;
  if (at === undefined) return [];
  for (; at !== undefined; at = unitsOf(world).get(at)?.parent) chain.unshift(at);
  return [...chain, account];
};
/** `o-…/r-…/ou-…/`, as `aws:PrincipalOrgPaths` writes it. */
export const pathOf = (world: World, account: string): string | undefined => {
  const organization = organizationOf(world);
  const chain = chainOf(world, account);
  return organization === undefined || chain.length === 0 ? undefined : `${[organization.id, ...chain.slice(0, -1)].join('/')}/`;
};

/**
 * The policies of one type that are in force for an account, level by level; undefined: none limit it. The management account is never limited.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export const levelsFor = (world: World, account: string, type: PolicyType): readonly (readonly JsonObject[])[] | undefined => {
  const organization = organizationOf(world);
  if (organization === undefined || organization.management === account || !organization.enabled.includes(type)) return undefined;
  const chain = chainOf(world, account);
  if (chain.length === 0) return undefined;
  return chain.map((target) =>
    (believed(world, attachedTable(world), ATTACHED, target)?.[type] ?? []).flatMap((id) => {
      const policy = believed(world, policiesOf(world), POLICIES, id);
      return policy === undefined ? [] : [policy.content];
    }),
  );
};
