import type {
  DeleteModelInvocationLoggingConfigurationCommandInput,
  DeleteModelInvocationLoggingConfigurationCommandOutput,
  GetModelInvocationLoggingConfigurationCommandInput,
  GetModelInvocationLoggingConfigurationCommandOutput,
  PutModelInvocationLoggingConfigurationCommandInput,
  PutModelInvocationLoggingConfigurationCommandOutput,
} from '@aws-sdk/client-bedrock';
import { groupKey, groupsOf } from '../logs/state.ts';
import { operation, type Context, type Operation } from '../operation.ts';
import { bucketsOf } from '../s3/state.ts';
import { invalid } from './faults.ts';
import { invocationLoggingOf } from './state.ts';

const keyOf = ({ account, region }: Pick<Context, 'account' | 'region'>): string => `${account}|${region}`;
const onLogging = (action: string) => [{ action: `bedrock:${action}`, resource: '*' }];

const put = operation<PutModelInvocationLoggingConfigurationCommandInput, PutModelInvocationLoggingConfigurationCommandOutput>({
  trail: 'write',
  access: ({ loggingConfig }) => [
    ...onLogging('PutModelInvocationLoggingConfiguration'),
    ...(loggingConfig.cloudWatchConfig === undefined
      ? []
      : [
          {
            action: 'iam:PassRole',
            resource: loggingConfig.cloudWatchConfig.roleArn,
            context: { 'iam:PassedToService': ['bedrock.amazonaws.com'] },
          },
        ]),
  ],
  run: ({ loggingConfig }, context) => {
    const { s3Config, cloudWatchConfig } = loggingConfig;
    if (s3Config === undefined && cloudWatchConfig === undefined)
      throw invalid('At least one of s3Config and cloudWatchConfig is required.');
    const bucket = s3Config === undefined ? undefined : bucketsOf(context.world).get(s3Config.bucketName);
    if (s3Config !== undefined && bucket?.account !== context.account)
      throw invalid(`Failed to validate permissions for the S3 bucket ${s3Config.bucketName}.`);
    if (cloudWatchConfig !== undefined && groupsOf(context.world).get(groupKey(context, cloudWatchConfig.logGroupName)) === undefined)
      throw invalid(`Failed to validate permissions for the log group ${cloudWatchConfig.logGroupName}.`);
    invocationLoggingOf(context.world).put(keyOf(context), {
      account: context.account,
      region: context.region,
      config: JSON.parse(JSON.stringify(loggingConfig)),
    });
    return {};
  },
});
const get = operation<GetModelInvocationLoggingConfigurationCommandInput, GetModelInvocationLoggingConfigurationCommandOutput>({
  trail: 'read',
  access: () => onLogging('GetModelInvocationLoggingConfiguration'),
  run: (_input, context) => {
    const found = invocationLoggingOf(context.world).get(keyOf(context));
    // Stored as it was accepted.
    const config = found?.config as GetModelInvocationLoggingConfigurationCommandOutput['loggingConfig'];
    return config === undefined ? {} : { loggingConfig: config };
  },
});
const remove = operation<DeleteModelInvocationLoggingConfigurationCommandInput, DeleteModelInvocationLoggingConfigurationCommandOutput>({
  trail: 'write',
  access: () => onLogging('DeleteModelInvocationLoggingConfiguration'),
  run: (_input, context) => {
    invocationLoggingOf(context.world).remove(keyOf(context));
    return {};
  },
});

export const LOGGING_OPERATIONS: Readonly<Record<string, Operation>> = {
  PutModelInvocationLoggingConfiguration: put,
  GetModelInvocationLoggingConfiguration: get,
  DeleteModelInvocationLoggingConfiguration: remove,
};
