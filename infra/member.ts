import { aws_iam as iam, Stack, type App } from 'aws-cdk-lib';
import type { Action } from '../core/action/define.ts';
import { actionFunctionName, CANARY_ROLE, INVENTORY_ROLE, memberRoleName } from '../core/action/role-names.ts';
import type { AssetsFile } from '../core/asset/asset.ts';
import { CLIENT_DENIES, clientDenyArn } from '../core/asset/client-deny.ts';
import { denyPolicyArn, QUARANTINE } from '../core/asset/coverage.ts';
import { targetOf } from '../core/asset/resource.ts';
import type { Config } from './config.ts';
import { INVENTORY_PERMISSIONS, permissionsOf, probesOf } from './derived.ts';
import { forwardEvents } from './forward.ts';
import { neverStatement, statementsFor } from './member-policy.ts';

type MemberEntry = AssetsFile['members'][number];

/** Trusts exactly these functions of the security account, by the role that each one runs as. */
const trusting = (account: string, functions: readonly string[]): iam.IPrincipal =>
  new iam.CompositePrincipal(...functions.map((name) => new iam.ArnPrincipal(`arn:aws:iam::${account}:role/${name}`)));

/** What may be flipped in this account. */
const switchesIn = ({ assets }: AssetsFile, { account }: MemberEntry): readonly string[] => {
  const stores = assets.flatMap((asset) => asset.switches.map(({ store }) => store));
  return [...new Set(stores)].filter((arn) => targetOf(arn).account === account).toSorted();
};

/**
 * One role that only the functions of one purpose may take. An hour is the least that IAM lets a role allow; the functions ask for 15
 * minutes (functions/live.ts).
 */
const memberRole = (
  stack: Stack,
  { account, assets }: Config,
  role: { readonly name: string; readonly says: string; readonly functions: readonly string[]; readonly permissions: readonly string[] },
  member: MemberEntry,
): iam.Role =>
  new iam.Role(stack, role.name, {
    roleName: role.name,
    description: role.says,
    assumedBy: trusting(account, role.functions),
    inlinePolicies: {
      derived: new iam.PolicyDocument({
        statements: [...statementsFor(role.permissions, { ...member, switches: switchesIn(assets, member) }), neverStatement()],
      }),
    },
  });

/**
 * The deny that is there before anything happens, on every caller that assets.yaml names in this account: from then on one tag on an
 * endpoint is enough. `InvokeEndpoint*` because the bidirectional call has no permission of its own.
 */
const quarantineDeny = (stack: Stack, { assets }: Config, { account }: MemberEntry, canary: iam.Role): iam.ManagedPolicy => {
  const callers = assets.assets.flatMap(({ callers }) => callers.map(({ principal }) => principal));
  const prefix = `arn:aws:iam::${account}:role/`;
  const here = [...new Set(callers.filter((principal) => principal.startsWith(prefix)))].toSorted();
  return new iam.ManagedPolicy(stack, 'QuarantineDeny', {
    managedPolicyName: denyPolicyArn(account).split('/').at(-1) ?? '',
    description: 'Refuses every invocation of an endpoint that carries the quarantine tag',
    // Their names only: callers belong to others, and a role that is not there fails the deployment instead of staying uncovered.
    roles: [canary, ...here.map((arn) => iam.Role.fromRoleName(stack, `Caller-${arn.slice(prefix.length)}`, arn.split('/').at(-1) ?? ''))],
    statements: [
      new iam.PolicyStatement({
        sid: 'DenyQuarantined',
        effect: iam.Effect.DENY,
        actions: ['sagemaker:InvokeEndpoint*', 'sagemaker:InvokeInferenceRouter*'],
        resources: ['*'],
        conditions: { StringLike: { [`aws:ResourceTag/${QUARANTINE}`]: '*' } },
      }),
    ],
  });
};

/** There before anything happens, on nobody: quarantining a client attaches it, and writes no policy. */
const clientDeny = (stack: Stack, { account }: MemberEntry): iam.ManagedPolicy =>
  new iam.ManagedPolicy(stack, 'ClientDeny', {
    managedPolicyName: clientDenyArn(account).split('/').at(-1) ?? '',
    description: 'Refuses every model call of the role that carries it',
    statements: [
      new iam.PolicyStatement({ sid: 'DenyModelCalls', effect: iam.Effect.DENY, actions: [...CLIENT_DENIES], resources: ['*'] }),
    ],
  });

/** Roles are global: they are made in the member's first region. Events are per region. */
const makeRoles = (stack: Stack, config: Config, member: MemberEntry, actions: readonly Action[]): void => {
  for (const action of actions) {
    const { id, title } = action;
    memberRole(
      stack,
      config,
      { name: memberRoleName(id), says: title, functions: [actionFunctionName(id)], permissions: permissionsOf(action) },
      member,
    );
  }
  const lookers = actions.filter(({ needs }) => needs.includes('assets')).map(({ id }) => actionFunctionName(id));
  memberRole(
    stack,
    config,
    {
      name: INVENTORY_ROLE,
      says: 'What endpoints serve and were trained on; reads only',
      functions: ['cordon-intake', ...lookers, ...(config.slack === undefined ? [] : ['cordon-slack-worker'])],
      permissions: INVENTORY_PERMISSIONS,
    },
    member,
  );
  const probing = actions.filter(({ probes }) => probes.length > 0);
  const canary = memberRole(
    stack,
    config,
    {
      name: CANARY_ROLE,
      says: 'Proves the quarantine by being refused',
      functions: probing.map(({ id }) => actionFunctionName(id)),
      permissions: probesOf(probing),
    },
    member,
  );
  quarantineDeny(stack, config, member, canary);
  clientDeny(stack, member);
};

/** Everything of Cordon in one member account and region. */
export const makeMember = (app: App, config: Config, member: MemberEntry, region: string, actions: readonly Action[]): Stack => {
  const stack = new Stack(app, `CordonMember-${member.name}-${region}`, {
    env: { account: member.account, region },
    description: `Cordon in ${member.name}: roles that it may take, and events that it hears`,
  });
  if (region === member.regions[0]) makeRoles(stack, config, member, actions);
  // The security account hears itself.
  if (member.account !== config.account || region !== config.region) forwardEvents(stack, config);
  return stack;
};
