import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  readonly method: string;
  readonly body: Readonly<Record<string, string>>;
  /** 0: the connection was cut. */
  readonly status: number;
}
/** What stands between Cordon and Slack, and what can go wrong there. */
export interface Line {
  /** Ends with /api/. */
  readonly apiUrl: string;
  /** Everything that went through or was stopped, in order. */
  readonly calls: Call[];
  /** Answers of Cordon to one person, by response_url. */
  readonly answers: { readonly id: string; readonly text: string }[];
  readonly responseUrl: (id: string) => string;
  /** `up`; `down`: 503; `dead`: connections are cut; `deaf`: Slack does it, but its answer is lost. */
  state: 'up' | 'down' | 'dead' | 'deaf';
  /** The next so many calls of a method are refused with 429 and this Retry-After. */
  limit: (method: string, times: number, seconds: number) => void;
  /** Called before a call goes through; an error's name stops it, as Slack's own `ok: false` would. */
  before: (call: Omit<Call, 'status'>) => string | undefined;
  readonly close: () => Promise<void>;
}

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
const fieldsOf = (bytes: Buffer, type: string): Record<string, string> =>
  type.includes('json')
    ? Object.fromEntries(
        Object.entries(JSON.parse(bytes.toString() || '{}')).map(([key, value]) => [
          key,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      )
    : Object.fromEntries(new URLSearchParams(bytes.toString()));

/** A proxy on the loopback in front of an emulator at `target`. */
export const openLine = async (target: string): Promise<Line> => {
  const limits = new Map<string, { times: number; seconds: number }>();
  const answer = (response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bytes = await read(request);
    const path = request.url ?? '/';
    const body = fieldsOf(bytes, request.headers['content-type'] ?? '');
    const method = path.replace(/^\/(api\/)?/, '');
    const stop = (status: number) => line.calls.push({ method, body, status });
    if (line.state === 'dead') {
      stop(0);
      return void request.socket.destroy();
    }
    if (line.state === 'down') {
      stop(503);
      return answer(response, 503, 'upstream connect error');
    }
    if (path.startsWith('/respond/')) {
      line.answers.push({ id: path.slice('/respond/'.length), text: body['text'] ?? '' });
      return answer(response, 200, '{"ok":true}');
    }
    const limited = limits.get(method);
    if (limited !== undefined && limited.times > 0) {
      limited.times -= 1;
      stop(429);
      return answer(response, 429, '{"ok":false,"error":"ratelimited"}', { 'retry-after': String(limited.seconds) });
    }
    const error = line.before({ method, body });
    if (error !== undefined) {
      stop(200);
      return answer(response, 200, JSON.stringify({ ok: false, error }));
    }
    const { authorization = '', 'content-type': contentType = '' } = request.headers;
    const done = await fetch(`${target}${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': contentType },
      body: new Uint8Array(bytes),
    });
    const text = await done.text();
    if (line.state === 'deaf') {
      stop(0);
      return void request.socket.destroy();
    }
    stop(done.status);
    answer(response, done.status, text);
  };
  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const line: Line = {
    apiUrl: `${base}/api/`,
    calls: [],
    answers: [],
    responseUrl: (id) => `${base}/respond/${id}`,
    state: 'up',
    limit: (method, times, seconds) => void limits.set(method, { times, seconds }),
    before: () => undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return line;
};
