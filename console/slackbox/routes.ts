import { Hono, type Context } from 'hono';
import * as z from 'zod';
import { readJson } from '../body.ts';
import type { Env } from '../identity.ts';
import { hasChannel, type Desk } from '../place.ts';
import { missing, problem } from '../problem.ts';
import type { Told } from './act.ts';
import { Filled } from './form.ts';
import type { SlackDesk } from './slackbox.ts';

const Id = z.string().min(1).max(64);
/** `text` that begins with `/` is a command; anything else is said in the channel. */
const CommandBody = z.strictObject({ channel: Id, text: z.string().trim().min(1).max(3000), thread: Id.optional() });
const PressBody = z.strictObject({ channel: Id, ts: Id, action: z.string().min(1).max(255), value: z.string().max(2000).optional() });
const SubmitBody = z.strictObject({ view: Id, values: Filled });
const CloseBody = z.strictObject({ view: Id });
const OutageBody = z.strictObject({ down: z.boolean() });

const STATUS = {
  service_unavailable: 503,
  operation_timeout: 504,
  http_service_error: 502,
  dispatch_failed: 502,
  validation: 422,
} as const;
const isNamed = (error: string): error is keyof typeof STATUS => error in STATUS;

const told = (c: Context, answer: Told): Response => {
  if (answer.ok) return c.json({ ok: true });
  const { error, why } = answer;
  const unknown = error === 'operation_timeout' || error === 'http_service_error';
  return problem(c, {
    status: isNamed(error) ? STATUS[error] : 409,
    code: error,
    message: why,
    hint: 'Look at the channel again, or: npx cordon status',
    effect: unknown ? 'unknown' : 'no-change',
  });
};

/** The channel for the page. The person is the session's, and so is the Slack account; no body can bring another. */
export const slackRoutes = (desk: Desk): Hono<Env> => {
  const { slackbox } = desk.backend;
  const app = new Hono<Env>();
  if (slackbox === undefined || !hasChannel(desk)) return app;
  const as = (c: Context<Env>, act: (user: string) => Response | Promise<Response>): Response | Promise<Response> => {
    const user = slackbox.userOf(c.get('actor').id);
    if (user !== undefined) return act(user);
    return problem(c, {
      status: 403,
      code: 'no-slack-account',
      message: `${c.get('actor').id} has no account in this Slack workspace`,
      hint: 'Act as somebody who has one',
    });
  };
  const doing =
    <S extends z.ZodType>(schema: S, act: (desk: SlackDesk, user: string, body: z.output<S>) => Promise<Told>) =>
    (c: Context<Env>) =>
      as(c, async (user) => {
        const body = await readJson(c, schema);
        return body.ok ? told(c, await act(slackbox, user, body.value)) : body.response;
      });
  return app
    .get('/slackbox', (c) =>
      as(c, (user) => {
        const look = slackbox.look(user);
        return look === undefined ? missing(c, 'such Slack account', 'GET /overview') : c.json(look);
      }),
    )
    .post(
      '/slackbox/command',
      doing(CommandBody, ({ act }, user, { channel, text, thread }) => {
        const [, name, rest = ''] = /^(\/[a-z0-9_-]{1,31})(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
        return name === undefined ? act.say(user, channel, text, thread) : act.command(user, name, rest, channel);
      }),
    )
    .post(
      '/slackbox/press',
      doing(PressBody, ({ act }, user, { channel, ts, action, value }) => act.press(user, channel, ts, action, value)),
    )
    .post(
      '/slackbox/submit',
      doing(SubmitBody, ({ act }, user, { view, values }) => act.submit(user, view, values)),
    )
    .post('/slackbox/outage', (c) =>
      as(c, async () => {
        const body = await readJson(c, OutageBody);
        if (!body.ok) return body.response;
        slackbox.outage(body.value.down);
        return c.json({ ok: true });
      }),
    )
    .post(
      '/slackbox/close',
      doing(CloseBody, ({ act }, user, { view }) => act.close(user, view)),
    );
};
