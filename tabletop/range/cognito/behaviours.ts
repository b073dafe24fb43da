import type { Behaviour } from '../behaviour.ts';

const API = 'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/cognito/latest/developerguide';

export const tokenLife = {
  id: 'cognito.token-seconds',
  says: 'An access token that is out there is believed for another hour by whoever checks its signature only.',
  mark: 'documented',
  source: `${GUIDE}/amazon-cognito-user-pools-using-the-access-token.html`,
  seconds: 3600,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `cognito.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `cognito.${id}`, says, mark: 'assumed', source });

export const COGNITO_BEHAVIOURS: readonly Behaviour[] = [
  tokenLife,
  documented(
    'disable',
    'A disabled user cannot sign in, refresh tokens are revoked, and the user is listed as before.',
    `${API}/API_AdminDisableUser.html`,
  ),
  documented(
    'sign-out',
    'A global sign-out revokes the tokens and does not keep anybody from signing in again.',
    `${API}/API_AdminUserGlobalSignOut.html`,
  ),
  documented(
    'reset',
    'AdminResetUserPassword asks for a new password at the next sign-in and needs a verified e-mail address or telephone number; tokens stay.',
    `${API}/API_AdminResetUserPassword.html`,
  ),
  assumed(
    'reset-refused',
    'A disabled user, or one who never chose a password, is a NotAuthorizedException.',
    'messages that users of the API report',
  ),
  assumed(
    'caller',
    'The sample callers sign in again as soon as they can, and none of them follows a reset by e-mail.',
    'the sample company',
  ),
  documented(
    'groups',
    'Adding a member again or removing who is no member succeeds; a missing group is a ResourceNotFoundException.',
    `${API}/API_AdminAddUserToGroup.html`,
  ),
  assumed('groups-effect', 'What a group may do is up to the application: the range changes no answer by it.', 'the sample company'),
  assumed(
    'scope',
    'Pools and users are not created; sign-in, tokens, clients, triggers and MFA do not exist.',
    'a limit of the range, not a behaviour of AWS',
  ),
];
