import { BedrockClient, PutModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { as, refusal, stillRange } from './clients.ts';

const logGroupName = '/northbank/bedrock';
const RoleName = 'bedrock-logging';
const PolicyName = 'write';

test('invocations are logged to a log group as long as the role that was given may write there', async () => {
  const { range, clock } = stillRange();
  const config = range.clientConfig('admin');
  const { iam } = as(range, 'admin');
  const [bedrock, runtime, logs] = [new BedrockClient(config), new BedrockRuntimeClient(config), new CloudWatchLogsClient(config)];
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'bedrock.amazonaws.com' } };
  const write = { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' };
  const document = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: document(write) }));
  const put = new PutModelInvocationLoggingConfigurationCommand({
    loggingConfig: { cloudWatchConfig: { logGroupName, roleArn: Role?.Arn } },
  });
  clock.advance(60);
  expect((await refusal(bedrock.send(put))).name).toBe('ValidationException');
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await bedrock.send(put);
  const asked = async (text: string): Promise<readonly string[]> => {
    await runtime.send(
      new ConverseCommand({ modelId: 'anthropic.claude-3-haiku-20240307-v1:0', messages: [{ role: 'user', content: [{ text }] }] }),
    );
    clock.advance(60);
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.map(({ message = '' }) => message);
  };
  expect(await asked('first')).toEqual([expect.stringContaining('"text":"first"')]);
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  clock.advance(60);
  expect(await asked('second')).toHaveLength(1);
});
