import { policyInForce, roleInForce, userInForce, type Role, type User } from '../iam/state.ts';
import type { Caller, Context } from '../operation.ts';
import { levelsFor } from '../organizations/state.ts';
import { AwsFault } from '../protocol/errors.ts';
import { callerOf } from '../sts/state.ts';
import type { World } from '../world.ts';
import { rulesIn, type Rule } from './compile.ts';
import type { Access, Decision } from './evaluate.ts';
import { RCP_SERVICES } from './grammar.ts';
import { keysOfCaller, keysOfService, type Request, type ServiceCall } from './request-keys.ts';
import { weigh, type Policies, type Refused, type Verdict } from './weigh.ts';

type Rules = readonly Rule[];
const managed = (world: World, arns: readonly string[]): Rules =>
  arns.flatMap((arn) => {
    const policy = policyInForce(world, arn);
    return policy === undefined ? [] : rulesIn(policy.document);
  });
const identityRules = (world: World, principal: Role | User | undefined): Rules =>
  principal === undefined
    ? []
    : [...managed(world, principal.attached), ...Object.values(principal.inline ?? {}).flatMap((document) => rulesIn(document))];

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html: they bind whom they serve as they must. */
const isServiceLinked = (arn: string): boolean => /:role\/(aws-service-role\/|AWSServiceRoleFor)/.test(arn);
const levels = (documents: ReturnType<typeof levelsFor>): readonly Rules[] | undefined =>
  documents?.map((level) => level.flatMap((document) => rulesIn(document)));
const resourceControl = (world: World, action: string, owner: string): Policies['resourceControl'] =>
  RCP_SERVICES.includes(action.split(':')[0] ?? '') ? levels(levelsFor(world, owner, 'RESOURCE_CONTROL_POLICY')) : undefined;

const principalOf = (world: World, caller: Caller): Role | User | undefined =>
  caller.type === 'IAMUser' ? userInForce(world, caller.roleArn) : roleInForce(world, caller.roleArn);

const verdictOn = (world: World, caller: Caller, access: Access, request: Request): Verdict => {
  const principal = principalOf(world, caller);
  const { policies } = caller.token ?? {};
  const owner = access.resourceAccount ?? caller.account;
  const isLinked = isServiceLinked(caller.roleArn);
  const isBounded = principal?.boundary !== undefined;
  return weigh(
    {
      identity: identityRules(world, principal),
      boundary: principal?.boundary === undefined ? undefined : managed(world, [principal.boundary]),
      session:
        policies === undefined
          ? undefined
          : [...managed(world, policies.arns), ...policies.documents.flatMap((document) => rulesIn(document))],
      serviceControl: isLinked ? undefined : levels(levelsFor(world, caller.account, 'SERVICE_CONTROL_POLICY')),
      resourceControl: isLinked ? undefined : resourceControl(world, access.action, owner),
      resource: access.resourcePolicy === undefined ? undefined : rulesIn(access.resourcePolicy),
    },
    {
      who: { type: caller.type, arn: caller.arn, principalArn: caller.roleArn, account: caller.account, isBounded },
      asked: {
        action: access.action,
        resource: access.resource,
        keys: keysOfCaller(world, caller, principal?.tags, access, request),
      },
      isSameAccount: owner === caller.account,
      rule: access.rule ?? 'identity',
    },
  );
};

/** What a call of this caller would be told, for a check in the middle of an operation. */
export const verdictFor = ({ world, caller, now, region, userAgent, invokedBy }: Context, access: Access): Verdict =>
  verdictOn(world, caller, access, { now, region, userAgent, invokedBy });

/** For a role that acts without a call, such as traffic that is computed; a role that is not there is allowed nothing. */
export const decide = (world: World, role: string, access: Access): Decision => {
  const caller = callerOf(world, role, 'range', '');
  return caller === undefined ? 'implicit-deny' : verdictOn(world, caller, access, { now: world.time.now() }).decision;
};

/** A service that calls in its own name: only the resource's own policy can let it in. */
export const decideForService = (world: World, call: ServiceCall, access: Access): Decision =>
  weigh(
    {
      identity: [],
      resource: access.resourcePolicy === undefined ? undefined : rulesIn(access.resourcePolicy),
      resourceControl: access.resourceAccount === undefined ? undefined : resourceControl(world, access.action, access.resourceAccount),
    },
    {
      who: { type: 'AWSService', arn: call.service, principalArn: call.service, account: undefined },
      asked: { action: access.action, resource: access.resource, keys: keysOfService(world, call, access, world.time.now()) },
      isSameAccount: false,
      rule: access.rule ?? 'identity',
    },
  ).decision;

/** AWS's own sentence. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export const refusal = (caller: Caller, access: Access, refused: Refused | 'no-resource-policy'): string => {
  const { decision, by } =
    refused === 'no-resource-policy' ? ({ decision: 'implicit-deny', by: 'resource-based policy' } as const) : refused;
  const on = access.resource === '*' ? '' : ` on resource: ${access.resource}`;
  const head = `User: ${caller.arn} is not authorized to perform: ${access.action}${on}`;
  if (decision === 'implicit-deny') return `${head} because no ${by} allows the ${access.action} action`;
  return `${head} with an explicit deny in ${by === 'identity-based policy' ? 'an' : 'a'} ${by}`;
};

/** Throws the service's own denial for the first access that is not allowed. */
export const authorise = (
  context: Context,
  accesses: readonly Access[],
  denied: { readonly code: string; readonly status: number },
): void => {
  for (const access of accesses) {
    const verdict = verdictFor(context, access);
    if (verdict.decision !== 'allow') throw new AwsFault(denied.code, refusal(context.caller, access, verdict), { status: denied.status });
  }
};
