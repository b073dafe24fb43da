import type { Behaviour } from '../behaviour.ts';

const GUIDE = 'https://docs.aws.amazon.com/systems-manager/latest/userguide';
const API = 'https://docs.aws.amazon.com/systems-manager/latest/APIReference';

export const changeEventDelay = {
  id: 'ssm.event-delay',
  says: 'A Parameter Store Change reaches the bus 5 seconds after the call.',
  mark: 'assumed',
  source: `${GUIDE}/sysman-paramstore-cwe.html (best effort, no number given)`,
  seconds: 5,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `ssm.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `ssm.${id}`, says, mark: 'assumed', source });

export const SSM_BEHAVIOURS: readonly Behaviour[] = [
  changeEventDelay,
  documented(
    'version',
    'Every PutParameter makes a new version, also one with the same value; GetParameter answers the newest at once.',
    `${GUIDE}/sysman-paramstore-versions.html`,
  ),
  documented(
    'overwrite',
    'Without Overwrite an existing parameter answers ParameterAlreadyExists; nothing compares the value that is replaced.',
    `${API}/API_PutParameter.html`,
  ),
  documented(
    'names',
    'GetParameter takes a name or an ARN, PutParameter a name only; the ARN of /a/b is parameter/a/b.',
    `${API}/API_GetParameter.html`,
  ),
  documented('type', 'The type of a parameter cannot be changed: HierarchyTypeMismatchException.', `${API}/API_PutParameter.html`),
  documented(
    'history',
    'A parameter keeps 100 versions; the oldest falls out unless it has a label (ParameterMaxVersionLimitExceeded).',
    `${GUIDE}/sysman-paramstore-versions.html`,
  ),
  documented(
    'labels',
    'A label is on one version only and moves when it is given again; ten a version.',
    `${GUIDE}/sysman-paramstore-labels.html`,
  ),
  documented(
    'secure-string',
    'A SecureString under a key of the customer asks KMS for kms:Encrypt on writing and kms:Decrypt on reading it decrypted, with PARAMETER_ARN as context; the key aws/ssm asks for nothing more.',
    'https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html',
  ),
  documented(
    'tiers',
    'Standard values end at 4096 characters, Advanced at 8192; Advanced never becomes Standard again.',
    `${GUIDE}/parameter-store-advanced-parameters.html`,
  ),
  assumed(
    'left-out',
    'Description, pattern and key that an overwriting PutParameter leaves out are not taken over from the version before; the tier is.',
    `${API}/API_PutParameter.html does not say`,
  ),
  assumed('reads', 'Reads see a write at once; AWS gives no consistency for them.', `${API}/API_GetParameter.html does not say`),
  assumed(
    'scope',
    'Parameter policies, other data types than text, and sharing do not exist.',
    'a limit of the range, not a behaviour of AWS',
  ),
];
