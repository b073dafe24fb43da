import { createConsole } from '../../console/server.ts';
import type { ConsoleOptions } from '../../console/place.ts';
import { instantOf } from '../../core/time.ts';
import { overviewOf } from '../browser/fixtures.ts';
import { framingBackend, type Framing } from './framing-backend.ts';

export const KEY = '6f1c09d2a7b34e58';

/** Parsed, for assertions. */
export const jsonOf = async (response: Response): Promise<ReturnType<typeof JSON.parse>> => JSON.parse(await response.text());

export interface Started {
  readonly url: string;
  readonly port: number;
  readonly backend: Framing;
  readonly close: () => Promise<void>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
}

/** The real server on a port of the system's choice. */
export const start = async (options: Partial<ConsoleOptions> = {}): Promise<Started> => {
  const first = overviewOf('NOT CONTAINED', instantOf(Date.now()));
  const backend = framingBackend(first);
  const { port, close } = await createConsole({ backend, key: KEY, place: first.place, ...options }).listen(0);
  const url = `http://127.0.0.1:${port}`;
  const bearer = { authorization: `Bearer ${KEY}` };
  const signal = () => AbortSignal.timeout(10_000);
  return {
    url,
    port,
    backend,
    close,
    get: (path, headers = bearer) => fetch(url + path, { headers, signal: signal() }),
    post: (path, body, headers = bearer) =>
      fetch(url + path, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body), signal: signal() }),
  };
};
