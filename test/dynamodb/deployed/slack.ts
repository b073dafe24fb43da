import { createServer } from 'node:http';
import type { Template } from 'aws-cdk-lib/assertions';
import { HOME, resources, type Loose } from '../../infra/deployment.ts';
import type { Answer } from '../../functions/process.ts';
import type { RangeState } from '../../../tabletop/range/store.ts';
import { startFifo, type Fifo } from './fifo.ts';

type Body = Record<string, Loose>;
export interface SlackOptions {
  /** Of the emulator, with a slash at the end. */
  readonly apiUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
}
interface Settings {
  readonly signingParameter: string;
  readonly tokenParameter: string;
}

const SQS = 'https://sqs.eu-west-1.amazonaws.com/';
export const queueUrl = (id: string): string => `${SQS}${HOME}/${id}`;
/** Where the ingress calls AWS and Slack by name. */
export const routesTo = ({ front, pretend, apiUrl }: { front: string; pretend: string; apiUrl: string }): string =>
  JSON.stringify({
    'https://slack.com/api/': apiUrl,
    [SQS]: `${front}/`,
    'https://dynamodb.eu-west-1.amazonaws.com/': `${front}/`,
    'https://ssm.eu-west-1.amazonaws.com/': `${pretend}/`,
  });

/** The two parameters as somebody stored them. As plain text: what the key lets through is weighed in test/infra. */
export const parametersOf = ({ signingSecret, botToken }: SlackOptions, { signingParameter, tokenParameter }: Settings): RangeState =>
  Object.fromEntries(
    [
      [signingParameter, signingSecret],
      [tokenParameter, botToken],
    ].map(([name = '', value = '']) => {
      const arn = `arn:aws:ssm:eu-west-1:${HOME}:parameter${name}`;
      const first = { version: 1, type: 'String', value, tier: 'Standard', labels: [], modifiedAt: 0, modifiedBy: 'admin' };
      return [`ssm.parameter/${arn}`, JSON.stringify({ name, arn, tags: {}, versions: [first] })];
    }),
  );

export interface SlackHere {
  readonly requestUrl: string;
  /** What Slack sent last. */
  readonly last: () => { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };
  readonly queue: (id: RegExp) => Fifo;
  /** SQS answers 500 to whoever sends, until it is mended. */
  readonly breakSending: (broken: boolean) => void;
  readonly sent: (queue: string, message: Body) => void;
  readonly published: (entries: readonly Body[]) => void;
  readonly close: () => Promise<void>;
}

/** What is between Slack and the three functions: a function URL, two FIFO queues, a rule; each as its synthesised properties say. */
export const startSlackHere = async (
  home: Template,
  pace: number,
  invoke: (name: string, event: unknown) => Promise<Answer>,
): Promise<SlackHere> => {
  const named = new Map(
    [...resources(home, 'AWS::Lambda::Function')].map(([id, { Properties }]) => [id, String(Properties['FunctionName'])]),
  );
  const queues = resources(home, 'AWS::SQS::Queue');
  const fifos = new Map<string, Fifo>();
  for (const { Properties: mapping } of resources(home, 'AWS::Lambda::EventSourceMapping').values()) {
    const id: string = mapping['EventSourceArn']['Fn::GetAtt']?.[0] ?? '';
    const name = named.get(mapping['FunctionName'].Ref) ?? '';
    const queue = queues.get(id)?.Properties;
    if (queue !== undefined && name.startsWith('cordon-slack-'))
      fifos.set(
        id,
        startFifo(queue, mapping, pace, (event) => invoke(name, event)),
      );
  }
  const queue: SlackHere['queue'] = (pattern) => {
    const found = [...fifos].find(([id]) => pattern.test(id))?.[1];
    if (found === undefined) throw new Error(`no queue ${pattern}`);
    return found;
  };
  const rules = [...resources(home, 'AWS::Events::Rule').values()].filter(({ Properties }) => Properties['Targets']?.[0]?.SqsParameters);
  const [url] = resources(home, 'AWS::Lambda::Url').values();
  const behind = named.get(url?.Properties['TargetFunctionArn']['Fn::GetAtt'][0] ?? '');
  if (behind === undefined || url?.Properties['AuthType'] !== 'NONE') throw new Error('no function that Slack could call');

  // https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
  let last: ReturnType<SlackHere['last']> = { headers: {}, body: Buffer.alloc(0) };
  const server = createServer((request, response) => {
    const serve = async (): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      last = { headers, body: Buffer.concat(chunks) };
      const event = {
        headers,
        body: last.body.toString('base64'),
        isBase64Encoded: true,
        requestContext: { http: { method: request.method } },
      };
      const { payload, failed } = await invoke(behind, event);
      if (failed) return void response.writeHead(502).end('Internal Server Error');
      const { statusCode, headers: answered, body } = JSON.parse(payload);
      response.writeHead(statusCode, answered).end(body);
    };
    void serve().catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');

  let [serial, broken] = [0, false];
  return {
    requestUrl: `http://127.0.0.1:${address.port}/`,
    last: () => last,
    queue,
    breakSending: (now) => void (broken = now),
    sent: (id, { MessageBody, MessageGroupId, MessageDeduplicationId }) => {
      if (broken) throw new Error('InternalError');
      fifos.get(id)?.send(MessageBody, MessageGroupId, MessageDeduplicationId);
    },
    published: (entries) => {
      for (const { Source, DetailType, Detail } of entries) {
        const event: Body = {
          id: `e-${(serial += 1)}`,
          account: HOME,
          source: Source,
          'detail-type': DetailType,
          detail: JSON.parse(Detail),
        };
        for (const { Properties } of rules) {
          const pattern = Object.entries(Properties['EventPattern'] as Record<string, string[]>);
          if (!pattern.every(([key, values]) => values.includes(event[key]))) continue;
          const [{ Arn, SqsParameters }] = Properties['Targets'];
          fifos.get(Arn['Fn::GetAtt'][0])?.send(JSON.stringify(event), SqsParameters.MessageGroupId, undefined);
        }
      }
    },
    close: async () => {
      await Promise.all([...fifos.values()].map((one) => one.close()));
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
};
