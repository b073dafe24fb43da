import type { JsonObject } from '../../../core/json.ts';
import { PolicyDocument, type PolicyText, type Statement } from '../policy/document.ts';
import { isKnownOperator } from '../policy/evaluate.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { iamPropagation } from './behaviours.ts';

export interface Role {
  readonly name: string;
  readonly account: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: number;
  readonly trust: JsonObject;
  /** Managed policies, by ARN, in the order they were attached. */
  readonly attached: readonly string[];
  readonly description: string;
}
export interface ManagedPolicy {
  readonly name: string;
  readonly account: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: number;
  readonly document: JsonObject;
  readonly description: string;
}

export const rolesOf = (world: World): Table<Role> => world.store.table<Role>('iam.role');
export const policiesOf = (world: World): Table<ManagedPolicy> => world.store.table<ManagedPolicy>('iam.policy');
/** What the authoriser already knows of `Role.attached`. */
const effectiveOf = (world: World): Table<readonly string[]> => world.store.table<readonly string[]>('iam.effective');

export const roleArn = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
export const policyArn = (account: string, name: string): string => `arn:aws:iam::${account}:policy/${name}`;

/** Refuses what the evaluator would not understand: a policy that is silently ignored is worse than none. */
export const documentOf = (document: unknown): PolicyDocument => {
  const parsed = PolicyDocument.parse(document);
  const operators = parsed.Statement.flatMap(({ Condition }) => Object.keys(Condition ?? {}));
  const unknown = operators.find((operator) => !isKnownOperator(operator));
  if (unknown !== undefined) throw new Error(`the range does not evaluate the condition operator ${unknown}`);
  return parsed;
};

/** Reading a document is the costly part of a decision; a stored one never changes, so it is read once. */
const read = new WeakMap<JsonObject, readonly Statement[]>();
const statementsIn = (document: JsonObject): readonly Statement[] => {
  const known = read.get(document) ?? documentOf(document).Statement;
  read.set(document, known);
  return known;
};

export const createPolicy = (
  world: World,
  policy: { readonly account: string; readonly name: string; readonly document: PolicyText; readonly description: string },
): string => {
  documentOf(policy.document);
  const arn = policyArn(policy.account, policy.name);
  policiesOf(world).put(arn, {
    name: policy.name,
    account: policy.account,
    arn,
    id: `ANPA${world.ids.code('policy', 17)}`,
    createdAt: world.time.now(),
    document: JSON.parse(JSON.stringify(policy.document)),
    description: policy.description,
  });
  return arn;
};

export const createRole = (
  world: World,
  role: {
    readonly account: string;
    readonly name: string;
    readonly trust: PolicyText;
    readonly attached: readonly string[];
    readonly description: string;
  },
): string => {
  documentOf(role.trust);
  const arn = roleArn(role.account, role.name);
  rolesOf(world).put(arn, {
    name: role.name,
    account: role.account,
    arn,
    id: `AROA${world.ids.code('role', 17)}`,
    createdAt: world.time.now(),
    trust: JSON.parse(JSON.stringify(role.trust)),
    attached: role.attached,
    description: role.description,
  });
  effectiveOf(world).put(arn, role.attached);
  return arn;
};

/** Attachments reach the authoriser later than they reach ListAttachedRolePolicies. */
export const setAttached = (world: World, role: Role, attached: readonly string[]): void => {
  rolesOf(world).put(role.arn, { ...role, attached });
  world.timers.add('iam-propagated', world.lasts(iamPropagation), { role: role.arn, attached });
};

export const statementsOf = (world: World, role: string): readonly Statement[] =>
  (effectiveOf(world).get(role) ?? []).flatMap((arn) => {
    const policy = policiesOf(world).get(arn);
    return policy === undefined ? [] : statementsIn(policy.document);
  });

export const startIam = (world: World): void =>
  world.timers.on('iam-propagated', ({ role, attached }) => {
    if (typeof role === 'string' && Array.isArray(attached)) effectiveOf(world).put(role, attached.map(String));
  });
