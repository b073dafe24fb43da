import type { Answer } from '../engine/verb.ts';
import { isObject } from './object.ts';
import { checkActing, type ServerFile } from './place.ts';
import { notRunning, Stop, type Refusal } from './stop.ts';
import { takeEvents, type StreamEvent } from './sse.ts';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}
export interface Client {
  readonly shiftDays: number;
  readonly get: (path: string) => Promise<unknown>;
  /** `mayAct`: without an answer its outcome is unknown. */
  readonly post: (path: string, body: string | Uint8Array<ArrayBuffer>, mayAct: boolean) => Promise<Reply>;
  readonly stream: (path: string, signal: AbortSignal) => AsyncIterable<StreamEvent>;
}

/** HTTP status to exit code, for answers that say no exit code themselves. */
const EXIT: Readonly<Record<number, number>> = { 400: 2, 401: 75, 403: 5, 404: 6, 409: 7, 413: 2, 422: 3, 503: 75 };
const isEffect = (value: unknown): value is Refusal['effect'] => value === 'no-change' || value === 'changed' || value === 'unknown';

/** What the server refused, in its own words. */
export const refusalOf = ({ status, body }: Reply): Refusal => {
  const error = isObject(body) && isObject(body.error) ? body.error : {};
  const { message, hint, code, effect } = error;
  const wrongKey = status === 401;
  return {
    exit: EXIT[status] ?? 1,
    code: typeof code === 'string' ? code : `http-${status}`,
    message: wrongKey
      ? 'Another server answers at this address; it does not know the key of this data directory'
      : typeof message === 'string'
        ? message
        : `The server answered with status ${status}`,
    hint: typeof hint === 'string' && !wrongKey ? hint : 'npm start',
    effect: isEffect(effect) ? effect : status >= 500 ? 'unknown' : 'no-change',
    next: status === 401 || status === 503 ? 'npm start' : 'npx cordon status',
  };
};

const isStrings = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');
const isExit = (value: unknown): value is Answer['exit'] => typeof value === 'number' && [0, 1, 2, 3, 4, 5, 6, 7, 8, 75].includes(value);
const followOf = (value: unknown): Answer['follow'] | undefined => {
  if (!isObject(value)) return undefined;
  const { incident, fromSeq } = value;
  return typeof incident === 'number' && typeof fromSeq === 'number' ? { incident, fromSeq } : undefined;
};

/** The answer of a verb, checked: another server, or an older one, must not be believed by its shape alone. */
export const answerOf = (
  reply: Reply,
): Pick<Answer, 'exit' | 'lines' | 'next' | 'follow'> & { readonly data: object; readonly refusal: Refusal } => {
  const { body } = reply;
  if (!isObject(body) || !isExit(body.exit) || !isStrings(body.lines)) throw new Stop(refusalOf(reply));
  const { exit, lines, next } = body;
  const follow = followOf(body.follow);
  return {
    exit,
    lines,
    data: isObject(body.data) ? body.data : {},
    ...(typeof next === 'string' && { next }),
    ...(follow !== undefined && { follow }),
    refusal: { ...refusalOf(reply), exit, next: typeof next === 'string' ? next : 'npx cordon status' },
  };
};

const causeCode = (thrown: unknown): unknown => (thrown instanceof Error && isObject(thrown.cause) ? thrown.cause.code : undefined);

/** Speaks to the server of one data directory, as the key's person or, in the sandbox, as somebody else. */
export const createClient = (server: ServerFile, dataDir: string, as: string | undefined): Client => {
  checkActing(server, as);
  const headers = { authorization: `Bearer ${server.key}`, ...(as !== undefined && { 'x-cordon-as': as }) };
  const call = async (path: string, init: RequestInit, mayAct: boolean): Promise<Response> => {
    try {
      return await fetch(new URL(path, server.url), { ...init, redirect: 'error' });
    } catch (thrown) {
      if (causeCode(thrown) === 'ECONNREFUSED') throw notRunning(dataDir);
      throw lost(mayAct);
    }
  };
  const read = async (response: Response, mayAct: boolean): Promise<Reply> => {
    try {
      const text = await response.text();
      return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
    } catch {
      throw lost(mayAct);
    }
  };
  return {
    shiftDays: server.shiftDays,
    get: async (path) => {
      const reply = await read(await call(path, { headers }, false), false);
      if (reply.status !== 200) throw new Stop(refusalOf(reply));
      return reply.body;
    },
    post: async (path, body, mayAct) =>
      read(await call(path, { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } }, mayAct), mayAct),
    stream: async function* (path, signal) {
      const response = await call(path, { signal, headers: { ...headers, accept: 'text/event-stream' } }, false);
      if (!response.ok || response.body === null) throw new Stop(refusalOf(await read(response, false)));
      let buffer = '';
      for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
        const { events, rest } = takeEvents(buffer + text);
        buffer = rest;
        yield* events;
      }
    },
  };
};

/** A request that may have reached the server and got no answer: said as unknown, never as "nothing happened". */
const lost = (mayAct: boolean): Stop =>
  new Stop({
    exit: mayAct ? 8 : 75,
    code: 'connection-lost',
    message: 'The connection to the server broke before it answered',
    hint: mayAct ? 'The command may have been carried out: look before you repeat it' : 'Try again; if it stays so: npm start',
    effect: mayAct ? 'unknown' : 'no-change',
    next: 'npx cordon status',
  });
