import { isObject, type JsonObject } from '../../../../core/json.ts';
import type { World } from '../../world.ts';
import { textOf } from '../asked.ts';
import { processingJobsOf, trainingJobsOf } from '../jobs/state.ts';
import { arnOf, endpointsOf } from '../state.ts';
import { callAs, type Called } from './act.ts';
import { comesOut } from './conditions.ts';
import { nameOf, type PipelineStep } from './definition.ts';
import { FUNCTIONS } from './functions.ts';
import type { Execution, StepRun } from './state.ts';

export type Outcome =
  | { readonly is: 'done' | 'running'; readonly metadata: JsonObject; readonly outputs: JsonObject }
  | { readonly is: 'failed'; readonly reason: string; readonly metadata: JsonObject };
const failed = (reason: string, metadata: JsonObject = {}): Outcome => ({ is: 'failed', reason, metadata });
const after = (called: Called, then: (output: JsonObject) => Outcome): Outcome =>
  'problem' in called ? failed(called.problem) : then(called.output);

export interface Begin {
  readonly world: World;
  readonly execution: Execution;
  readonly step: PipelineStep;
  readonly args: JsonObject;
  /** For what the step makes and nobody named. */
  readonly name: string;
}
const named = ({ args, name }: Begin, member: string): string => (typeof args[member] === 'string' ? args[member] : name);
const make =
  (operation: string, member: string, kind: string, arnMember: string) =>
  (begin: Begin): Outcome =>
    after(callAs(begin.world, begin.execution, operation, { ...begin.args, [member]: named(begin, member) }), (output) => ({
      is: 'done',
      metadata: { [kind]: { Arn: output[arnMember] } },
      outputs: { ...output, [member]: named(begin, member) },
    }));

const BEGIN: Readonly<Record<string, (begin: Begin) => Outcome>> = {
  Training: (begin) =>
    after(
      callAs(begin.world, begin.execution, 'CreateTrainingJob', { ...begin.args, TrainingJobName: named(begin, 'TrainingJobName') }),
      (output) => ({
        is: 'running',
        metadata: { TrainingJob: { Arn: output['TrainingJobArn'] } },
        outputs: {
          TrainingJobName: named(begin, 'TrainingJobName'),
          TrainingJobArn: output['TrainingJobArn'],
          ModelArtifacts: { S3ModelArtifacts: trainingJobsOf(begin.world).get(textOf(output['TrainingJobArn']))?.output },
        },
      }),
    ),
  Processing: (begin) =>
    after(
      callAs(begin.world, begin.execution, 'CreateProcessingJob', { ...begin.args, ProcessingJobName: named(begin, 'ProcessingJobName') }),
      (output) => ({
        is: 'running',
        metadata: { ProcessingJob: { Arn: output['ProcessingJobArn'] } },
        outputs: { ProcessingJobName: named(begin, 'ProcessingJobName'), ProcessingJobArn: output['ProcessingJobArn'] },
      }),
    ),
  Model: make('CreateModel', 'ModelName', 'Model', 'ModelArn'),
  EndpointConfig: make('CreateEndpointConfig', 'EndpointConfigName', 'EndpointConfig', 'EndpointConfigArn'),
  RegisterModel: ({ world, execution, args }) =>
    after(callAs(world, execution, 'CreateModelPackage', args), (output) => ({
      is: 'done',
      metadata: { RegisterModel: { Arn: output['ModelPackageArn'] } },
      outputs: output,
    })),
  Endpoint: ({ world, execution, args }) => {
    const arn = arnOf(execution, 'endpoint', textOf(args['EndpointName']));
    const operation = endpointsOf(world).get(arn) === undefined ? 'CreateEndpoint' : 'UpdateEndpoint';
    return after(callAs(world, execution, operation, args), () => ({
      is: 'running',
      metadata: { Endpoint: { Arn: arn } },
      outputs: { EndpointArn: arn, EndpointConfigName: args['EndpointConfigName'] },
    }));
  },
  Condition: ({ args }) => {
    const outcome = comesOut(args) ? 'True' : 'False';
    return { is: 'done', metadata: { Condition: { Outcome: outcome } }, outputs: { Outcome: outcome } };
  },
  Fail: ({ args }) => failed(textOf(args['ErrorMessage']), { Fail: { ErrorMessage: textOf(args['ErrorMessage']) } }),
  Callback: ({ world, step }) => {
    const token = world.ids.code('callback-token', 10).toLowerCase();
    return { is: 'running', metadata: { Callback: { CallbackToken: token, SqsQueueUrl: step.SqsQueueUrl ?? '' } }, outputs: {} };
  },
  Lambda: ({ world, execution, step, args }) => {
    const arn = step.FunctionArn ?? '';
    const call = FUNCTIONS[nameOf(arn)];
    if (call === undefined) return failed(`ClientError: The function ${arn} does not exist.`);
    return after(call(world, execution, args), (output) => ({
      is: 'done',
      metadata: { Lambda: { Arn: arn, OutputParameters: Object.entries(output).map(([Name, Value]) => ({ Name, Value: textOf(Value) })) } },
      outputs: { OutputParameters: output },
    }));
  },
};
export const begun = (begin: Begin): Outcome =>
  BEGIN[begin.step.Type]?.(begin) ?? failed(`ClientError: ${begin.step.Type} steps are not run here.`);

const arnIn = (metadata: JsonObject, kind: string): string => {
  const inner = metadata[kind];
  return isObject(inner) && typeof inner['Arn'] === 'string' ? inner['Arn'] : '';
};
/** How a step stands whose work goes on elsewhere. */
export const looked = (world: World, run: StepRun): Outcome => {
  const { metadata, outputs } = run;
  if (run.type === 'Endpoint') {
    const endpoint = endpointsOf(world).get(arnIn(metadata, 'Endpoint'));
    if (endpoint === undefined || endpoint.status === 'Failed') return failed('ClientError: The endpoint is gone or failed.', metadata);
    if (endpoint.status !== 'InService') return { is: 'running', metadata, outputs };
    return endpoint.config === outputs['EndpointConfigName']
      ? { is: 'done', metadata, outputs }
      : failed(`ClientError: ${endpoint.failureReason ?? 'The endpoint has another configuration.'}`, metadata);
  }
  const job =
    run.type === 'Training'
      ? trainingJobsOf(world).get(arnIn(metadata, 'TrainingJob'))
      : processingJobsOf(world).get(arnIn(metadata, 'ProcessingJob'));
  if (run.type === 'Callback' || job?.status === 'InProgress' || job?.status === 'Stopping') return { is: 'running', metadata, outputs };
  return job?.status === 'Completed'
    ? { is: 'done', metadata, outputs }
    : failed(`ClientError: The job is ${job?.status ?? 'gone'}. ${job?.failureReason ?? ''}`.trim(), metadata);
};
