import { keyInForce } from './iam/state.ts';
import type { Caller } from './operation.ts';
import { AwsFault, type Wire } from './protocol/errors.ts';
import type { Scope } from './protocol/route.ts';
import { callerOf, sessionCaller, sessionsOf, testKeysOf, userCallerOf } from './sts/state.ts';
import type { World } from './world.ts';

/** Each wire has its own words for a key that nobody knows. */
const unknownKey = (isS3: boolean, wire: Wire): AwsFault => {
  if (isS3) return new AwsFault('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', { status: 403 });
  const code = wire === 'awsQuery' ? 'InvalidClientTokenId' : 'UnrecognizedClientException';
  return new AwsFault(code, 'The security token included in the request is invalid.', { status: wire === 'awsJson' ? 400 : 403 });
};
const expired = (isS3: boolean): AwsFault =>
  isS3
    ? new AwsFault('ExpiredToken', 'The provided token has expired.', { status: 400 })
    : new AwsFault('ExpiredTokenException', 'The security token included in the request is expired', { status: 403 });

/** A week, https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const LONGEST_URL = 604_800;
/** A presigned URL is good from its date on, for as long as it says; other services' are not looked at. */
const inTime = (now: number, { date, seconds }: NonNullable<Scope['presigned']>): void => {
  const wrong = (text: string): AwsFault => new AwsFault('AuthorizationQueryParametersError', text, { status: 400 });
  const from = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'));
  if (Number.isNaN(from)) throw wrong("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (!/^\d{1,9}$/.test(seconds)) throw wrong('X-Amz-Expires should be a number');
  if (Number(seconds) > LONGEST_URL)
    throw wrong(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${LONGEST_URL} seconds`,
    );
  if (now > from + Number(seconds) * 1000) throw new AwsFault('AccessDenied', 'Request has expired', { status: 403 });
};

/** A published key, or a user's own, as long as the authoriser knows it to be active. */
const longTerm = (world: World, accessKeyId: string): Caller | undefined => {
  const testKey = testKeysOf(world).get(accessKeyId);
  if (testKey !== undefined) return callerOf(world, testKey.roleArn, testKey.session, accessKeyId);
  const key = keyInForce(world, accessKeyId);
  return key?.status === 'Active' ? userCallerOf(world, key.user, accessKeyId) : undefined;
};

/** Whoever holds the key id is believed: the signature is not verified (behaviour `protocol.signature`). */
export const authenticate = (world: World, scope: Scope, wire: Wire, isS3: boolean): Caller => {
  const { accessKeyId } = scope;
  if (isS3 && scope.presigned !== undefined) inTime(world.time.now(), scope.presigned);
  const session = sessionsOf(world).get(accessKeyId);
  if (session !== undefined && session.sessionToken !== scope.sessionToken) throw unknownKey(isS3, wire);
  if (session !== undefined && session.expiresAt <= world.time.now()) throw expired(isS3);
  const caller = session === undefined ? longTerm(world, accessKeyId) : sessionCaller(world, session);
  // Without MFA, a session of a user may not call IAM. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
  const isLocked = session !== undefined && caller?.type === 'IAMUser' && scope.signingName === 'iam';
  if (caller === undefined || isLocked) throw unknownKey(isS3, wire);
  return caller;
};
