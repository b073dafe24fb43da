import { isObject } from '../../../../core/json.ts';
import type { World } from '../../world.ts';
import type { Moment } from '../state-events.ts';
import { callAs } from './act.ts';
import { pipelineLook, pipelineStepStart, pipelineStop } from './behaviours.ts';
import { needs, readDefinition, type PipelineStep } from './definition.ts';
import { emitExecution, emitStep } from './emit.ts';
import { executionsOf, type Execution, type ExecutionStatus, type StepRun, type StepStatus } from './state.ts';
import { begun, looked, type Outcome } from './step-types.ts';
import { resolved } from './values.ts';

const RUNNING: readonly StepStatus[] = ['Starting', 'Executing', 'Stopping'];
const isRunning = ({ status }: StepRun): boolean => RUNNING.includes(status);

export const setStatus = (moment: Moment, execution: Execution, status: ExecutionStatus, failureReason?: string): Execution => {
  const { failureReason: _before, ...rest } = execution;
  const next: Execution = { ...rest, status, modifiedAt: moment.now, ...(failureReason === undefined ? {} : { failureReason }) };
  executionsOf(moment.world).put(next.arn, next);
  emitExecution(moment, next, execution.status);
  return next;
};
export const setStep = (moment: Moment, execution: Execution, run: StepRun): Execution => {
  const before = execution.steps.find(({ name }) => name === run.name);
  const next: Execution = {
    ...execution,
    modifiedAt: moment.now,
    steps: [...execution.steps.filter((step) => step !== before), run],
  };
  executionsOf(moment.world).put(next.arn, next);
  emitStep(moment, next, run, before?.status);
  return next;
};

/** Everything that the step needs is there, and its branch was taken. */
const isReady = (execution: Execution, step: PipelineStep): boolean => {
  if (
    execution.steps.some(
      ({ name, status }) => name === step.Name && (isRunning({ status } as StepRun) || status === 'Succeeded' || status === 'Failed'),
    )
  )
    return false;
  const done = (name: string): StepRun | undefined => execution.steps.find((run) => run.name === name && run.status === 'Succeeded');
  return (
    needs(step).every((name) => done(name) !== undefined) &&
    (step.branch === undefined || done(step.branch.of)?.outputs['Outcome'] === step.branch.outcome)
  );
};

/** Starts what can start; ends the execution when nothing runs any more. */
export const advance = (moment: Moment, execution: Execution): void => {
  if (execution.status !== 'Executing') return;
  const hasFailed = execution.steps.some(({ status }) => status === 'Failed');
  const ready = hasFailed ? [] : readDefinition(execution.definition).steps.filter((step) => isReady(execution, step));
  const started = ready.reduce((current, step) => {
    const attempt = (current.steps.find(({ name }) => name === step.Name)?.attempt ?? 0) + 1;
    const { world } = moment;
    world.timers.add('pipeline-begin', world.lasts(pipelineStepStart), { arn: current.arn, step: step.Name, attempt });
    return setStep(moment, current, {
      name: step.Name,
      type: step.Type,
      status: 'Starting',
      startedAt: moment.now,
      metadata: {},
      outputs: {},
      attempt,
    });
  }, execution);
  if (started.steps.some(isRunning)) return;
  if (hasFailed) setStatus(moment, started, 'Failed', 'Step failure: One or multiple steps failed.');
  else setStatus(moment, started, 'Succeeded');
};

const settled = (moment: Moment, execution: Execution, run: StepRun, outcome: Outcome): void => {
  const { world, now } = moment;
  if (outcome.is === 'running') {
    const next =
      run.status === 'Executing'
        ? execution
        : setStep(moment, execution, { ...run, status: 'Executing', metadata: outcome.metadata, outputs: outcome.outputs });
    if (run.type !== 'Callback')
      world.timers.add('pipeline-look', world.lasts(pipelineLook), { arn: next.arn, step: run.name, attempt: run.attempt });
    return;
  }
  const ended: StepRun = {
    ...run,
    status: outcome.is === 'done' ? 'Succeeded' : 'Failed',
    endedAt: now,
    metadata: outcome.metadata,
    outputs: outcome.is === 'done' ? outcome.outputs : run.outputs,
    ...(outcome.is === 'failed' ? { failureReason: outcome.reason } : {}),
  };
  advance(moment, setStep(moment, execution, ended));
};

const begin = (moment: Moment, execution: Execution, run: StepRun): void => {
  const step = readDefinition(execution.definition).steps.find(({ Name }) => Name === run.name);
  if (step === undefined) return;
  const { IfSteps: _if, ElseSteps: _else, ...own } = step.Arguments;
  const args = resolved(execution, own);
  const name = `pipelines-${execution.id}-${run.name}-${moment.world.ids.code('pipeline-name', 10).toLowerCase()}`.slice(0, 63);
  const outcome: Outcome = isObject(args)
    ? begun({ world: moment.world, execution, step, args, name })
    : { is: 'failed', reason: 'ClientError: An argument refers to a value that is not there.', metadata: {} };
  settled(moment, execution, run, outcome);
};

/** Stops what runs on behalf of the execution. */
export const halt = (moment: Moment, execution: Execution): void => {
  const stopping = setStatus(moment, execution, 'Stopping');
  const next = stopping.steps.filter(isRunning).reduce((current, run) => {
    if (run.type === 'Training' && run.status === 'Executing')
      callAs(moment.world, current, 'StopTrainingJob', { TrainingJobName: run.outputs['TrainingJobName'] });
    if (run.type === 'Processing' && run.status === 'Executing')
      callAs(moment.world, current, 'StopProcessingJob', { ProcessingJobName: run.outputs['ProcessingJobName'] });
    return setStep(moment, current, { ...run, status: 'Stopping' });
  }, stopping);
  const { world } = moment;
  world.timers.add('pipeline-stopped', world.lasts(pipelineStop), { arn: next.arn });
};
/** Callback steps hold it up until somebody answers them. */
export const halted = (moment: Moment, execution: Execution): void => {
  if (execution.status !== 'Stopping') return;
  const isWaiting = execution.steps.some((run) => run.type === 'Callback' && isRunning(run) && isObject(run.metadata['Callback']));
  if (isWaiting) return;
  const next = execution.steps
    .filter(isRunning)
    .reduce((current, run) => setStep(moment, current, { ...run, status: 'Stopped', endedAt: moment.now }), execution);
  setStatus(moment, next, 'Stopped');
};
export const answered = settled;

export const startPipelines = (world: World): void => {
  const on = (kind: string, from: StepStatus, act: (moment: Moment, execution: Execution, run: StepRun) => void): void =>
    world.timers.on(kind, ({ arn, step, attempt }, at) => {
      const execution = typeof arn === 'string' ? executionsOf(world).get(arn) : undefined;
      const run = execution?.steps.find(({ name }) => name === step);
      // Stopped or retried meanwhile: this was about an earlier attempt.
      if (execution?.status !== 'Executing' || run === undefined || run.status !== from || run.attempt !== attempt) return;
      act({ world, now: at }, execution, run);
    });
  on('pipeline-begin', 'Starting', begin);
  on('pipeline-look', 'Executing', (moment, execution, run) => settled(moment, execution, run, looked(world, run)));
  world.timers.on('pipeline-stopped', ({ arn }, at) => {
    const execution = typeof arn === 'string' ? executionsOf(world).get(arn) : undefined;
    if (execution !== undefined) halted({ world, now: at }, execution);
  });
};
