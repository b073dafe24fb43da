import { gzipSync } from 'node:zlib';
import { isObject, type JsonObject } from '../../../core/json.ts';
import { instantOf } from '../../../core/time.ts';
import { invocationLoggingOf } from '../bedrock/state.ts';
import type { Context } from '../operation.ts';
import { bucketsOf } from '../s3/state.ts';
import { storeObject } from '../s3/write.ts';
import { compactTime } from './guard.ts';

export interface Logged {
  readonly operation: string;
  readonly modelId: string;
  readonly input: JsonObject;
  readonly inputTokens: number;
  readonly output: JsonObject;
  readonly outputTokens: number;
}
const recordOf = (context: Context, logged: Logged): JsonObject => ({
  schemaType: 'ModelInvocationLog',
  schemaVersion: '1.0',
  timestamp: `${instantOf(context.now).slice(0, 19)}Z`,
  accountId: context.account,
  identity: { arn: context.caller.arn },
  region: context.region,
  requestId: context.requestId,
  operation: logged.operation,
  modelId: logged.modelId,
  input: { inputContentType: 'application/json', inputBodyJson: logged.input, inputTokenCount: logged.inputTokens },
  output: { outputContentType: 'application/json', outputBodyJson: logged.output, outputTokenCount: logged.outputTokens },
});

/** Writes the call down where the account's configuration says; without one nothing of it remains. */
export const logInvocation = (context: Context, logged: Logged): void => {
  const { world, account, region, now } = context;
  const config = invocationLoggingOf(world).get(`${account}|${region}`)?.config;
  const s3 = config?.['s3Config'];
  if (config === undefined || config['textDataDeliveryEnabled'] === false || !isObject(s3)) return;
  const bucket = typeof s3['bucketName'] === 'string' ? bucketsOf(world).get(s3['bucketName']) : undefined;
  if (bucket === undefined) return;
  const [year, month, day, hour] = instantOf(now).split(/[-T:]/);
  const prefix = typeof s3['keyPrefix'] === 'string' && s3['keyPrefix'] !== '' ? `${s3['keyPrefix']}/` : '';
  const name = `${compactTime(now)}_${world.ids.code('invocation-log', 16).toLowerCase()}`;
  storeObject(world, bucket, {
    key: `${prefix}AWSLogs/${account}/BedrockModelInvocationLogs/${region}/${year}/${month}/${day}/${hour}/${name}.json.gz`,
    bytes: gzipSync(`${JSON.stringify(recordOf(context, logged))}\n`),
    contentType: 'application/json',
  });
};
