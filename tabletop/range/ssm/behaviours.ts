import type { Behaviour } from '../behaviour.ts';

export const SSM_BEHAVIOURS: readonly Behaviour[] = [
  {
    id: 'ssm.version',
    says: 'Every PutParameter makes a new version, also one with the same value; GetParameter answers the newest at once.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html',
  },
  {
    id: 'ssm.overwrite',
    says: 'Without Overwrite an existing parameter answers ParameterAlreadyExists; nothing compares the value that is replaced.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html',
  },
  {
    id: 'ssm.names',
    says: 'GetParameter takes a name or an ARN, PutParameter a name only; the ARN of /a/b is parameter/a/b.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html',
  },
  {
    id: 'ssm.scope',
    says: 'Parameters of type String only; labels, selectors of old versions, policies and SecureString do not exist.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
];
