import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { application } from './app.ts';
import type { ConsoleOptions } from './place.ts';
import { createStreams, type Streams } from './stream.ts';

/** Shorter keys can be guessed by another user of the same machine. */
const MIN_KEY_CHARACTERS = 16;
/** Browsers open six per tab; a load test opens more. Bodies in memory are bounded by this times `EVENT_BYTES`. */
const MAX_CONNECTIONS = 128;
/** A client that dribbles its headers or its body longer than this is cut off. */
const SLOW_MILLISECONDS = 20_000;
/** How long answers under way may take after `close`. */
const LAST_WORDS_MILLISECONDS = 1_000;

export interface Console {
  /** The same application without a socket. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** On 127.0.0.1 only; 0 lets the system choose. Rejects with the socket's error (EADDRINUSE). */
  readonly listen: (port: number) => Promise<{ readonly port: number; readonly close: () => Promise<void> }>;
}

const closing = (server: Server, streams: Streams): Promise<void> =>
  new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), LAST_WORDS_MILLISECONDS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    streams.close();
    server.closeIdleConnections();
  });

/** The local server: a page, an HTTP interface and two streams over one `Backend`. */
export const createConsole = ({ backend, key, place, you = 'you', page, now = Date.now }: ConsoleOptions): Console => {
  if (key.length < MIN_KEY_CHARACTERS) throw new Error(`the console's key needs at least ${MIN_KEY_CHARACTERS} characters`);
  const streams = createStreams();
  const app = application({ backend, key, place, you, now }, page ?? new URL('./page/', import.meta.url), streams);
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return {
    fetch: async (request) => app.fetch(request),
    listen: (port) =>
      new Promise((resolve, reject) => {
        const bounds = { headersTimeout: SLOW_MILLISECONDS, requestTimeout: SLOW_MILLISECONDS, maxHeaderSize: 16_384 };
        const server = createServer(bounds, (incoming, outgoing) => void listener(incoming, outgoing));
        server.maxConnections = MAX_CONNECTIONS;
        server.once('error', reject);
        server.listen({ port, host: '127.0.0.1' }, () => {
          const address = server.address();
          if (address === null || typeof address === 'string') return reject(new Error('the console listens on no port'));
          resolve({ port: address.port, close: () => closing(server, streams) });
        });
      }),
  };
};
