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
    says: "AssumeRole needs the role's trust to name the caller's role or account, and the caller's own policies to allow it unless the trust names the role in the same account. A missing role is refused exactly as a foreign one.",
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
  },
  {
    id: 'sts.duration',
    says: 'Credentials live for DurationSeconds of real time, one hour by default: they are not shortened by the pace.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
  },
  {
    id: 'sts.session-policy',
    says: 'A session policy in AssumeRole is refused instead of ignored.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
];
