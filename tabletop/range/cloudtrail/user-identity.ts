import type { JsonObject } from '../../../core/json.ts';
import { instantOf } from '../../../core/time.ts';
import { rolesOf } from '../iam/state.ts';
import type { Context } from '../operation.ts';

const attributesOf = ({ caller, now }: Context): JsonObject => ({
  creationDate: `${instantOf(caller.token?.issuedAt ?? now).slice(0, 19)}Z`,
  mfaAuthenticated: 'false',
});
/**
 * Who called, as CloudTrail writes it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export const identityOf = (context: Context): JsonObject => {
  const { world, caller, invokedBy } = context;
  const who = { principalId: caller.userId, arn: caller.arn, accountId: caller.account, accessKeyId: caller.accessKeyId };
  const by = invokedBy === undefined ? {} : { invokedBy };
  if (invokedBy !== undefined && caller.roleArn === invokedBy) return { type: 'AWSService', invokedBy };
  if (caller.type === 'IAMUser')
    return {
      type: 'IAMUser',
      ...who,
      userName: caller.roleName,
      // Only temporary credentials of a user have a session.
      ...(caller.token === undefined ? {} : { sessionContext: { attributes: attributesOf(context) } }),
      ...by,
    };
  return {
    type: 'AssumedRole',
    ...who,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: rolesOf(world).get(caller.roleArn)?.id ?? '',
        arn: caller.roleArn,
        accountId: caller.account,
        userName: caller.roleName,
      },
      attributes: attributesOf(context),
      ...(caller.token?.sourceIdentity === undefined ? {} : { sourceIdentity: caller.token.sourceIdentity }),
    },
    ...by,
  };
};
/** What the other account learns of a caller that is not its own: no name, no session. */
export const strangerOf = ({ caller }: Context): JsonObject => ({
  type: 'AWSAccount',
  principalId: caller.userId,
  accountId: caller.account,
});
/** The address and the agent of a call that a service made are the service's name. */
export const originOf = ({ invokedBy, userAgent }: Context): { readonly sourceIPAddress: string; readonly userAgent: string } => {
  if (invokedBy !== undefined) return { sourceIPAddress: invokedBy, userAgent: invokedBy };
  return { sourceIPAddress: userAgent === 'AWS Internal' ? userAgent : '192.0.2.10', userAgent };
};
