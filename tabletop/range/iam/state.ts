import type { JsonObject } from '../../../core/json.ts';
import { PolicyDocument, type PolicyText } from '../policy/document.ts';
import { problemIn, type PolicyKind } from '../policy/grammar.ts';
import { believed, changeLate } from '../policy/late.ts';
import type { Table } from '../store.ts';
import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';
import { iamKeySpreading, iamPropagation } from './behaviours.ts';

/** What roles and users have in common. */
interface Principal {
  readonly name: string;
  readonly account: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: number;
  /** @default '/' */
  readonly path?: string;
  /** Managed policies, by ARN, in the order they were attached. */
  readonly attached: readonly string[];
  /** @default none */
  readonly inline?: Readonly<Record<string, JsonObject>>;
  /** A managed policy, by ARN. @default none */
  readonly boundary?: string | undefined;
  /** @default none */
  readonly tags?: TagMap;
}
export interface Role extends Principal {
  readonly trust: JsonObject;
  readonly description: string;
  /** @default 3600 */
  readonly maxSessionSeconds?: number;
}
export interface User extends Principal {
  /** Whether there is a password for the console; the range knows no more of it. @default false */
  readonly hasPassword?: boolean;
  /** Milliseconds. @default when the user was created */
  readonly passwordAt?: number;
}
export interface PolicyVersion {
  readonly id: string;
  readonly createdAt: number;
  readonly document: JsonObject;
}
export interface ManagedPolicy {
  readonly name: string;
  readonly account: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: number;
  /** Of the default version. */
  readonly document: JsonObject;
  readonly description: string;
  /** @default '/' */
  readonly path?: string;
  /** Oldest first. @default the first version alone */
  readonly versions?: readonly PolicyVersion[];
  /** @default 'v1' */
  readonly defaultVersion?: string;
  /** The last version's number: deleted ones are not used again. @default 1 */
  readonly lastVersion?: number;
  readonly updatedAt?: number;
  readonly tags?: TagMap;
}
export interface AccessKey {
  readonly id: string;
  readonly user: string;
  readonly secret: string;
  readonly status: 'Active' | 'Inactive';
  readonly createdAt: number;
}

/** Of a managed policy, without blanks. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MOST_CHARACTERS = 6144;

const [ROLES, USERS, POLICIES, KEYS] = ['iam.role', 'iam.user', 'iam.policy', 'iam.access-key'] as const;
export const rolesOf = (world: World): Table<Role> => world.store.table<Role>(ROLES);
export const usersOf = (world: World): Table<User> => world.store.table<User>(USERS);
export const policiesOf = (world: World): Table<ManagedPolicy> => world.store.table<ManagedPolicy>(POLICIES);
export const accessKeysOf = (world: World): Table<AccessKey> => world.store.table<AccessKey>(KEYS);

/** As the authoriser sees them. */
export const roleInForce = (world: World, arn: string): Role | undefined => believed(world, rolesOf(world), ROLES, arn);
export const userInForce = (world: World, arn: string): User | undefined => believed(world, usersOf(world), USERS, arn);
export const policyInForce = (world: World, arn: string): ManagedPolicy | undefined => believed(world, policiesOf(world), POLICIES, arn);
export const keyInForce = (world: World, id: string): AccessKey | undefined => believed(world, accessKeysOf(world), KEYS, id);

/** Changes reach the authoriser later than they reach the calls that read. */
export const changeRole = (world: World, arn: string, role: Role | undefined): void => changeLate(world, ROLES, arn, role, iamPropagation);
export const changeUser = (world: World, arn: string, user: User | undefined): void => changeLate(world, USERS, arn, user, iamPropagation);
export const changePolicy = (world: World, arn: string, policy: ManagedPolicy | undefined): void =>
  changeLate(world, POLICIES, arn, policy, iamPropagation);
export const changeKey = (world: World, id: string, key: AccessKey | undefined): void => changeLate(world, KEYS, id, key, iamKeySpreading);

export const roleArn = (account: string, name: string, path = '/'): string => `arn:aws:iam::${account}:role${path}${name}`;
export const userArn = (account: string, name: string, path = '/'): string => `arn:aws:iam::${account}:user${path}${name}`;
export const policyArn = (account: string, name: string, path = '/'): string => `arn:aws:iam::${account}:policy${path}${name}`;

/** Refuses what AWS would not store: a policy that is silently ignored is worse than none. */
export const documentOf = (document: unknown, kind: PolicyKind = 'any'): PolicyDocument => {
  const problem = problemIn(document, kind);
  if (problem !== undefined) throw new Error(problem);
  return PolicyDocument.parse(document);
};
const stored = (document: PolicyText, kind: PolicyKind): JsonObject => {
  documentOf(document, kind);
  return JSON.parse(JSON.stringify(document));
};

/** While a world is built: in force at once. */
export const createPolicy = (
  world: World,
  policy: { readonly account: string; readonly name: string; readonly document: PolicyText; readonly description: string },
): string => {
  const arn = policyArn(policy.account, policy.name);
  policiesOf(world).put(arn, {
    name: policy.name,
    account: policy.account,
    arn,
    id: `ANPA${world.ids.code('policy', 17)}`,
    createdAt: world.time.now(),
    document: stored(policy.document, 'identity'),
    description: policy.description,
  });
  return arn;
};

/** While a world is built: in force at once. */
export const createRole = (
  world: World,
  role: Pick<Role, 'account' | 'name' | 'attached' | 'description'> & { readonly trust: PolicyText },
): string => {
  const arn = roleArn(role.account, role.name);
  rolesOf(world).put(arn, {
    name: role.name,
    account: role.account,
    arn,
    id: `AROA${world.ids.code('role', 17)}`,
    createdAt: world.time.now(),
    trust: stored(role.trust, 'trust'),
    attached: role.attached,
    description: role.description,
  });
  return arn;
};
