import { gzipSync } from 'node:zlib';
import { isObject, type JsonObject } from '../../../core/json.ts';
import { instantOf } from '../../../core/time.ts';
import { invocationLoggingOf } from '../bedrock/state.ts';
import { groupKey, groupsOf, putLogEvents } from '../logs/state.ts';
import type { Context } from '../operation.ts';
import { decide } from '../policy/authorise.ts';
import { bucketsOf } from '../s3/state.ts';
import { storeObject } from '../s3/write.ts';
import { compactTime } from './guard.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html */
const LOG_STREAM = 'aws/bedrock/modelinvocations';

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

const toBucket = (context: Context, s3: JsonObject, record: JsonObject): void => {
  const { world, account, region, now } = context;
  const bucket = typeof s3['bucketName'] === 'string' ? bucketsOf(world).get(s3['bucketName']) : undefined;
  if (bucket === undefined) return;
  const [year, month, day, hour] = instantOf(now).split(/[-T:]/);
  const prefix = typeof s3['keyPrefix'] === 'string' && s3['keyPrefix'] !== '' ? `${s3['keyPrefix']}/` : '';
  const name = `${compactTime(now)}_${world.ids.code('invocation-log', 16).toLowerCase()}`;
  storeObject(world, bucket, {
    key: `${prefix}AWSLogs/${account}/BedrockModelInvocationLogs/${region}/${year}/${month}/${day}/${hour}/${name}.json.gz`,
    bytes: gzipSync(`${JSON.stringify(record)}\n`),
    contentType: 'application/json',
  });
};
/** Bedrock writes as the role that it was given; a role that lost the permission writes nothing. */
const toLogs = (context: Context, { logGroupName, roleArn }: JsonObject, record: JsonObject): void => {
  const { world, account, region, now } = context;
  if (typeof logGroupName !== 'string' || typeof roleArn !== 'string') return;
  if (groupsOf(world).get(groupKey(context, logGroupName)) === undefined) return;
  const resource = `arn:aws:logs:${region}:${account}:log-group:${logGroupName}:log-stream:${LOG_STREAM}`;
  if (decide(world, roleArn, { action: 'logs:PutLogEvents', resource }) !== 'allow') return;
  putLogEvents(world, context, { group: logGroupName, stream: LOG_STREAM }, [{ at: now, message: JSON.stringify(record) }]);
};

/** Writes the call down where the account's configuration says; without one nothing of it remains. */
export const logInvocation = (context: Context, logged: Logged): void => {
  const config = invocationLoggingOf(context.world).get(`${context.account}|${context.region}`)?.config;
  if (config === undefined || config['textDataDeliveryEnabled'] === false) return;
  const { s3Config, cloudWatchConfig } = config;
  const record = recordOf(context, logged);
  if (isObject(s3Config)) toBucket(context, s3Config, record);
  if (isObject(cloudWatchConfig)) toLogs(context, cloudWatchConfig, record);
};
