import type { Context, Token } from '../operation.ts';
import { sessionsOf } from './state.ts';

interface Issued {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  readonly Expiration: Date;
}
/** Hands out temporary credentials, and forgets those that have ended. */
export const issue = (
  { world, now }: Context,
  given: { readonly principal: string; readonly session: string; readonly seconds: number; readonly token: Omit<Token, 'issuedAt'> },
): Issued => {
  const accessKeyId = `ASIA${world.ids.code('session', 16)}`;
  const secretAccessKey = world.ids.version('session-secret');
  const sessionToken = world.ids.version('session-token');
  const expiresAt = now + given.seconds * 1000;
  sessionsOf(world).put(accessKeyId, {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    roleArn: given.principal,
    session: given.session,
    expiresAt,
    token: { ...given.token, issuedAt: now },
  });
  for (const [key, session] of sessionsOf(world).entries()) if (session.expiresAt < now) sessionsOf(world).remove(key);
  return { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: new Date(expiresAt) };
};
