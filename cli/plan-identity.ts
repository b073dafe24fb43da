import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { cloudFailure } from '../adapters/cloud-failure.ts';
import type { Target } from '../core/asset/resource.ts';
import { safe } from '../core/report/safe.ts';
import type { ProfileSettings } from './plan-clients.ts';
import type { Profile } from './plan-profile.ts';
import { Stop, usage } from './stop.ts';

/** As long as any other call (adapters/cloud.ts). */
const TIMEOUT_MILLISECONDS = 20_000;
export interface Identity {
  readonly account: string;
  readonly arn: string;
  /** Who answered: AWS, or something that says that it is. */
  readonly host: string;
  readonly settings: ProfileSettings;
}

/** Who AWS says that this profile is. Everything after it asks with the same credentials. */
export const identityOf = async ({ name, renew, check }: Profile, region: string): Promise<Identity> => {
  const sts = new STSClient({ profile: name, region, maxAttempts: 1 });
  let host = '';
  sts.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (typeof request === 'object' && request !== null && 'hostname' in request) host = String(request.hostname);
      return next(args);
    },
    { step: 'finalizeRequest', name: 'cordonNotesHost' },
  );
  try {
    const abortSignal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal });
    if (Account === undefined || Arn === undefined) throw new Error('sts:GetCallerIdentity answered without an identity');
    return { account: Account, arn: Arn, host, settings: { profile: name, region, credentials: sts.config.credentials } };
  } catch (thrown) {
    const { kind, what, why } = cloudFailure('sts:GetCallerIdentity', thrown, false);
    const denied = kind === 'denied' || kind === 'invalid';
    throw new Stop({
      exit: denied ? 5 : 75,
      code: denied ? 'denied' : kind,
      message: denied ? `AWS does not accept the profile ${name}: ${why}` : `${what}: ${why}`,
      hint: denied ? 'Renew its credentials, then try again' : 'Nothing was asked but who you are; trying again is safe',
      effect: 'no-change',
      next: denied ? renew : check,
    });
  }
};

/** https://docs.aws.amazon.com/general/latest/gr/rande.html; `api.aws` answers over IPv6 too. */
const AWS_HOSTS = /\.(?:amazonaws\.com|amazonaws\.com\.cn|api\.aws|amazonwebservices\.com\.cn)$/;
/** A setting that was left behind must not pass for the real account. */
export const isAws = ({ host }: Identity): boolean => AWS_HOSTS.test(host);
export const notAws = (identity: Identity): readonly string[] =>
  isAws(identity) ? [] : [`Answered by ${safe(identity.host)}, which is not AWS (AWS_ENDPOINT_URL, or endpoint_url of the profile).`];

/** An endpoint of the same name in another account would be planned as if it were this one. */
export const checkAccount = ({ account, arn }: Identity, target: Target, profile: string): void => {
  if (account === target.account) return;
  throw usage(
    `--target is in account ${target.account}, but profile ${profile} is ${arn} in ${account}. Give a profile of ${target.account}`,
    'npx cordon playbook plan --help',
  );
};
