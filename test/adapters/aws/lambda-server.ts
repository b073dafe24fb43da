import { createServer } from 'node:http';
import { LambdaClient } from '@aws-sdk/client-lambda';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
export type Reply = { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> } | 'hang up';

/** Lambda's HTTP API as far as the adapters call it; a real SDK client talks to it. */
export const lambdaServer = async (answer: (seen: Seen) => Reply) => {
  const seen: Seen[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const one: Seen = {
        method: incoming.method ?? '',
        path: decodeURIComponent(incoming.url ?? ''),
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(one);
      const reply = answer(one);
      if (reply === 'hang up') {
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      outgoing.end(reply.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const client = new LambdaClient({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return {
    client,
    seen,
    close: () =>
      new Promise<void>((resolve) => {
        client.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
export const fault = (status: number, name: string): Reply => ({
  status,
  body: JSON.stringify({ Message: name, Type: 'User' }),
  headers: { 'x-amzn-errortype': name },
});
