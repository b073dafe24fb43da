import { createServer, type IncomingMessage } from 'node:http';
import { accessesOf, imagesOf } from './dynamo-door.ts';
import type { RemoteRuns } from './runs.ts';
import type { Loose } from '../../infra/deployment.ts';
import { queueArn } from '../../functions/accounts.ts';
import type { Access } from '../../../tabletop/range/policy/evaluate.ts';

type Body = Record<string, Loose>;
export interface FrontPorts {
  readonly dynamo: string;
  /** By the access key that signed. */
  readonly may: (accessKeyId: string, access: Access) => boolean;
  readonly invoke: (
    name: string,
    qualifier: string | undefined,
    event: unknown,
  ) => Promise<{ readonly payload: string; readonly failed: boolean }>;
  readonly runs: () => RemoteRuns;
  readonly appended: (images: readonly Body[]) => void;
  readonly published: (entries: readonly Body[]) => void;
  /** A message for a queue, by the queue's logical id. */
  readonly sent: (queue: string, message: Body) => void;
}
interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}
const fault = (status: number, name: string, message: string): Reply => ({
  status,
  body: JSON.stringify({ __type: name, message, Message: message }),
  headers: { 'x-amzn-errortype': name },
});
const denied = (action: string): Reply => fault(403, 'AccessDeniedException', `not authorized to perform: ${action}`);
const bytesOf = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
const keyOf = (incoming: IncomingMessage): string => /Credential=([^/]+)\//.exec(incoming.headers.authorization ?? '')?.[1] ?? '';

/** DynamoDB, Lambda and EventBridge as far as a deployment calls them, behind the permissions that were synthesised. */
export const startFront = async (
  ports: FrontPorts,
): Promise<{
  readonly endpoint: string;
  readonly close: () => Promise<void>;
  readonly refused: readonly string[];
  /** What was asked and allowed: `access key action`. */
  readonly used: ReadonlySet<string>;
}> => {
  const refused: string[] = [];
  const used = new Set<string>();
  const may: FrontPorts['may'] = (accessKeyId, access) => {
    const allowed = ports.may(accessKeyId, access);
    if (allowed) used.add(`${accessKeyId} ${access.action}`);
    return allowed;
  };
  const refuse = (accessKeyId: string, action: string): Reply => {
    refused.push(`${accessKeyId} ${action}`);
    return denied(action);
  };

  const dynamo = async (incoming: IncomingMessage, operation: string, raw: Buffer): Promise<Reply> => {
    const body: Body = JSON.parse(raw.toString());
    const key = keyOf(incoming);
    const forbidden = accessesOf(operation, body).find((access) => !may(key, access));
    if (forbidden !== undefined) return refuse(key, `${forbidden.action} on ${JSON.stringify(forbidden.context)}`);
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization: String(incoming.headers.authorization),
      'x-amz-date': String(incoming.headers['x-amz-date']),
    };
    const answer = await fetch(ports.dynamo, { method: 'POST', body: new Uint8Array(raw), headers });
    const text = await answer.text();
    if (answer.ok) ports.appended(imagesOf(operation, body));
    return { status: answer.status, body: text };
  };

  const invocation = async (incoming: IncomingMessage, url: URL, raw: Buffer): Promise<Reply> => {
    const [name = '', alias] = decodeURIComponent(url.pathname.split('/')[3] ?? '').split(':');
    const qualifier = url.searchParams.get('Qualifier') ?? alias;
    const resource = `arn:aws:lambda:eu-west-1:444455556666:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;
    if (!may(keyOf(incoming), { action: 'lambda:InvokeFunction', resource }))
      return refuse(keyOf(incoming), `lambda:InvokeFunction on ${resource}`);
    const event: unknown = JSON.parse(raw.toString());
    if (incoming.headers['x-amz-invocation-type'] === 'Event') {
      ports.runs().host.start(`${name}:${qualifier ?? ''}`, event, String(incoming.headers['x-amz-durable-execution-name']));
      return { status: 202, body: '' };
    }
    const { payload, failed } = await ports.invoke(name, qualifier, event);
    return { status: 200, body: payload, ...(failed && { headers: { 'x-amz-function-error': 'Unhandled' } }) };
  };

  const durable = async (incoming: IncomingMessage, url: URL, raw: Buffer): Promise<Reply> => {
    const [, kind, id = '', verb] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    if (kind === 'durable-execution-callbacks') {
      const resource = 'arn:aws:lambda:eu-west-1:444455556666:function:cordon-run:1/durable-execution/x/y';
      if (!may(keyOf(incoming), { action: 'lambda:SendDurableExecutionCallbackSuccess', resource }))
        return refuse(keyOf(incoming), 'callback');
      const answered = ports.runs().host.complete(id, { result: raw.toString() });
      return answered === 'answered' ? { status: 200, body: '{}' } : fault(400, 'CallbackTimeoutException', 'closed');
    }
    const client = ports.runs().client(id);
    if (client === undefined) return fault(404, 'ResourceNotFoundException', id);
    if (verb === 'checkpoint') {
      const body: Body = JSON.parse(raw.toString());
      return {
        status: 200,
        body: JSON.stringify(
          await client.checkpoint({ DurableExecutionArn: id, CheckpointToken: body.CheckpointToken, Updates: body.Updates }),
          seconds,
        ),
      };
    }
    const query = {
      CheckpointToken: url.searchParams.get('CheckpointToken') ?? '',
      Marker: url.searchParams.get('Marker') ?? '',
      MaxItems: Number(url.searchParams.get('MaxItems') ?? 0),
    };
    return { status: 200, body: JSON.stringify(await client.getExecutionState({ DurableExecutionArn: id, ...query }), seconds) };
  };
  /** Timestamps go over the wire as seconds. */
  const seconds = (key: string, value: unknown): unknown =>
    key.endsWith('Timestamp') && typeof value === 'string' ? Date.parse(value) / 1000 : value;

  const serve = async (incoming: IncomingMessage): Promise<Reply> => {
    const url = new URL(incoming.url ?? '/', 'http://front');
    const raw = await bytesOf(incoming);
    const [service = '', operation = ''] = String(incoming.headers['x-amz-target'] ?? '').split('.');
    if (service.startsWith('DynamoDB')) return dynamo(incoming, operation, raw);
    if (service === 'AWSEvents') {
      const { Entries } = JSON.parse(raw.toString());
      const resource = 'arn:aws:events:eu-west-1:444455556666:event-bus/default';
      const asked = Entries.map(
        ({ Source }: Body): Access => ({ action: 'events:PutEvents', resource, context: { 'events:source': [Source] } }),
      );
      if (!asked.every((access: Access) => may(keyOf(incoming), access))) return refuse(keyOf(incoming), 'events:PutEvents');
      ports.published(Entries);
      return {
        status: 200,
        body: JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map((_: unknown, i: number) => ({ EventId: String(i) })) }),
      };
    }
    if (service === 'AmazonSQS' && operation === 'SendMessage') {
      const message: Body = JSON.parse(raw.toString());
      const queue = String(message.QueueUrl).split('/').at(-1) ?? '';
      if (!may(keyOf(incoming), { action: 'sqs:SendMessage', resource: queueArn(queue) }))
        return refuse(keyOf(incoming), 'sqs:SendMessage');
      ports.sent(queue, message);
      return { status: 200, body: JSON.stringify({ MessageId: 'm' }) };
    }
    if (url.pathname.startsWith('/2015-03-31/functions/')) return invocation(incoming, url, raw);
    if (url.pathname.startsWith('/2025-12-01/')) return durable(incoming, url, raw);
    return fault(404, 'UnknownOperationException', `${incoming.method} ${url.pathname}`);
  };

  const server = createServer((incoming, outgoing) => {
    serve(incoming)
      .catch((thrown: unknown) => fault(500, thrown instanceof Error ? thrown.name : 'ServiceException', String(thrown)))
      .then(
        ({ status, body, headers }) => {
          outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
          outgoing.end(body);
        },
        () => outgoing.destroy(),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    refused,
    used,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
