import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { ActingPerson } from './backend.ts';
import { mayActAs, type Desk } from './place.ts';
import { problem } from './problem.ts';
import { cookieName, sameText, SESSION_SECONDS, unseal } from './session.ts';

/** `ends`: when the session is over, in seconds since 1970. `onlyLooks`: the verb that was asked for changes nothing. */
export type Env = { Variables: { actor: ActingPerson; ends: number; onlyLooks?: boolean } };
type Holder = { readonly actor: ActingPerson; readonly ends: number };

export const hostOf = (c: Context): string => c.req.header('host') ?? new URL(c.req.url).host;

const afresh = ({ now }: Desk): number => Math.floor(now() / 1000) + SESSION_SECONDS;

/** The key itself outranks a session; a wrong key is never rescued by a cookie. */
const holderOf = (c: Context, desk: Desk): Holder | undefined => {
  const authorization = c.req.header('authorization');
  if (authorization !== undefined) {
    const given = /^Bearer ([\x21-\x7e]{1,512})$/.exec(authorization)?.[1];
    return given !== undefined && sameText(given, desk.key) ? { actor: { id: desk.you, via: 'cli' }, ends: afresh(desk) } : undefined;
  }
  const cookie = getCookie(c, cookieName(hostOf(c)));
  const session = cookie === undefined ? undefined : unseal(desk.key, cookie, desk.now());
  if (session === undefined) return undefined;
  return { actor: { id: mayActAs(desk.place) ? session.person : desk.you, via: 'console' }, ends: session.ends };
};

export const liveRefusal = (c: Context, desk: Desk): Response =>
  problem(c, {
    status: 400,
    code: 'not-on-live',
    message: `Acting as somebody else works only in the sandbox. On LIVE you are who AWS says you are: ${desk.you}`,
    hint: 'Leave out x-cordon-as',
  });

export const unknownPerson = (c: Context): Response =>
  problem(c, { status: 400, code: 'unknown-person', message: 'No such person in assets.yaml', hint: 'GET /overview lists the people' });

/** Who is asking? From the key or its session and, in the sandbox, `x-cordon-as`; never from a body. */
export const identify =
  (desk: Desk): MiddlewareHandler<Env> =>
  async (c, next) => {
    const holder = holderOf(c, desk);
    if (holder === undefined) {
      return problem(c, {
        status: 401,
        code: 'no-key',
        message: 'This needs the key that npm start printed',
        hint: 'Send it as "Authorization: Bearer <key>", or open the printed address',
      });
    }
    const as = c.req.header('x-cordon-as');
    if (as !== undefined && !mayActAs(desk.place)) return liveRefusal(c, desk);
    const id = as ?? holder.actor.id;
    // The default person of a session needs no entry: on LIVE it is an AWS identity.
    if (id !== desk.you && desk.backend.person(id) === undefined) return unknownPerson(c);
    // The page says whom it showed, so that a change in another tab cannot make this press somebody else's.
    const shown = c.req.header('x-cordon-shown-as');
    if (shown !== undefined && shown !== id) {
      return problem(c, {
        status: 409,
        code: 'other-person',
        message: `You now act as ${id}; this page showed ${shown.slice(0, 32)}. Nothing was sent.`,
        hint: 'Look at the page again, then press again',
      });
    }
    c.set('actor', { id, via: holder.actor.via });
    c.set('ends', holder.ends);
    return next();
  };
