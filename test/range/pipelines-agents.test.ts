import { DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { AttachRolePolicyCommand, CreatePolicyCommand } from '@aws-sdk/client-iam';
import {
  AddTagsCommand,
  DescribeEndpointCommand,
  DescribeModelCommand,
  DescribeEndpointConfigCommand,
  ListPipelineExecutionsCommand,
  ListTagsCommand,
  StopPipelineExecutionCommand,
  UpdateEndpointCommand,
  UpdateModelPackageCommand,
  type ModelApprovalStatus,
} from '@aws-sdk/client-sagemaker';
import type { Range } from '../../tabletop/range/range-api.ts';
import { as, FRAUD, refusal, stillRange, WORKLOAD } from './clients.ts';

const decideOn = (range: Range, version: number, ModelApprovalStatus: ModelApprovalStatus) =>
  as(range, 'cordon-member').sagemaker.send(
    new UpdateModelPackageCommand({
      ModelPackageArn: `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:model-package/fraud-model/${version}`,
      ModelApprovalStatus,
      ApprovalDescription: 'poisoned',
    }),
  );
const runs = async (range: Range) =>
  (await as(range, 'admin').sagemaker.send(new ListPipelineExecutionsCommand({ PipelineName: 'fraud-deploy' })))
    .PipelineExecutionSummaries ?? [];
const endpointOf = (range: Range) => as(range, 'admin').sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }));
/** Which package the endpoint's model was made of. */
const served = async (range: Range): Promise<string | undefined> => {
  const { sagemaker } = as(range, 'admin');
  const { EndpointConfigName } = await endpointOf(range);
  const { ProductionVariants } = await sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
  const { PrimaryContainer } = await sagemaker.send(new DescribeModelCommand({ ModelName: ProductionVariants?.[0]?.ModelName }));
  return PrimaryContainer?.ModelPackageName?.split('/').slice(-2).join('/');
};
const deny = async (range: Range, RoleName: string) => {
  const { iam } = as(range, 'admin');
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 'sagemaker:UpdateEndpoint', Resource: '*' }],
  });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'hold', PolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
};

describe('a rejection that starts a deployer', () => {
  const fighting = () => stillRange({ agents: ['redeploys-on-approval-change'] });

  test('ships the newest approved version, which nobody asked for', async () => {
    const { range, clock } = fighting();
    expect(await served(range)).toBe('fraud-model/7');
    await decideOn(range, 7, 'Rejected');
    clock.advance(1200);
    expect(await runs(range)).toMatchObject([{ PipelineExecutionStatus: 'Succeeded' }]);
    expect(await served(range)).toBe('fraud-model/6');
  });

  test('races the responder: whoever comes second is refused', async () => {
    const { range, clock } = fighting();
    await decideOn(range, 7, 'Rejected');
    clock.advance(180);
    expect((await endpointOf(range)).EndpointStatus).toBe('Updating');
    const mine = new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-5' });
    expect((await refusal(as(range, 'cordon-member').sagemaker.send(mine))).message).toMatch(/^Cannot update in-progress endpoint/);
  });

  test('loses when the responder was first: its run fails', async () => {
    const { range, clock } = fighting();
    await as(range, 'cordon-member').sagemaker.send(
      new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }),
    );
    await decideOn(range, 7, 'Rejected');
    clock.advance(1200);
    expect(await runs(range)).toMatchObject([{ PipelineExecutionStatus: 'Failed' }]);
    expect((await endpointOf(range)).EndpointConfigName).toBe('fraud-cfg-6');
  });

  test('does nothing while its rule is disabled', async () => {
    const { range, clock } = fighting();
    const events = new EventBridgeClient(range.clientConfig('admin'));
    await events.send(new DisableRuleCommand({ Name: 'fraud-deploy-on-approval-change' }));
    await decideOn(range, 7, 'Rejected');
    clock.advance(1200);
    expect(await runs(range)).toEqual([]);
    expect(await served(range)).toBe('fraud-model/7');
  });

  test('can be stopped on the way', async () => {
    const { range, clock } = fighting();
    await decideOn(range, 7, 'Rejected');
    clock.advance(60);
    const [run] = await runs(range);
    expect(run).toMatchObject({ PipelineExecutionStatus: 'Executing' });
    await as(range, 'mlops').sagemaker.send(
      new StopPipelineExecutionCommand({ PipelineExecutionArn: run?.PipelineExecutionArn, ClientRequestToken: 's'.repeat(32) }),
    );
    clock.advance(1200);
    expect(await served(range)).toBe('fraud-model/7');
  });

  test('cannot deploy once its role is denied', async () => {
    const { range, clock } = fighting();
    await deny(range, 'fraud-deploy');
    clock.advance(60);
    await decideOn(range, 7, 'Rejected');
    clock.advance(1200);
    expect(await runs(range)).toMatchObject([{ PipelineExecutionStatus: 'Failed' }]);
    expect(await served(range)).toBe('fraud-model/7');
  });
});

describe('a stack that owns the endpoint', () => {
  test('puts back what it declares: the config and the tags', async () => {
    const { range, clock } = stillRange({ agents: ['stack-restores-config'] });
    const { sagemaker } = as(range, 'cordon-member');
    await sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: 'cordon:quarantine', Value: 'INC-1' }] }));
    await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }));
    clock.advance(1700);
    expect((await endpointOf(range)).EndpointConfigName).toBe('fraud-cfg-6');
    clock.advance(600);
    expect((await endpointOf(range)).EndpointConfigName).toBe('fraud-cfg-7');
    const { Tags } = await sagemaker.send(new ListTagsCommand({ ResourceArn: FRAUD }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'fraud' }]);
  });

  test('cannot once its role is denied', async () => {
    const { range, clock } = stillRange({ agents: ['stack-restores-config'] });
    await deny(range, 'cdk-deploy');
    await as(range, 'cordon-member').sagemaker.send(
      new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }),
    );
    clock.advance(4000);
    expect((await endpointOf(range)).EndpointConfigName).toBe('fraud-cfg-6');
  });
});

test('nobody fights back unless a scenario wants it', async () => {
  const { range, clock } = stillRange();
  await decideOn(range, 7, 'Rejected');
  await as(range, 'cordon-member').sagemaker.send(
    new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }),
  );
  clock.advance(86_400);
  expect((await endpointOf(range)).EndpointConfigName).toBe('fraud-cfg-6');
  expect(range.principals().map(({ accessKeyId }) => accessKeyId)).not.toContain('NORTHBANK-FRAUD-DEPLOY');
});
