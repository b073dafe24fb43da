import { createHash } from 'node:crypto';
import { awsCall, type AwsCall, type AwsKeys } from './aws-call.ts';
import { makeIngress, type IngressPorts, type IngressReply, type SlackRequest } from './ingress.ts';
import { SKEW_SECONDS } from './signature.ts';

export interface AwsIngress {
  readonly region: string;
  readonly keys: AwsKeys;
  readonly table: string;
  /** FIFO: what one person types is handled in order. */
  readonly queueUrl: string;
  /** SSM parameters (SecureString). The signing secret may be two, separated by a comma, while it is being changed. */
  readonly signingParameter: string;
  readonly tokenParameter: string;
  readonly slackApiUrl: string;
  readonly nowMilliseconds: () => number;
  /** Why a request was not taken, for the log: Slack is only told that it was not. */
  readonly trouble: (why: string) => void;
}
/** What it calls: the role of the ingress holds these and nothing else. */
export const INGRESS_CALLS = [
  'AmazonSQS.SendMessage',
  'AmazonSSM.GetParameter',
  'DynamoDB_20120810.DeleteItem',
  'DynamoDB_20120810.PutItem',
] as const;
type IngressCall = (typeof INGRESS_CALLS)[number];
/** Milliseconds after which secrets are read again, so that a changed one is known soon. */
const SECRETS_KEPT = 300_000;
/** Milliseconds for `views.open`. */
const FORM_PATIENCE = 1500;

const digest = (key: string): string => createHash('sha256').update(key).digest('hex');
const groupOf = (body: { readonly [key: string]: unknown }): string => {
  const user: unknown = body['user'] ?? body['user_id'];
  return digest(JSON.stringify(user ?? 'nobody').slice(0, 200)).slice(0, 32);
};

const caller =
  ({ region, keys, nowMilliseconds, trouble }: AwsIngress) =>
  async (service: AwsCall['service'], target: IngressCall, input: AwsCall['input']) => {
    try {
      return await awsCall({ region, service, target, input }, keys, nowMilliseconds());
    } catch (thrown) {
      trouble(String(thrown));
      throw thrown;
    }
  };

const portsOf = (options: AwsIngress, secrets: readonly string[], token: string): IngressPorts => {
  const { table, queueUrl, nowMilliseconds, slackApiUrl } = options;
  const call = caller(options);
  const item = (key: string) => ({ pk: { S: `SLACK#${digest(key)}` }, sk: { S: 'S' } });
  return {
    secrets,
    nowMilliseconds,
    seen: {
      add: async (key) => {
        const expires = { N: String(Math.ceil(nowMilliseconds() / 1000) + 2 * SKEW_SECONDS) };
        const input = { TableName: table, Item: { ...item(key), expires }, ConditionExpression: 'attribute_not_exists(pk)' };
        return (await call('dynamodb', 'DynamoDB_20120810.PutItem', input)) !== undefined;
      },
      forget: async (key) => void (await call('dynamodb', 'DynamoDB_20120810.DeleteItem', { TableName: table, Key: item(key) })),
    },
    enqueue: async (request) =>
      void (await call('sqs', 'AmazonSQS.SendMessage', {
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(request),
        MessageGroupId: groupOf(request.body),
        MessageDeduplicationId: digest(request.key),
      })),
    openForm: async (trigger, view) => {
      const response = await fetch(`${slackApiUrl}views.open`, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
        body: JSON.stringify({ trigger_id: trigger, view }),
        signal: AbortSignal.timeout(FORM_PATIENCE),
      });
      const answer: unknown = await response.json();
      return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true;
    },
  };
};

/** The ingress over DynamoDB, SQS and SSM. */
export const awsIngress = (options: AwsIngress): ((request: SlackRequest) => Promise<IngressReply>) => {
  const { nowMilliseconds } = options;
  const call = caller(options);
  let made: { readonly at: number; readonly handle: Promise<(request: SlackRequest) => Promise<IngressReply>> } | undefined;
  const parameter = async (Name: string): Promise<string> => {
    const answer = await call('ssm', 'AmazonSSM.GetParameter', { Name, WithDecryption: true });
    const found: unknown = answer?.['Parameter'];
    if (typeof found !== 'object' || found === null || !('Value' in found) || typeof found.Value !== 'string')
      throw new Error(`parameter ${Name} has no value`);
    return found.Value;
  };
  const make = async () => {
    const [signing, token] = await Promise.all([parameter(options.signingParameter), parameter(options.tokenParameter)]);
    const secrets = signing.split(',').map((secret) => secret.trim());
    return makeIngress(portsOf(options, secrets, token.trim()));
  };
  return async (request) => {
    const now = nowMilliseconds();
    if (made === undefined || now - made.at > SECRETS_KEPT) made = { at: now, handle: make() };
    const current = made;
    try {
      return await (await current.handle)(request);
    } catch (thrown) {
      // Secrets that could not be read are read again by the next request; this one was not taken.
      if (made === current) made = undefined;
      throw thrown;
    }
  };
};
