import type { Behaviour } from '../behaviour.ts';

const API = 'https://docs.aws.amazon.com/secretsmanager/latest/apireference';
const GUIDE = 'https://docs.aws.amazon.com/secretsmanager/latest/userguide';

export const rotationTime = {
  id: 'secretsmanager.rotation-seconds',
  says: 'A rotation takes 20 seconds from RotateSecret to the new AWSCURRENT; until then the old value is current.',
  mark: 'assumed',
  source: `${GUIDE}/rotate-secrets_how.html (four calls of a function, no number given)`,
  seconds: 20,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({
  id: `secretsmanager.${id}`,
  says,
  mark: 'documented',
  source,
});
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `secretsmanager.${id}`, says, mark: 'assumed', source });

export const SECRETS_MANAGER_BEHAVIOURS: readonly Behaviour[] = [
  rotationTime,
  documented(
    'stages',
    'A new value takes AWSCURRENT, the value before it keeps AWSPREVIOUS, older ones have no stage and are deprecated.',
    `${GUIDE}/whats-in-a-secret.html`,
  ),
  documented(
    'token',
    'The client request token is the version id; the same token with another value is a ResourceExistsException, with the same value no change.',
    `${API}/API_PutSecretValue.html`,
  ),
  documented(
    'move-stage',
    'UpdateSecretVersionStage moves a label only when the version that has it is named; AWSPREVIOUS follows AWSCURRENT.',
    `${API}/API_UpdateSecretVersionStage.html`,
  ),
  documented(
    'deletion',
    'DeleteSecret leaves 7 to 30 days, 30 by default; meanwhile values, changes and tags are refused with InvalidRequestException, and RestoreSecret brings everything back.',
    `${API}/API_DeleteSecret.html`,
  ),
  assumed(
    'restore-live',
    'RestoreSecret of a secret that was not deleted succeeds and changes nothing.',
    `${API}/API_RestoreSecret.html does not say`,
  ),
  documented(
    'suffix',
    'An ARN ends in six random characters; a secret is found by name, ARN, or ARN without them.',
    `${GUIDE}/troubleshoot.html`,
  ),
  documented(
    'key',
    'A customer key asks for kms:GenerateDataKey and kms:Decrypt on writing and kms:Decrypt on reading; aws/secretsmanager asks for nothing more.',
    `${GUIDE}/security-encryption.html`,
  ),
  documented(
    'rotation-permission',
    'RotateSecret needs a function whose own policy lets secretsmanager.amazonaws.com in, and lambda:InvokeFunction of the caller.',
    `${GUIDE}/rotating-secrets-required-permissions-function.html`,
  ),
  documented(
    'rotation-pending',
    'While a rotation is not complete, RotateSecret is an InvalidRequestException.',
    `${API}/API_RotateSecret.html`,
  ),
  assumed(
    'rotation-code',
    "The sample company's rotation function puts a new password into the secret; a function that is throttled to nothing leaves AWSPENDING empty and the rotation incomplete.",
    `${GUIDE}/troubleshoot_rotation.html`,
  ),
  assumed('reads', 'GetSecretValue sees a change at once; AWS is eventually consistent.', `${GUIDE}/troubleshoot.html`),
  assumed(
    'scope',
    'Replicas, schedule expressions, managed external secrets and random passwords do not exist.',
    'a limit of the range, not a behaviour of AWS',
  ),
];
