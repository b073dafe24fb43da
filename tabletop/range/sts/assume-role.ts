import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import { roleInForce, type Role } from '../iam/state.ts';
import { operation, type Context, type Present, type Token } from '../operation.ts';
import { refusal, verdictFor } from '../policy/authorise.ts';
import type { Access } from '../policy/evaluate.ts';
import type { Refused } from '../policy/weigh.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, resourceTags } from '../tag-keys.ts';
import { issue } from './issue.ts';
import { packedSize, sessionPolicies } from './session-policies.ts';
import { sessionTags } from './session-tags.ts';

type Input = Present<AssumeRoleCommandInput>;

const denied = (message: string): AwsFault => new AwsFault('AccessDenied', message, { status: 403 });
const invalid = (message: string): AwsFault => new AwsFault('ValidationError', message, { status: 400 });

/** Everything that trust and own policies are asked: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
const accessesTo = (role: Role, input: Input, token: Pick<Token, 'tags' | 'transitive' | 'sourceIdentity'>): readonly Access[] => {
  const one = (key: string, value: string | undefined): Access['context'] => (value === undefined ? {} : { [key]: [value] });
  const context: NonNullable<Access['context']> = {
    ...resourceTags(role.tags),
    ...Object.fromEntries(Object.entries(role.tags ?? {}).map(([key, value]) => [`iam:ResourceTag/${key}`, [value]])),
    ...requestTags(token.tags ?? {}),
    'sts:RoleSessionName': [input.RoleSessionName],
    ...one('sts:ExternalId', input.ExternalId),
    ...one('sts:SourceIdentity', token.sourceIdentity),
    ...(token.transitive === undefined ? {} : { 'sts:TransitiveTagKeys': token.transitive }),
  };
  const on = (action: string): Access => ({
    action: `sts:${action}`,
    resource: role.arn,
    context,
    resourcePolicy: role.trust,
    resourceAccount: role.account,
    rule: 'key-policy',
  });
  return [
    on('AssumeRole'),
    ...(token.tags === undefined ? [] : [on('TagSession')]),
    ...(token.sourceIdentity === undefined ? [] : [on('SetSourceIdentity')]),
  ];
};

/** The trust of a role has a name of its own, and nothing is explained to another account. */
const said = ({ caller }: Context, access: Access, refused: Refused): string => {
  const { by, decision } = refused;
  if (access.resourceAccount !== caller.account)
    return `User: ${caller.arn} is not authorized to perform: ${access.action} on resource: ${access.resource}`;
  return decision === 'explicit-deny' && by === 'resource-based policy'
    ? refusal(caller, access, refused).replace('a resource-based policy', 'the role trust policy')
    : refusal(caller, access, refused).replace('no resource-based policy', 'no role trust policy');
};

const secondsOf = ({ caller }: Context, role: Role, asked: number | undefined): number => {
  const seconds = asked ?? 3600;
  if (seconds > (role.maxSessionSeconds ?? 3600))
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  if (caller.type === 'AssumedRole' && seconds > 3600)
    throw invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.');
  return seconds;
};

export const assumeRole = operation<AssumeRoleCommandInput, AssumeRoleCommandOutput>({
  trail: 'read',
  // Trust and own policies are weighed together below, so the pipeline has nothing to ask beforehand.
  access: () => [],
  run: (input, context) => {
    const { world, caller } = context;
    if (input.ProvidedContexts !== undefined)
      throw new AwsFault('NotImplemented', 'The range does not read provided contexts', { status: 501 });
    if (input.SerialNumber !== undefined || input.TokenCode !== undefined)
      throw denied('MultiFactorAuthentication failed with invalid MFA one time pass code.');
    const role = roleInForce(world, input.RoleArn);
    if (role === undefined) throw denied(`User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`);
    const carried = sessionTags(caller, input);
    for (const access of accessesTo(role, input, carried)) {
      const verdict = verdictFor(context, access);
      if (verdict.decision !== 'allow') throw denied(said(context, access, verdict));
    }
    const seconds = secondsOf(context, role, input.DurationSeconds);
    const policies = sessionPolicies(context, role.account, input);
    const packed = packedSize(input);
    const token = { ...carried, ...(policies === undefined ? {} : { policies }), isChained: caller.type === 'AssumedRole' };
    return {
      Credentials: issue(context, { principal: role.arn, session: input.RoleSessionName, seconds, token }),
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${input.RoleSessionName}`,
        Arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${input.RoleSessionName}`,
      },
      ...(packed === undefined ? {} : { PackedPolicySize: packed }),
      ...(carried.sourceIdentity === undefined ? {} : { SourceIdentity: carried.sourceIdentity }),
    };
  },
});
