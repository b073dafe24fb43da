import type {
  AdminDisableUserCommandInput,
  AdminDisableUserCommandOutput,
  AdminEnableUserCommandInput,
  AdminEnableUserCommandOutput,
  AdminResetUserPasswordCommandInput,
  AdminResetUserPasswordCommandOutput,
  AdminSetUserPasswordCommandInput,
  AdminSetUserPasswordCommandOutput,
  AdminUserGlobalSignOutCommandInput,
  AdminUserGlobalSignOutCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation, type Context, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { invalid, onPool, setUser, userOf } from './access.ts';
import { tokenLife } from './behaviours.ts';
import type { User } from './state.ts';

/** Refresh tokens end at once, an access token that is out there only with its time. */
const revoke = (context: Context, user: User, change: Partial<User>): void => {
  setUser(context, user, { ...change, isSignedIn: false });
  context.world.timers.add('cognito-token-ends', context.world.lasts(tokenLife), { key: `${user.pool}/${user.name}` });
};

const disable = operation<AdminDisableUserCommandInput, AdminDisableUserCommandOutput>({
  trail: 'write',
  access: ({ UserPoolId }, context) => onPool(context, 'AdminDisableUser', UserPoolId),
  run: ({ UserPoolId, Username }, context) => {
    revoke(context, userOf(context, UserPoolId, Username), { enabled: false });
    return {};
  },
});
/** Whoever uses the account signs in again as soon as that is possible. */
const enable = operation<AdminEnableUserCommandInput, AdminEnableUserCommandOutput>({
  trail: 'write',
  access: ({ UserPoolId }, context) => onPool(context, 'AdminEnableUser', UserPoolId),
  run: ({ UserPoolId, Username }, context) => {
    const user = userOf(context, UserPoolId, Username);
    const isBack = user.status === 'CONFIRMED';
    setUser(context, user, { enabled: true, ...(isBack ? { isSignedIn: true, hasToken: true } : {}) });
    return {};
  },
});
const signOut = operation<AdminUserGlobalSignOutCommandInput, AdminUserGlobalSignOutCommandOutput>({
  trail: 'write',
  access: ({ UserPoolId }, context) => onPool(context, 'AdminUserGlobalSignOut', UserPoolId),
  run: ({ UserPoolId, Username }, context) => {
    revoke(context, userOf(context, UserPoolId, Username), {});
    return {};
  },
});
const reset = operation<AdminResetUserPasswordCommandInput, AdminResetUserPasswordCommandOutput>({
  trail: 'write',
  access: ({ UserPoolId }, context) => onPool(context, 'AdminResetUserPassword', UserPoolId),
  run: ({ UserPoolId, Username }, context) => {
    const user = userOf(context, UserPoolId, Username);
    if (!user.enabled) throw new AwsFault('NotAuthorizedException', 'User is disabled.');
    if (user.status === 'FORCE_CHANGE_PASSWORD')
      throw new AwsFault('NotAuthorizedException', 'User password cannot be reset in the current state.');
    if (user.attributes['email_verified'] !== 'true' && user.attributes['phone_number_verified'] !== 'true')
      throw invalid('Cannot reset password for the user as there is no registered/verified email or phone_number');
    setUser(context, user, { status: 'RESET_REQUIRED' });
    return {};
  },
});

const SHORTEST = 8;
const weakness = (password: string): string | undefined => {
  if (password.length < SHORTEST) return 'Password not long enough';
  if (!/[A-Z]/.test(password)) return 'Password must have uppercase characters';
  if (!/[a-z]/.test(password)) return 'Password must have lowercase characters';
  if (!/[0-9]/.test(password)) return 'Password must have numeric characters';
  return /[^A-Za-z0-9]/.test(password) ? undefined : 'Password must have symbol characters';
};
const setPassword = operation<AdminSetUserPasswordCommandInput, AdminSetUserPasswordCommandOutput>({
  trail: 'write',
  access: ({ UserPoolId }, context) => onPool(context, 'AdminSetUserPassword', UserPoolId),
  run: ({ UserPoolId, Username, Password, Permanent }, context) => {
    const user = userOf(context, UserPoolId, Username);
    const why = weakness(Password);
    if (why !== undefined) throw new AwsFault('InvalidPasswordException', `Password did not conform with policy: ${why}`);
    setUser(context, user, { status: Permanent === true ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD' });
    return {};
  },
});

export const USER_OPERATIONS: Readonly<Record<string, Operation>> = {
  AdminDisableUser: disable,
  AdminEnableUser: enable,
  AdminUserGlobalSignOut: signOut,
  AdminResetUserPassword: reset,
  AdminSetUserPassword: setPassword,
};
