import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { ConnectionLost } from './errors.ts';
import type { Host } from './host.ts';
import { splitUrl, type WireRequest } from './wire.ts';

export interface Listening {
  readonly endpoint: string;
  readonly port: number;
  /** Stops taking calls, ends idle connections, then cuts what is left after a second. */
  close(): Promise<void>;
}

const fromIncoming = (incoming: IncomingMessage): WireRequest => ({
  method: incoming.method ?? 'GET',
  host: incoming.headers.host ?? '',
  ...splitUrl(incoming.url ?? '/'),
  headers: Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  ),
  body: incoming,
});

const serve = async (host: Host, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
  const { status, headers, body } = await host.handle(fromIncoming(incoming));
  if (!incoming.readableEnded) incoming.resume();
  if (body === undefined || body instanceof Uint8Array) {
    // A HEAD answer announces the length of what it leaves out; the codec has already set it.
    const length = incoming.method === 'HEAD' ? {} : { 'content-length': String(body?.byteLength ?? 0) };
    outgoing.writeHead(status, { ...headers, ...length });
    outgoing.end(body);
    return;
  }
  outgoing.writeHead(status, headers);
  await pipeline(body, outgoing);
};

/** Only on loopback: signatures are not verified, so whoever reaches the port is whoever he says he is. */
export const listen = (host: Host, port: number): Promise<Listening> => {
  const server = createServer((incoming, outgoing) => {
    serve(host, incoming, outgoing).catch((thrown: unknown) => {
      if (thrown instanceof ConnectionLost || outgoing.headersSent) {
        outgoing.destroy();
        return;
      }
      outgoing.writeHead(500, { 'content-type': 'text/plain' });
      outgoing.end(thrown instanceof Error ? thrown.message : String(thrown));
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      const close = (): Promise<void> =>
        new Promise((done) => {
          const cut = setTimeout(() => server.closeAllConnections(), 1000);
          server.close(() => {
            clearTimeout(cut);
            done();
          });
          server.closeIdleConnections();
        });
      resolve({ endpoint: `http://127.0.0.1:${bound}`, port: bound, close });
    });
  });
};
