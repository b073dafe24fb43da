import type {
  RetryPipelineExecutionCommandInput,
  RetryPipelineExecutionCommandOutput,
  SendPipelineExecutionStepFailureCommandInput,
  SendPipelineExecutionStepFailureCommandOutput,
  SendPipelineExecutionStepSuccessCommandInput,
  SendPipelineExecutionStepSuccessCommandOutput,
  StartPipelineExecutionCommandInput,
  StartPipelineExecutionCommandOutput,
  StopPipelineExecutionCommandInput,
  StopPipelineExecutionCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { isObject } from '../../../../core/json.ts';
import { operation, type Context, type Operation } from '../../operation.ts';
import { unsupported } from '../asked.ts';
import { invalid } from '../faults.ts';
import { once } from '../registry/tokens.ts';
import { readDefinition } from './definition.ts';
import { emitExecution } from './emit.ts';
import { executionAt, onExecution, onPipeline, pipelineNamed } from './find.ts';
import { advance, answered, halt, halted, setStatus, setStep } from './run.ts';
import { executionsOf, pipelinesOf, type Execution, type StepRun } from './state.ts';

const start = operation<StartPipelineExecutionCommandInput, StartPipelineExecutionCommandOutput>({
  trail: 'write',
  access: (input, context) => [onPipeline(context, 'StartPipelineExecution', input.PipelineName)],
  run: (input, context) => {
    const { ClientRequestToken, ...request } = input;
    const pipeline = pipelineNamed(context, input.PipelineName);
    const arn = once(context, 'StartPipelineExecution', ClientRequestToken, request, () => {
      unsupported('StartPipelineExecution', input, ['SelectiveExecutionConfig', 'ParallelismConfiguration', 'MlflowExperimentName']);
      if (input.PipelineVersionId !== undefined && input.PipelineVersionId !== pipeline.version)
        unsupported('StartPipelineExecution', input, ['PipelineVersionId']);
      const known = readDefinition(pipeline.definition).parameters.map(({ Name }) => Name);
      const given = input.PipelineParameters ?? [];
      const strange = given.find(({ Name }) => !known.includes(Name));
      if (strange !== undefined) throw invalid(`Unknown pipeline parameters [${strange.Name}].`);
      const id = context.world.ids.code('pipeline-execution', 12).toLowerCase();
      const execution: Execution = {
        arn: `${pipeline.arn}/execution/${id}`,
        id,
        pipeline: pipeline.arn,
        account: pipeline.account,
        region: pipeline.region,
        roleArn: pipeline.roleArn,
        definition: pipeline.definition,
        parameters: Object.fromEntries(given.map(({ Name, Value }) => [Name, Value])),
        displayName: input.PipelineExecutionDisplayName ?? `execution-${context.now}`,
        ...(input.PipelineExecutionDescription === undefined ? {} : { description: input.PipelineExecutionDescription }),
        status: 'Executing',
        createdAt: context.now,
        createdBy: context.caller.arn,
        modifiedAt: context.now,
        version: pipeline.version,
        steps: [],
      };
      pipelinesOf(context.world).put(pipeline.arn, { ...pipeline, lastRunAt: context.now });
      executionsOf(context.world).put(execution.arn, execution);
      emitExecution(context, execution, undefined);
      advance(context, execution);
      return execution.arn;
    });
    return { PipelineExecutionArn: arn };
  },
});

const stop = operation<StopPipelineExecutionCommandInput, StopPipelineExecutionCommandOutput>({
  trail: 'write',
  access: (input, context) => [onExecution(context, 'StopPipelineExecution', input.PipelineExecutionArn)],
  run: (input, context) => {
    const { ClientRequestToken, ...request } = input;
    const arn = once(context, 'StopPipelineExecution', ClientRequestToken, request, () => {
      const execution = executionAt(context, input.PipelineExecutionArn);
      if (execution.status !== 'Executing')
        throw invalid(
          `Pipeline execution with ARN ${execution.arn} status ${execution.status}. Only pipelines with "Executing" status can be stopped.`,
        );
      halt(context, execution);
      return execution.arn;
    });
    return { PipelineExecutionArn: arn };
  },
});

const retry = operation<RetryPipelineExecutionCommandInput, RetryPipelineExecutionCommandOutput>({
  trail: 'write',
  access: (input, context) => [onExecution(context, 'RetryPipelineExecution', input.PipelineExecutionArn)],
  run: (input, context) => {
    const { ClientRequestToken, ...request } = input;
    const arn = once(context, 'RetryPipelineExecution', ClientRequestToken, request, () => {
      unsupported('RetryPipelineExecution', input, ['ParallelismConfiguration']);
      const execution = executionAt(context, input.PipelineExecutionArn);
      if (execution.status !== 'Failed' && execution.status !== 'Stopped')
        throw invalid(
          `Pipeline execution with ARN ${execution.arn} status ${execution.status}. Only failed or stopped executions can be retried.`,
        );
      const again = execution.steps.map((step): StepRun => (step.status === 'Failed' ? { ...step, status: 'Stopped' } : step));
      advance(context, setStatus(context, { ...execution, steps: again }, 'Executing'));
      return execution.arn;
    });
    return { PipelineExecutionArn: arn };
  },
});

const waitingOn = (context: Context, token: string): { readonly execution: Execution; readonly run: StepRun } | undefined => {
  for (const execution of executionsOf(context.world).values()) {
    const run = execution.steps.find(({ metadata, status }) => {
      const callback = metadata['Callback'];
      return isObject(callback) && callback['CallbackToken'] === token && (status === 'Executing' || status === 'Stopping');
    });
    if (run !== undefined && execution.account === context.account) return { execution, run };
  }
  return undefined;
};
const waiting = (context: Context, token: string) => {
  const found = waitingOn(context, token);
  if (found === undefined) throw invalid(`No callback step waits for the token ${token}.`);
  return found;
};
/** Permission is asked on the execution that the token belongs to. */
const onToken = (context: Context, action: string, token: string) => [
  onExecution(
    context,
    action,
    waitingOn(context, token)?.execution.arn ?? `arn:aws:sagemaker:${context.region}:${context.account}:pipeline/unknown`,
  ),
];
/** An answer ends the step; of an execution that is stopping it is the last thing that was missing. */
const answer = (context: Context, token: string, outcome: Parameters<typeof answered>[3]): string => {
  const { execution, run } = waiting(context, token);
  if (execution.status === 'Stopping') {
    const { Callback: _answered, ...metadata } = run.metadata;
    halted(
      context,
      setStep(context, execution, { ...run, metadata: { ...metadata, ...outcome.metadata }, status: 'Stopped', endedAt: context.now }),
    );
  } else answered(context, execution, run, outcome);
  return execution.arn;
};

const succeed = operation<SendPipelineExecutionStepSuccessCommandInput, SendPipelineExecutionStepSuccessCommandOutput>({
  trail: 'write',
  access: (input, context) => onToken(context, 'SendPipelineExecutionStepSuccess', input.CallbackToken),
  run: (input, context) => {
    const { run } = waiting(context, input.CallbackToken);
    const parameters = input.OutputParameters ?? [];
    const callback = isObject(run.metadata['Callback']) ? run.metadata['Callback'] : {};
    const metadata = { Callback: { ...callback, OutputParameters: parameters.map(({ Name, Value }) => ({ Name, Value })) } };
    const outputs = { OutputParameters: Object.fromEntries(parameters.map(({ Name, Value }) => [Name, Value])) };
    return { PipelineExecutionArn: answer(context, input.CallbackToken, { is: 'done', metadata, outputs }) };
  },
});
const fail = operation<SendPipelineExecutionStepFailureCommandInput, SendPipelineExecutionStepFailureCommandOutput>({
  trail: 'write',
  access: (input, context) => onToken(context, 'SendPipelineExecutionStepFailure', input.CallbackToken),
  run: (input, context) => {
    const { run } = waiting(context, input.CallbackToken);
    const reason = input.FailureReason ?? 'The callback step failed.';
    return { PipelineExecutionArn: answer(context, input.CallbackToken, { is: 'failed', reason, metadata: run.metadata }) };
  },
});

export const EXECUTION_OPERATIONS: Readonly<Record<string, Operation>> = {
  StartPipelineExecution: start,
  StopPipelineExecution: stop,
  RetryPipelineExecution: retry,
  SendPipelineExecutionStepSuccess: succeed,
  SendPipelineExecutionStepFailure: fail,
};
