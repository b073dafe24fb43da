import {
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
  ApplicationAutoScalingClient,
} from '@aws-sdk/client-application-auto-scaling';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { AttachRolePolicyCommand, CreatePolicyCommand } from '@aws-sdk/client-iam';
import {
  AddTagsCommand,
  CreateInferenceComponentCommand,
  DeleteEndpointCommand,
  DeleteInferenceComponentCommand,
  DescribeInferenceComponentCommand,
  ListInferenceComponentsCommand,
  UpdateInferenceComponentCommand,
  UpdateInferenceComponentRuntimeConfigCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { as, refusal, WORKLOAD } from './clients.ts';
import { hosting, plain, ROLE } from './hosting.ts';

const InferenceComponentName = 'scorer';
const NEEDS = { MinMemoryRequiredInMb: 1024 };
const NO_COPIES = /^Inference Component has no capacity to process this request\. ApplicationAutoScaling may be in-progress/;

const components = async () => {
  const hosted = hosting();
  const { sagemaker, clock, serve, range } = hosted;
  await serve({ ProductionVariants: [plain('v', { ModelName: undefined })], ExecutionRoleArn: ROLE });
  const create = (more: object = {}) =>
    sagemaker.send(
      new CreateInferenceComponentCommand({
        InferenceComponentName,
        EndpointName: 'kind',
        VariantName: 'v',
        Specification: { ModelName: 'fraud-model-6', ComputeResourceRequirements: NEEDS },
        RuntimeConfig: { CopyCount: 1 },
        ...more,
      }),
    );
  const copies = (CopyCount: number) =>
    sagemaker.send(new UpdateInferenceComponentRuntimeConfigCommand({ InferenceComponentName, DesiredRuntimeConfig: { CopyCount } }));
  const seen = () => sagemaker.send(new DescribeInferenceComponentCommand({ InferenceComponentName }));
  const made = async () => {
    await create();
    clock.advance(300);
  };
  const scaling = new ApplicationAutoScalingClient(range.clientConfig('admin'));
  return { ...hosted, create, copies, seen, made, scaling };
};

test('a component is made, answers those who name it, and is listed', async () => {
  const { clock, sagemaker, create, seen, invoke } = await components();
  await create();
  expect(await seen()).toMatchObject({ InferenceComponentStatus: 'Creating', RuntimeConfig: { CurrentCopyCount: 0, DesiredCopyCount: 1 } });
  expect((await refusal(invoke({ InferenceComponentName }))).message).toMatch(NO_COPIES);
  clock.advance(300);
  expect(await seen()).toMatchObject({ InferenceComponentStatus: 'InService', Specification: { ModelName: 'fraud-model-6' } });
  expect(await invoke({ InferenceComponentName })).toMatchObject({ model: 'fraud-model-6', by: 'v' });
  expect((await refusal(invoke())).message).toContain('Inference Component Name header is required');
  expect((await refusal(invoke({ InferenceComponentName: 'nope' }))).message).toContain('not found');
  expect((await refusal(invoke({ EndpointName: 'churn', InferenceComponentName }))).message).toContain('header is not allowed');
  const { InferenceComponents } = await sagemaker.send(new ListInferenceComponentsCommand({ EndpointNameEquals: 'kind' }));
  expect(InferenceComponents?.map((one) => one.InferenceComponentName)).toEqual([InferenceComponentName]);
  const none = await sagemaker.send(new ListInferenceComponentsCommand({ StatusEquals: 'Failed' }));
  expect(none.InferenceComponents).toEqual([]);
});

test.each([
  ['no copies', { RuntimeConfig: { CopyCount: 0 } }, 'Inference components copy count an integer larger than 0'],
  ['no runtime', { RuntimeConfig: undefined }, 'RuntimeConfig is required'],
  ['another variant', { VariantName: 'w' }, '"w" was not found'],
  ['an endpoint of models', { EndpointName: 'churn', VariantName: 'AllTraffic' }, 'was not created for inference components'],
  ['an unknown model', { Specification: { ModelName: 'nope', ComputeResourceRequirements: NEEDS } }, 'Could not find model'],
  ['no needs', { Specification: { ModelName: 'fraud-model-6' } }, 'ComputeResourceRequirements is required'],
  [
    'an unknown base',
    { RuntimeConfig: undefined, Specification: { BaseInferenceComponentName: 'b', Container: { ArtifactUrl: 's3://nb-models/a' } } },
    'base inference component',
  ],
])('with %s it is refused', async (_case, more, message) => {
  const { create } = await components();
  expect((await refusal(create(more))).message).toContain(message);
});

test('copies go to zero in two minutes, then nobody is answered; the endpoint cannot be deleted before its components', async () => {
  const { clock, sagemaker, copies, seen, made, invoke } = await components();
  await made();
  await copies(0);
  expect((await refusal(copies(1))).message).toContain('Cannot update in-progress inference component');
  expect(await invoke({ InferenceComponentName })).toMatchObject({ by: 'v' });
  clock.advance(120);
  expect((await seen()).RuntimeConfig).toEqual({ CurrentCopyCount: 0, DesiredCopyCount: 0 });
  expect(await refusal(invoke({ InferenceComponentName }))).toMatchObject({
    name: 'ValidationError',
    message: expect.stringMatching(NO_COPIES),
  });
  const removal = () => sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'kind' }));
  expect((await refusal(removal())).message).toContain('1 inference components');
  await sagemaker.send(new DeleteInferenceComponentCommand({ InferenceComponentName }));
  clock.advance(60);
  expect((await refusal(seen())).message).toContain('Could not find inference component');
  await removal();
});

test('an update brings another model when it is up, and leaves the old one when it is not', async () => {
  const { clock, range, sagemaker, seen, made, invoke } = await components();
  await made();
  const update = () =>
    sagemaker.send(
      new UpdateInferenceComponentCommand({
        InferenceComponentName,
        Specification: { ModelName: 'fraud-model-7', ComputeResourceRequirements: NEEDS },
      }),
    );
  const broken = { is: 'crash-looping', of: `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:model/fraud-model-7` } as const;
  range.conditions.begin(broken);
  await update();
  clock.advance(300);
  expect(await seen()).toMatchObject({ InferenceComponentStatus: 'InService', FailureReason: expect.stringContaining('health check') });
  expect((await invoke({ InferenceComponentName })).model).toBe('fraud-model-6');
  range.conditions.end(broken);
  await update();
  clock.advance(299);
  expect((await invoke({ InferenceComponentName })).model).toBe('fraud-model-6');
  clock.advance(1);
  expect((await invoke({ InferenceComponentName })).model).toBe('fraud-model-7');
});

test('an adapter lives in the copies of its base', async () => {
  const { clock, copies, create, made, invoke, sagemaker, seen } = await components();
  await made();
  const Specification = {
    BaseInferenceComponentName: InferenceComponentName,
    Container: { ArtifactUrl: 's3://nb-models/churn/1/model.tar.gz' },
  };
  await create({ InferenceComponentName: 'adapter', RuntimeConfig: undefined, VariantName: undefined, Specification });
  clock.advance(300);
  expect(await invoke({ InferenceComponentName: 'adapter' })).toMatchObject({ model: 'adapter' });
  const base = sagemaker.send(new DeleteInferenceComponentCommand({ InferenceComponentName }));
  expect((await refusal(base)).message).toContain('is the base of 1');
  await copies(0);
  clock.advance(120);
  expect((await seen()).RuntimeConfig?.CurrentCopyCount).toBe(0);
  expect((await refusal(invoke({ InferenceComponentName: 'adapter' }))).message).toMatch(NO_COPIES);
});

test('permission can be taken away per component, and by its tag', async () => {
  const { range, clock, iam, sagemaker, made } = await components();
  await made();
  const arn = `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:inference-component/scorer`;
  const call = () =>
    as(range, 'cordon-canary-covered').runtime.send(new InvokeEndpointCommand({ EndpointName: 'kind', InferenceComponentName, Body: 'x' }));
  expect((await refusal(call())).message).toContain(`on resource: ${arn}`);
  const statement = { Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: arn };
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'component', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }),
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'cordon-canary-covered', PolicyArn: Policy?.Arn }));
  clock.advance(60);
  await call();
  await sagemaker.send(new AddTagsCommand({ ResourceArn: arn, Tags: [{ Key: 'cordon:quarantine', Value: 'INC-1' }] }));
  clock.advance(20);
  expect((await refusal(call())).message).toContain('with an explicit deny');
});

describe('scaled by itself', () => {
  const TARGET = {
    ServiceNamespace: 'sagemaker',
    ResourceId: `inference-component/${InferenceComponentName}`,
    ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
  } as const;
  test('a minimum of one brings back what was taken to zero, unless that is suspended', async () => {
    const { clock, copies, seen, made, scaling } = await components();
    await made();
    await scaling.send(new RegisterScalableTargetCommand({ ...TARGET, MinCapacity: 1, MaxCapacity: 3 }));
    await copies(0);
    clock.advance(120 + 60);
    expect((await seen()).RuntimeConfig?.DesiredCopyCount).toBe(1);
    clock.advance(300);
    await scaling.send(new RegisterScalableTargetCommand({ ...TARGET, SuspendedState: { DynamicScalingOutSuspended: true } }));
    await copies(0);
    clock.advance(3600);
    expect((await seen()).RuntimeConfig?.DesiredCopyCount).toBe(0);
  });
  test('the failed call itself scales it out again', async () => {
    const { clock, copies, seen, made, scaling, cloudwatch, invoke } = await components();
    await made();
    await scaling.send(new RegisterScalableTargetCommand({ ...TARGET, MinCapacity: 0, MaxCapacity: 3 }));
    const { PolicyARN = '' } = await scaling.send(
      new PutScalingPolicyCommand({
        ...TARGET,
        PolicyName: 'from-zero',
        PolicyType: 'StepScaling',
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ChangeInCapacity',
          StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
        },
      }),
    );
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'wanted',
        Namespace: 'AWS/SageMaker',
        MetricName: 'NoCapacityInvocationFailures',
        Dimensions: [{ Name: 'InferenceComponentName', Value: InferenceComponentName }],
        Period: 60,
        EvaluationPeriods: 1,
        Statistic: 'Maximum',
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'missing',
        AlarmActions: [PolicyARN],
      }),
    );
    await copies(0);
    clock.advance(1800);
    expect((await seen()).RuntimeConfig?.DesiredCopyCount).toBe(0);
    await refusal(invoke({ InferenceComponentName }));
    clock.advance(180);
    expect((await seen()).RuntimeConfig?.DesiredCopyCount).toBe(1);
  });
});
