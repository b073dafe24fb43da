import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObject } from '../../core/json.ts';
import type { Box } from './box.ts';
import { refuse, type Method, type Reply } from './method.ts';
import { METHODS } from './methods.ts';
import type { Rates } from './rate.ts';
import { respond } from './response-url.ts';
import { sameText } from '../session.ts';

/** Larger than any message with 50 full blocks. */
const BODY_BYTES = 1_048_576;
/** New messages per channel: one per second, "short bursts" allowed without a number; assumed: three. */
const BURST_MILLISECONDS = 3_000;
const BURST = 3;

export interface Tokens {
  readonly bot: string;
  readonly app: string;
}

const bodyOf = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
};

type Args = Readonly<Record<string, unknown>>;
const argsOf = (type: string, body: string): Args | string => {
  if (body === '') return {};
  if (type.includes('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body));
  if (!type.includes('application/json')) return 'invalid_post_type';
  try {
    const read: unknown = JSON.parse(body);
    return isObject(read) ? read : 'json_not_object';
  } catch {
    return 'invalid_json';
  }
};

const whyNotToken = (tokens: Tokens, method: Method, given: string | undefined): string | undefined => {
  if (given === undefined || given === '') return 'not_authed';
  const wanted = method.token === 'app' ? tokens.app : tokens.bot;
  if (sameText(given, wanted)) return undefined;
  return sameText(given, tokens.bot) || sameText(given, tokens.app) ? 'not_allowed_token_type' : 'invalid_auth';
};

const send = (response: ServerResponse, status: number, body: object, headers: Readonly<Record<string, string>> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
};
const sendReply = (response: ServerResponse, reply: Reply): void => {
  if (reply.ok) return send(response, 200, { ok: true, ...reply.data });
  const detail = reply.messages === undefined ? {} : { response_metadata: { messages: reply.messages } };
  return send(response, 200, { ok: false, error: reply.error, ...detail });
};

/** When the same channel gets messages too fast, as Slack counts it. */
const createPace = (now: () => number): ((channel: string) => number) => {
  const posts = new Map<string, number[]>();
  return (channel) => {
    const recent = (posts.get(channel) ?? []).filter((at) => at > now() - BURST_MILLISECONDS);
    posts.set(channel, recent);
    if (recent.length >= BURST) return 1;
    recent.push(now());
    return 0;
  };
};

/** Slack's HTTP side: `/api/<method>` and `/respond/<id>`. */
export const createWebApi = (
  box: Box,
  tokens: Tokens,
  rates: Rates,
): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  const pace = createPace(() => box.clock.now());
  const waitFor = (name: string, method: Method, args: Args): number => {
    const given = rates.limitOf(name);
    if (given === undefined && name === 'chat.postMessage') return pace(String(args['channel']));
    return rates.wait(name, given ?? method.perMinute);
  };
  const call = (request: IncomingMessage, response: ServerResponse, name: string, body: string): void => {
    const method = METHODS.get(name);
    if (method === undefined) return sendReply(response, refuse('unknown_method'));
    const args = argsOf(request.headers['content-type'] ?? '', body);
    if (typeof args === 'string') return sendReply(response, refuse(args));
    const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    const inBody = typeof args['token'] === 'string' ? args['token'] : undefined;
    const error = whyNotToken(tokens, method, bearer ?? inBody);
    if (error !== undefined) return sendReply(response, refuse(error));
    const seconds = waitFor(name, method, args);
    if (seconds > 0) return send(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(seconds) });
    return sendReply(response, method.run(box, args));
  };
  return async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const body = await bodyOf(request);
    if (body === undefined) return send(response, 413, { ok: false, error: 'request_too_large' }, { connection: 'close' });
    if (box.isDown()) return send(response, 503, { ok: false, error: 'service_unavailable' });
    const [, room, name = ''] = pathname.split('/');
    if (room === 'api') return call(request, response, name, body);
    if (room === 'respond' && request.method === 'POST') {
      const { status, reply } = respond(box, name, argsOf('application/json', body));
      return send(response, status, reply);
    }
    return send(response, 404, { ok: false, error: 'not_found' });
  };
};
