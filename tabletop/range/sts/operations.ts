import type {
  AssumeRoleCommandInput,
  AssumeRoleCommandOutput,
  GetCallerIdentityCommandInput,
  GetCallerIdentityCommandOutput,
} from '@aws-sdk/client-sts';
import { documentOf, rolesOf, type Role } from '../iam/state.ts';
import { operation, type Caller, type Context, type Service } from '../operation.ts';
import { decide } from '../policy/authorise.ts';
import { AwsFault } from '../protocol/errors.ts';
import { sessionsOf } from './state.ts';
import { STS_BEHAVIOURS } from './behaviours.ts';

type Trust = 'none' | 'account' | 'role';
/** How the trust policy names the caller: the more it names, the less the caller's own policies must say. */
const trustOf = (role: Role, caller: Caller): Trust => {
  const principals = documentOf(role.trust)
    .Statement.filter(({ Effect, Action }) => Effect === 'Allow' && Action.some((action) => action.toLowerCase() === 'sts:assumerole'))
    .flatMap(({ Principal }) => Principal?.AWS ?? []);
  if (principals.some((principal) => principal === caller.roleArn || principal === caller.arn)) return 'role';
  return principals.some((principal) => principal === caller.account || principal === `arn:aws:iam::${caller.account}:root`)
    ? 'account'
    : 'none';
};

const mayAssume = ({ world, caller }: Context, role: Role): boolean => {
  const decision = decide(world, caller.roleArn, { action: 'sts:AssumeRole', resource: role.arn });
  const trust = trustOf(role, caller);
  if (decision === 'explicit-deny' || trust === 'none') return false;
  return decision === 'allow' || (trust === 'role' && role.account === caller.account);
};

const assumeRole = operation<AssumeRoleCommandInput, AssumeRoleCommandOutput>({
  trail: 'read',
  // Trust and identity policies are weighed together below, so the pipeline has nothing to ask beforehand.
  access: () => [],
  run: (input, context) => {
    const { world, caller, now } = context;
    if (input.Policy !== undefined || input.PolicyArns !== undefined)
      throw new AwsFault('NotImplemented', 'The range does not evaluate session policies', { status: 501 });
    const role = rolesOf(world).get(input.RoleArn);
    if (role === undefined || !mayAssume(context, role))
      throw new AwsFault('AccessDenied', `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`, {
        status: 403,
      });
    const accessKeyId = `ASIA${world.ids.code('session', 16)}`;
    const secretAccessKey = world.ids.version('session-secret');
    const sessionToken = world.ids.version('session-token');
    const expiresAt = now + (input.DurationSeconds ?? 3600) * 1000;
    sessionsOf(world).put(accessKeyId, {
      accessKeyId,
      secretAccessKey,
      sessionToken,
      roleArn: role.arn,
      session: input.RoleSessionName,
      expiresAt,
    });
    for (const [key, session] of sessionsOf(world).entries()) if (session.expiresAt < now) sessionsOf(world).remove(key);
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: new Date(expiresAt),
      },
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${input.RoleSessionName}`,
        Arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${input.RoleSessionName}`,
      },
    };
  },
});

const getCallerIdentity = operation<GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput>({
  // Needs no permission. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  trail: 'read',
  access: () => [],
  run: (_input, { caller }) => ({ Account: caller.account, Arn: caller.arn, UserId: caller.userId }),
});

export const stsService: Service = {
  prefix: 'sts',
  signingName: 'sts',
  eventSource: 'sts.amazonaws.com',
  load: () => import('@aws-sdk/client-sts'),
  operations: { AssumeRole: assumeRole, GetCallerIdentity: getCallerIdentity },
  behaviours: STS_BEHAVIOURS,
  denied: { code: 'AccessDenied', status: 403 },
};
