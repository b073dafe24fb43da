import { Hono, type Context } from 'hono';
import { setCookie } from 'hono/cookie';
import * as z from 'zod';
import { JsonObject } from '../core/json.ts';
import { EVENT_BYTES, readBytes, readJson } from './body.ts';
import { hostOf, liveRefusal, unknownPerson, type Env } from './identity.ts';
import { numberIn } from './number.ts';
import { mayActAs, type Desk } from './place.ts';
import { answered, missing, onlyLooks, problem } from './problem.ts';
import { cookieName, seal } from './session.ts';

const VoteBody = z.strictObject({
  vote: z.enum(['approve', 'deny']),
  reason: z.string().trim().min(1).max(2000).optional(),
  typed: z.string().max(256).optional(),
});
const AsBody = z.strictObject({ person: z.string().min(1).max(64) });
const Nothing = z.strictObject({});

/** Everything that a person can do. The acting person is `c.get('actor')`, whatever a body says. */
export const actRoutes = (desk: Desk): Hono<Env> => {
  const { backend } = desk;
  const startSession = (c: Context<Env>, person: string) => {
    const ends = c.get('ends');
    const maxAge = Math.max(0, ends - Math.floor(desk.now() / 1000));
    setCookie(c, cookieName(hostOf(c)), seal(desk.key, { person, ends }), { httpOnly: true, sameSite: 'Strict', path: '/', maxAge });
  };
  return new Hono<Env>()
    .post('/session', async (c) => {
      const body = await readJson(c, Nothing);
      if (!body.ok) return body.response;
      startSession(c, c.get('actor').id);
      return c.json({ you: c.get('actor').id });
    })
    .post('/session/as', async (c) => {
      if (!mayActAs(desk.place)) return liveRefusal(c, desk);
      const body = await readJson(c, AsBody);
      if (!body.ok) return body.response;
      if (body.value.person !== desk.you && backend.person(body.value.person) === undefined) return unknownPerson(c);
      startSession(c, body.value.person);
      return c.json({ you: body.value.person });
    })
    .post('/events', async (c) => {
      const body = await readBytes(c, EVENT_BYTES);
      if (!body.ok) return body.response;
      const reply = await backend.receive(body.value);
      return Response.json(reply.body, { status: reply.status });
    })
    .post('/approvals/:number', async (c) => {
      const number = numberIn(c.req.param('number'), 'A');
      if (number === undefined) return missing(c, `approval ${c.req.param('number')}`, 'GET /approvals');
      const body = await readJson(c, VoteBody);
      if (!body.ok) return body.response;
      const { vote, reason, typed } = body.value;
      const args = {
        approval: `A-${number}`,
        ...(reason === undefined ? {} : { reason }),
        ...(typed === undefined ? {} : { target: typed }),
      };
      return answered(c, await backend.command(vote, args, c.get('actor')));
    })
    .post('/commands/:verb', async (c) => {
      const verb = c.req.param('verb');
      if (!backend.verbs.includes(verb)) {
        return problem(c, {
          status: 404,
          code: 'not-found',
          message: `There is no command ${verb.slice(0, 40)}`,
          hint: `One of: ${backend.verbs.join(' ')}`,
        });
      }
      const body = await readJson(c, JsonObject);
      if (!body.ok) return body.response;
      c.set('onlyLooks', onlyLooks(verb, body.value));
      return answered(c, await backend.command(verb, body.value, c.get('actor')));
    });
};
