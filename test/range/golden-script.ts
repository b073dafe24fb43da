import { AttachRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateGuardrailCommand, BedrockClient } from '@aws-sdk/client-bedrock';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EncryptCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { PutFunctionConcurrencyCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AddTagsCommand, SageMakerClient, UpdateEndpointCommand, UpdateModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { digestOf } from '../../core/json.ts';
import { virtualClock } from '../../tabletop/range/clock.ts';
import { createRange } from '../../tabletop/range/range.ts';
import { FRAUD, HUB, NOW, WORKLOAD } from './clients.ts';

/** Agents of the company that act against a responder are switched on in the second. */
export const STORIES = ['quiet', 'contested'] as const;
export type Story = (typeof STORIES)[number];

/** The SDK would make up another one each time, and it is part of the call. */
const TOKEN = '00000000-0000-4000-8000-000000000001';
const refused = (thrown: unknown): undefined => {
  if (!(thrown instanceof Error)) throw thrown;
  return undefined;
};

/** An hour of an incident: a little of everything that changes something, in every kind of service, with faults and late events. */
export const playGolden = async (seed: string, story: Story): Promise<string> => {
  const clock = virtualClock(NOW);
  const range = createRange({
    clock,
    seed,
    ...(story === 'contested' ? { agents: ['redeploys-on-approval-change', 'stack-restores-config'] } : {}),
  });
  const config = range.clientConfig('admin');
  const [sagemaker, s3, iam, kms] = [new SageMakerClient(config), new S3Client(config), new IAMClient(config), new KMSClient(config)];
  range.faults.add({ operation: 's3:PutObject', kind: 'throttled' });
  await new STSClient(range.clientConfig(HUB)).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${WORKLOAD}:role/cordon-member`, RoleSessionName: 'run-1' }),
  );
  await sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: 'cordon:quarantine', Value: 'INC-1' }] }));
  clock.advance(30);
  for (const Key of ['partner/x', 'partner/y'])
    await s3.send(new PutObjectCommand({ Bucket: 'nb-train', Key, Body: `poison ${Key}` })).catch(refused);
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'mlops', PolicyArn: `arn:aws:iam::${WORKLOAD}:policy/cordon-client-deny` }));
  const revoke = {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { DateLessThan: { 'aws:TokenIssueTime': NOW } },
  };
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'nightly-retrain',
      PolicyName: 'revoke-sessions',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [revoke] }),
    }),
  );
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: 'golden' }));
  await kms.send(new EncryptCommand({ KeyId: KeyMetadata?.KeyId ?? '', Plaintext: Buffer.from('secret') }));
  await new SecretsManagerClient(config).send(new CreateSecretCommand({ Name: 'golden', SecretString: 'x', ClientRequestToken: TOKEN }));
  await new SSMClient(config).send(new PutParameterCommand({ Name: '/golden', Value: '1', Type: 'String' }));
  const lambda = new LambdaClient(config);
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const FunctionName = Functions[0]?.FunctionName ?? '';
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await new BedrockClient(config).send(
    new CreateGuardrailCommand({
      name: 'golden',
      clientRequestToken: TOKEN,
      blockedInputMessaging: 'no',
      blockedOutputsMessaging: 'no',
      wordPolicyConfig: { wordsConfig: [{ text: 'voucher' }] },
    }),
  );
  await new EventBridgeClient(config).send(new PutEventsCommand({ Entries: [{ Source: 'golden', DetailType: 'x', Detail: '{}' }] }));
  await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }));
  await new SageMakerRuntimeClient(range.clientConfig('crm')).send(new InvokeEndpointCommand({ EndpointName: 'churn', Body: 'x' }));
  clock.advance(600);
  await sagemaker.send(
    new UpdateModelPackageCommand({
      ModelPackageArn: `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:model-package/fraud-model/7`,
      ModelApprovalStatus: 'Rejected',
      ClientToken: 'token',
    }),
  );
  await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'nope', EndpointConfigName: 'fraud-cfg-6' })).catch(refused);
  clock.advance(3600);
  const digest = digestOf(range.exportState());
  range.close();
  return digest;
};
