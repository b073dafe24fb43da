import type { Behaviour } from '../behaviour.ts';

export const STS_BEHAVIOURS: readonly Behaviour[] = [
  {
    id: 'sts.identity',
    says: 'The access key id in the Authorization scope selects the caller; temporary keys also need their session token and expire.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html',
  },
  {
    id: 'sts.assume',
    says: "AssumeRole needs the role's trust policy, weighed with its conditions like every policy, to name the caller, its role or its account; the caller's own policies must allow it unless the trust names the role or session in the same account.",
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
  },
  {
    id: 'sts.refusal-text',
    says: 'A refusal within one account says which kind of policy is missing or denies, the role trust policy among them; across accounts, and for a role that is not there, it gives no reason.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
  },
  {
    id: 'sts.duration',
    says: "Credentials live for DurationSeconds of real time, one hour by default, not shortened by the pace; at most the role's MaxSessionDuration, and one hour when a role assumes another.",
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
  },
  {
    id: 'sts.session-policy',
    says: 'Session policies limit the session to what they and the role both allow; at most one document of 2,048 characters and ten managed policies.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session',
  },
  {
    id: 'sts.session-policy-missing',
    says: 'A managed session policy that is not there is refused with ValidationError.',
    mark: 'assumed',
    source:
      'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (must exist in the account of the role; names no error)',
  },
  {
    id: 'sts.packed-size',
    says: 'PackedPolicySize is the length of session policies and tags in percent of 2,048 characters, and more than 100 is refused; AWS packs them in a way that it does not publish.',
    mark: 'assumed',
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (a limit on the packed form, not how it is packed)',
  },
  {
    id: 'sts.session-tags',
    says: 'Session tags need sts:TagSession, a source identity needs sts:SetSourceIdentity, in the trust and in the own policies; transitive tags and the source identity stay for the whole chain and cannot be changed in it.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html',
  },
  {
    id: 'sts.test-key-renewal',
    says: 'A published test key stands for credentials of a role that are renewed every hour at half past: revoking older sessions stops it until then.',
    mark: 'assumed',
    source:
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html (renewed before they expire, no times given)',
  },
  {
    id: 'sts.no-mfa',
    says: 'The range knows no MFA devices: a SerialNumber or TokenCode is refused, and aws:MultiFactorAuthPresent is false for temporary and absent for long-term credentials.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
  {
    id: 'sts.get-session-token',
    says: 'GetSessionToken is for users only, needs no permission, and what it hands out cannot call IAM: InvalidClientTokenId.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html',
  },
  {
    id: 'sts.key-info',
    says: 'GetAccessKeyInfo answers the account of a key, active or not; a key that the range never made is refused, where AWS reads the account out of the id.',
    mark: 'assumed',
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html',
  },
];
