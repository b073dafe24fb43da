import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import {
  DeletePipelineCommand,
  ListPipelineExecutionsCommand,
  ListPipelineExecutionStepsCommand,
  ListPipelinesCommand,
  RetryPipelineExecutionCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { isObject } from '../../core/json.ts';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { as, refusal, stillRange, WORKLOAD } from './clients.ts';

const PIPELINE = `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:pipeline/nightly-retrain`;
const start = async (sagemaker: SageMakerClient, PipelineName: string, ClientRequestToken: string): Promise<string> =>
  (await sagemaker.send(new StartPipelineExecutionCommand({ PipelineName, ClientRequestToken }))).PipelineExecutionArn ?? '';

test('the events have the members that the registry of schemas names', async () => {
  const { range, clock } = stillRange();
  const events: RangeEvent[] = [];
  range.events.subscribe((event) => void (event['detail-type'].includes('Pipeline') && events.push(event)));
  await as(range, 'mlops').sagemaker.send(new StartPipelineExecutionCommand({ PipelineName: 'nightly-retrain' }));
  clock.advance(4100);
  const db = loadAwsServiceSpecSync();
  for (const event of events) {
    const known = db.all('event').find((one) => one.source === event.source && one.detailType === event['detail-type']);
    if (known === undefined) throw new Error(`the registry has no ${event['detail-type']}`);
    const names = Object.keys(db.get('eventTypeDefinition', known.rootProperty.$ref).properties);
    expect(isObject(event.detail) && Object.keys(event.detail).filter((name) => !names.includes(name))).toEqual([]);
  }
  expect(events.length).toBeGreaterThan(10);
});

test('is in the list with its last run; the same token starts one run', async () => {
  const { sagemaker } = as(stillRange().range, 'mlops');
  const [first, second] = [
    await start(sagemaker, 'nightly-retrain', 't'.repeat(32)),
    await start(sagemaker, 'nightly-retrain', 't'.repeat(32)),
  ];
  expect(second).toBe(first);
  const { PipelineSummaries } = await sagemaker.send(new ListPipelinesCommand({}));
  expect(PipelineSummaries).toMatchObject([{ PipelineName: 'nightly-retrain', LastExecutionTime: new Date('2026-11-20T03:00:00Z') }]);
  const { PipelineExecutionSummaries } = await sagemaker.send(new ListPipelineExecutionsCommand({ PipelineName: PIPELINE }));
  expect(PipelineExecutionSummaries).toMatchObject([{ PipelineExecutionArn: first, PipelineExecutionStatus: 'Executing' }]);
  expect(
    (await refusal(sagemaker.send(new DeletePipelineCommand({ PipelineName: 'nightly-retrain', ClientRequestToken: 'd'.repeat(32) }))))
      .name,
  ).toBe('ConflictException');
});

test('what an earlier attempt had under way does not hurry the next one', async () => {
  const { range, clock } = stillRange({ measured: { 'sagemaker.pipeline-stop-seconds': { seconds: 1 } } });
  const { sagemaker } = as(range, 'mlops');
  const PipelineExecutionArn = await start(sagemaker, 'nightly-retrain', 't'.repeat(32));
  clock.advance(10);
  await sagemaker.send(new StopPipelineExecutionCommand({ PipelineExecutionArn, ClientRequestToken: 's'.repeat(32) }));
  clock.advance(5);
  await sagemaker.send(new RetryPipelineExecutionCommand({ PipelineExecutionArn, ClientRequestToken: 'r'.repeat(32) }));
  const step = async () => {
    const { PipelineExecutionSteps } = await sagemaker.send(new ListPipelineExecutionStepsCommand({ PipelineExecutionArn }));
    return PipelineExecutionSteps?.map(({ StepStatus, AttemptCount }) => `${StepStatus} ${AttemptCount}`);
  };
  clock.advance(20);
  expect(await step()).toEqual(['Starting 2']);
  clock.advance(20);
  expect(await step()).toEqual(['Executing 2']);
});
