import { createHash, createHmac } from 'node:crypto';
import type { JsonObject } from '../../core/json.ts';

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
export interface AwsCall {
  readonly region: string;
  readonly service: 'dynamodb' | 'sqs' | 'ssm';
  /** `DynamoDB_20120810.PutItem`. */
  readonly target: string;
  readonly input: JsonObject;
}

const VERSIONS = { dynamodb: '1.0', sqs: '1.0', ssm: '1.1' } as const;
/** Milliseconds; Slack waits 3 seconds for everything. */
const PATIENCE = 1200;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Signature version 4 of one POST. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export const signedHeaders = (call: AwsCall, keys: AwsKeys, body: string, nowMilliseconds: number): Readonly<Record<string, string>> => {
  const stamp = new Date(nowMilliseconds).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = `${stamp.slice(0, 8)}/${call.region}/${call.service}/aws4_request`;
  const headers: Readonly<Record<string, string>> = {
    'content-type': `application/x-amz-json-${VERSIONS[call.service]}`,
    host: `${call.service}.${call.region}.amazonaws.com`,
    'x-amz-date': stamp,
    ...(keys.sessionToken !== undefined && { 'x-amz-security-token': keys.sessionToken }),
    'x-amz-target': call.target,
  };
  // Written above in the order of the alphabet, as the signature wants them.
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const request = ['POST', '/', '', lines.join(''), names, sha256(body)].join('\n');
  const key = [call.region, call.service, 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${keys.secretAccessKey}`, stamp.slice(0, 8)));
  const signature = hmac(key, ['AWS4-HMAC-SHA256', stamp, scope, sha256(request)].join('\n')).toString('hex');
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
};

/**
 * One call of an AWS service with a JSON protocol, without the SDK: a client of it is several times as large, and as slow to import, as all
 * that Slack's 3 seconds leave (design §7). Answers `undefined` when a condition was not met; throws on any other error.
 */
export const awsCall = async (call: AwsCall, keys: AwsKeys, nowMilliseconds: number): Promise<JsonObject | undefined> => {
  const body = JSON.stringify(call.input);
  const headers = signedHeaders(call, keys, body, nowMilliseconds);
  const response = await fetch(`https://${headers['host']}/`, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE) });
  // Cast: a service of AWS answers JSON objects; what is read from it is checked where it is read.
  const answer = (await response.json()) as JsonObject;
  if (response.ok) return answer;
  const type = typeof answer['__type'] === 'string' ? answer['__type'] : '';
  if (type.endsWith('#ConditionalCheckFailedException')) return undefined;
  throw new Error(`${call.target}: ${response.status} ${type}`);
};
