import type {
  GetAccessKeyInfoCommandInput,
  GetAccessKeyInfoCommandOutput,
  GetCallerIdentityCommandInput,
  GetCallerIdentityCommandOutput,
  GetSessionTokenCommandInput,
  GetSessionTokenCommandOutput,
} from '@aws-sdk/client-sts';
import { accessKeysOf } from '../iam/state.ts';
import { operation, type Service } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { World } from '../world.ts';
import { assumeRole } from './assume-role.ts';
import { STS_BEHAVIOURS } from './behaviours.ts';
import { issue } from './issue.ts';
import { sessionsOf, testKeysOf } from './state.ts';

const getCallerIdentity = operation<GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput>({
  // Needs no permission. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  trail: 'read',
  access: () => [],
  run: (_input, { caller }) => ({ Account: caller.account, Arn: caller.arn, UserId: caller.userId }),
});

/** Twelve hours. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
const USUAL_SECONDS = 43_200;
const getSessionToken = operation<GetSessionTokenCommandInput, GetSessionTokenCommandOutput>({
  trail: 'read',
  access: () => [],
  run: (input, context) => {
    const { caller } = context;
    if (caller.token !== undefined)
      throw new AwsFault('AccessDenied', 'Cannot call GetSessionToken with session credentials', { status: 403 });
    if (input.SerialNumber !== undefined || input.TokenCode !== undefined)
      throw new AwsFault('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.', { status: 403 });
    const seconds = input.DurationSeconds ?? USUAL_SECONDS;
    return { Credentials: issue(context, { principal: caller.roleArn, session: caller.session, seconds, token: {} }) };
  },
});

const accountOf = (world: World, id: string): string | undefined =>
  (testKeysOf(world).get(id)?.roleArn ?? accessKeysOf(world).get(id)?.user ?? sessionsOf(world).get(id)?.roleArn)?.split(':')[4];
const getAccessKeyInfo = operation<GetAccessKeyInfoCommandInput, GetAccessKeyInfoCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'sts:GetAccessKeyInfo', resource: '*' }],
  run: ({ AccessKeyId }, { world }) => {
    const account = accountOf(world, AccessKeyId);
    if (account === undefined) throw new AwsFault('ValidationError', `Invalid access key id ${AccessKeyId}`, { status: 400 });
    return { Account: account };
  },
});

export const stsService: Service = {
  prefix: 'sts',
  signingName: 'sts',
  eventSource: 'sts.amazonaws.com',
  load: () => import('@aws-sdk/client-sts'),
  operations: {
    AssumeRole: assumeRole,
    GetCallerIdentity: getCallerIdentity,
    GetSessionToken: getSessionToken,
    GetAccessKeyInfo: getAccessKeyInfo,
  },
  behaviours: STS_BEHAVIOURS,
  denied: { code: 'AccessDenied', status: 403 },
};
