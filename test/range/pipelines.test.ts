import {
  CreatePipelineCommand,
  DeletePipelineCommand,
  DescribeEndpointCommand,
  DescribeModelPackageCommand,
  DescribePipelineCommand,
  DescribePipelineDefinitionForExecutionCommand,
  DescribePipelineExecutionCommand,
  DescribeTrainingJobCommand,
  ListModelPackagesCommand,
  ListPipelineExecutionStepsCommand,
  ListPipelineParametersForExecutionCommand,
  RetryPipelineExecutionCommand,
  SendPipelineExecutionStepFailureCommand,
  SendPipelineExecutionStepSuccessCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  UpdatePipelineCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { as, refusal, stillRange, WORKLOAD } from './clients.ts';

const PIPELINE = `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:pipeline/nightly-retrain`;
const ROLE = `arn:aws:iam::${WORKLOAD}:role/nightly-retrain`;
const start = async (sagemaker: SageMakerClient, PipelineName: string, token?: string): Promise<string> =>
  (await sagemaker.send(new StartPipelineExecutionCommand({ PipelineName, ...(token === undefined ? {} : { ClientRequestToken: token }) })))
    .PipelineExecutionArn ?? '';
const statusOf = async (sagemaker: SageMakerClient, PipelineExecutionArn: string) =>
  (await sagemaker.send(new DescribePipelineExecutionCommand({ PipelineExecutionArn }))).PipelineExecutionStatus;
const stepsOf = async (sagemaker: SageMakerClient, PipelineExecutionArn: string) =>
  (await sagemaker.send(new ListPipelineExecutionStepsCommand({ PipelineExecutionArn, MaxResults: 50 }))).PipelineExecutionSteps ?? [];
const told = async (sagemaker: SageMakerClient, arn: string) =>
  (await stepsOf(sagemaker, arn)).map(({ StepName, StepStatus }) => `${StepName} ${StepStatus}`);

const definition = (Steps: readonly object[], Parameters: readonly object[] = []) =>
  JSON.stringify({ Version: '2020-12-01', Parameters, Steps });
const make = (sagemaker: SageMakerClient, PipelineName: string, PipelineDefinition: string) =>
  sagemaker.send(new CreatePipelineCommand({ PipelineName, PipelineDefinition, RoleArn: ROLE, ClientRequestToken: 'x'.repeat(32) }));

describe('nightly-retrain', () => {
  test('trains on the poisoned prefix, registers, approves and deploys, all by its own role', async () => {
    const { range, clock } = stillRange();
    const events: RangeEvent[] = [];
    range.events.subscribe((event) => void (event['detail-type'].includes('Pipeline') && events.push(event)));
    const { sagemaker } = as(range, 'mlops');
    const arn = await start(sagemaker, 'nightly-retrain');
    expect(arn.startsWith(`${PIPELINE}/execution/`)).toBe(true);
    clock.advance(4000);
    expect(await statusOf(sagemaker, arn)).toBe('Succeeded');
    const steps = await stepsOf(sagemaker, arn);
    expect(steps.map(({ StepName, StepStatus }) => `${StepName} ${StepStatus}`)).toEqual(
      ['Train', 'Register', 'Approve', 'CreateModel', 'CreateConfig', 'Deploy'].map((name) => `${name} Succeeded`),
    );
    const job = steps[0]?.Metadata?.TrainingJob?.Arn?.split('/').at(-1);
    expect(await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: job }))).toMatchObject({
      TrainingJobStatus: 'Completed',
    });
    const made = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: steps[1]?.Metadata?.RegisterModel?.Arn }));
    expect(made).toMatchObject({
      ModelPackageVersion: 8,
      ModelApprovalStatus: 'Approved',
      ApprovalDescription: 'automatic: accuracy above threshold',
      MetadataProperties: { GeneratedBy: steps[0]?.Metadata?.TrainingJob?.Arn },
    });
    const endpoint = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }));
    expect(endpoint).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: expect.stringMatching(/^pipelines-.*-CreateConfig-/),
    });
    clock.advance(1000);
    const { Events } = await as(range, 'admin').cloudtrail.send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'UpdateEndpoint' }], MaxResults: 1 }),
    );
    const record: unknown = JSON.parse(Events?.[0]?.CloudTrailEvent ?? '');
    expect(record).toMatchObject({ userIdentity: { arn: `arn:aws:sts::${WORKLOAD}:assumed-role/nightly-retrain/SageMaker` } });
    const statuses = events
      .filter(({ detail }) => detail['stepName'] === undefined)
      .map(({ detail }) => detail['currentPipelineExecutionStatus']);
    expect(statuses).toEqual(['Executing', 'Succeeded']);
    const train = events.filter(({ detail }) => detail['stepName'] === 'Train');
    expect(train.map(({ detail }) => [detail['previousStepStatus'], detail['currentStepStatus']])).toEqual([
      [undefined, 'Starting'],
      ['Starting', 'Executing'],
      ['Executing', 'Succeeded'],
    ]);
    expect(train[1]?.detail['metadata']).toEqual({ trainingJob: { arn: steps[0]?.Metadata?.TrainingJob?.Arn } });
  });

  test('stopped in time, its job is stopped too and nothing is deployed', async () => {
    const { range, clock } = stillRange();
    const { sagemaker } = as(range, 'mlops');
    const arn = await start(sagemaker, 'nightly-retrain');
    clock.advance(600);
    await sagemaker.send(new StopPipelineExecutionCommand({ PipelineExecutionArn: arn, ClientRequestToken: 'y'.repeat(32) }));
    expect(await statusOf(sagemaker, arn)).toBe('Stopping');
    clock.advance(7200);
    expect(await statusOf(sagemaker, arn)).toBe('Stopped');
    expect(await told(sagemaker, arn)).toEqual(['Train Stopped']);
    const again = sagemaker.send(new StopPipelineExecutionCommand({ PipelineExecutionArn: arn, ClientRequestToken: 'z'.repeat(32) }));
    expect((await refusal(again)).message).toMatch(/Only pipelines with "Executing" status can be stopped/);
    const { ModelPackageSummaryList } = await sagemaker.send(new ListModelPackagesCommand({ ModelPackageGroupName: 'fraud-model' }));
    expect(ModelPackageSummaryList).toHaveLength(3);
    const job = (await stepsOf(sagemaker, arn))[0]?.Metadata?.TrainingJob?.Arn?.split('/').at(-1);
    expect((await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: job }))).TrainingJobStatus).toBe('Stopped');
  });

  test('retried, it repeats only what did not succeed', async () => {
    const { range, clock } = stillRange();
    const { sagemaker } = as(range, 'mlops');
    const arn = await start(sagemaker, 'nightly-retrain');
    const retry = (token: string) =>
      sagemaker.send(new RetryPipelineExecutionCommand({ PipelineExecutionArn: arn, ClientRequestToken: token.repeat(32) }));
    expect((await refusal(retry('a'))).message).toMatch(/Only failed or stopped executions can be retried/);
    clock.advance(2100);
    expect(await told(sagemaker, arn)).toContain('Train Succeeded');
    await sagemaker.send(new StopPipelineExecutionCommand({ PipelineExecutionArn: arn, ClientRequestToken: 's'.repeat(32) }));
    clock.advance(60);
    await retry('b');
    clock.advance(3000);
    expect(await statusOf(sagemaker, arn)).toBe('Succeeded');
    const steps = await stepsOf(sagemaker, arn);
    expect(steps.map(({ StepName, AttemptCount }) => `${StepName} ${AttemptCount}`)).toEqual(
      expect.arrayContaining(['Train 1', 'Register 1', 'Approve 2']),
    );
  });
});

describe('a pipeline', () => {
  const pass = {
    Name: 'Check',
    Type: 'Condition',
    Arguments: {
      Conditions: [{ Type: 'GreaterThan', LeftValue: { Get: 'Parameters.Accuracy' }, RightValue: 0.9 }],
      IfSteps: [],
      ElseSteps: [{ Name: 'TooBad', Type: 'Fail', Arguments: { ErrorMessage: 'accuracy' } }],
    },
  };
  const accuracy = { Name: 'Accuracy', Type: 'Float', DefaultValue: 0.95 };

  test('takes the branch that its condition says', async () => {
    const { range, clock } = stillRange();
    const { sagemaker } = as(range, 'admin');
    await make(sagemaker, 'gate', definition([pass], [accuracy]));
    const good = await start(sagemaker, 'gate');
    const bad = await sagemaker.send(
      new StartPipelineExecutionCommand({
        PipelineName: 'gate',
        PipelineParameters: [{ Name: 'Accuracy', Value: '0.5' }],
        ClientRequestToken: 'b'.repeat(32),
      }),
    );
    const arn = bad.PipelineExecutionArn ?? '';
    clock.advance(120);
    expect(await statusOf(sagemaker, good)).toBe('Succeeded');
    expect(await told(sagemaker, good)).toEqual(['Check Succeeded']);
    expect(await statusOf(sagemaker, arn)).toBe('Failed');
    const steps = await stepsOf(sagemaker, arn);
    expect(steps).toMatchObject([
      { Metadata: { Condition: { Outcome: 'False' } } },
      { StepName: 'TooBad', StepStatus: 'Failed', FailureReason: 'accuracy', Metadata: { Fail: { ErrorMessage: 'accuracy' } } },
    ]);
    const { PipelineParameters } = await sagemaker.send(new ListPipelineParametersForExecutionCommand({ PipelineExecutionArn: arn }));
    expect(PipelineParameters).toEqual([{ Name: 'Accuracy', Value: '0.5' }]);
  });

  test('with a callback waits for its token, also to stop', async () => {
    const { range, clock } = stillRange();
    const { sagemaker } = as(range, 'admin');
    const steps = [
      { Name: 'Ask', Type: 'Callback', SqsQueueUrl: 'https://queue' },
      { ...pass, DependsOn: ['Ask'] },
    ];
    await make(sagemaker, 'asks', definition(steps, [accuracy]));
    const [one, two, three] = [
      await start(sagemaker, 'asks'),
      await start(sagemaker, 'asks', 'u'.repeat(32)),
      await start(sagemaker, 'asks', 'v'.repeat(32)),
    ];
    clock.advance(60);
    const tokenOf = async (arn: string) => (await stepsOf(sagemaker, arn))[0]?.Metadata?.Callback?.CallbackToken ?? '';
    const tokens = await Promise.all([tokenOf(one), tokenOf(two), tokenOf(three)]);
    await sagemaker.send(
      new SendPipelineExecutionStepSuccessCommand({ CallbackToken: tokens[0], OutputParameters: [{ Name: 'by', Value: 'me' }] }),
    );
    await sagemaker.send(new SendPipelineExecutionStepFailureCommand({ CallbackToken: tokens[1], FailureReason: 'not today' }));
    await sagemaker.send(new StopPipelineExecutionCommand({ PipelineExecutionArn: three, ClientRequestToken: 'w'.repeat(32) }));
    clock.advance(3600);
    expect(await statusOf(sagemaker, one)).toBe('Succeeded');
    expect(await statusOf(sagemaker, two)).toBe('Failed');
    expect((await stepsOf(sagemaker, two))[0]?.FailureReason).toBe('not today');
    expect(await statusOf(sagemaker, three)).toBe('Stopping');
    await sagemaker.send(new SendPipelineExecutionStepSuccessCommand({ CallbackToken: tokens[2] }));
    expect(await statusOf(sagemaker, three)).toBe('Stopped');
    expect(await told(sagemaker, three)).toEqual(['Ask Stopped']);
    const late = sagemaker.send(new SendPipelineExecutionStepSuccessCommand({ CallbackToken: tokens[0] }));
    expect((await refusal(late)).message).toMatch(/No callback step waits/);
  });

  test('that is changed runs the new definition from the next run on', async () => {
    const { range, clock } = stillRange();
    const { sagemaker } = as(range, 'admin');
    await make(sagemaker, 'gate', definition([pass], [accuracy]));
    const before = await start(sagemaker, 'gate');
    const stop = definition([{ Name: 'Never', Type: 'Fail', Arguments: { ErrorMessage: 'frozen' } }]);
    const { PipelineVersionId } = await sagemaker.send(new UpdatePipelineCommand({ PipelineName: 'gate', PipelineDefinition: stop }));
    expect(PipelineVersionId).toBe(2);
    const after = await start(sagemaker, 'gate', 'n'.repeat(32));
    clock.advance(120);
    expect([await statusOf(sagemaker, before), await statusOf(sagemaker, after)]).toEqual(['Succeeded', 'Failed']);
    const kept = await sagemaker.send(new DescribePipelineDefinitionForExecutionCommand({ PipelineExecutionArn: before }));
    expect(kept.PipelineDefinition).not.toBe(
      (await sagemaker.send(new DescribePipelineCommand({ PipelineName: 'gate' }))).PipelineDefinition,
    );
    await sagemaker.send(new DeletePipelineCommand({ PipelineName: 'gate', ClientRequestToken: 'd'.repeat(32) }));
    expect((await refusal(sagemaker.send(new DescribePipelineCommand({ PipelineName: 'gate' })))).name).toBe('ResourceNotFound');
  });

  test.each([
    ['no JSON', '{', 'ValidationException', /Invalid JSON/],
    ['a version that is none', JSON.stringify({ Version: '1', Steps: [pass] }), 'ValidationException', /parse/],
    ['two steps of one name', definition([pass, pass], [accuracy]), 'ValidationException', /unique/],
    [
      'a step that waits for nobody',
      definition([{ ...pass, DependsOn: ['Nobody'] }], [accuracy]),
      'ValidationException',
      /Nobody does not exist/,
    ],
    ['a step that the range cannot run', definition([{ Name: 'Tune', Type: 'Tuning' }]), 'NotImplemented', /Tuning step Tune/],
    [
      'a function that nobody wrote',
      definition([{ Name: 'F', Type: 'Lambda', FunctionArn: 'arn:aws:lambda:x:y:function:other' }]),
      'NotImplemented',
      /Lambda/,
    ],
  ])('of %s is refused', async (_what, text, name, message) => {
    const { sagemaker } = as(stillRange().range, 'admin');
    expect(await refusal(make(sagemaker, 'bad', text))).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test('needs PassRole to be made, and known parameters to be started', async () => {
    const { range } = stillRange();
    const made = make(as(range, 'mlops').sagemaker, 'mine', definition([pass], [accuracy]));
    expect((await refusal(made)).message).toMatch(/iam:PassRole on resource: .*role\/nightly-retrain/);
    const strange = new StartPipelineExecutionCommand({ PipelineName: 'nightly-retrain', PipelineParameters: [{ Name: 'X', Value: '1' }] });
    expect((await refusal(as(range, 'mlops').sagemaker.send(strange))).message).toMatch(/Unknown pipeline parameters/);
    const missing = new StartPipelineExecutionCommand({ PipelineName: 'nobody' });
    expect((await refusal(as(range, 'admin').sagemaker.send(missing))).name).toBe('ResourceNotFound');
  });
});
