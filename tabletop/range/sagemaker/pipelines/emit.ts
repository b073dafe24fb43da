import type { JsonObject } from '../../../../core/json.ts';
import { instantOf } from '../../../../core/time.ts';
import { emitState, type Moment } from '../state-events.ts';
import type { Execution, ExecutionStatus, StepRun, StepStatus } from './state.ts';

const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const camel = (value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      lower(key),
      typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? camel(inner as JsonObject) : inner,
    ]),
  );
const ENDS: readonly string[] = ['Stopped', 'Failed', 'Succeeded'];

export const emitExecution = (moment: Moment, execution: Execution, before: ExecutionStatus | undefined): void =>
  emitState(moment, execution, 'SageMaker Model Building Pipeline Execution Status Change', {
    pipelineArn: execution.pipeline,
    pipelineExecutionArn: execution.arn,
    pipelineExecutionDisplayName: execution.displayName,
    ...(execution.description === undefined ? {} : { pipelineExecutionDescription: execution.description }),
    currentPipelineExecutionStatus: execution.status,
    ...(before === undefined ? {} : { previousPipelineExecutionStatus: before }),
    executionStartTime: instantOf(execution.createdAt),
    ...(ENDS.includes(execution.status) ? { executionEndTime: instantOf(moment.now) } : {}),
  });

export const emitStep = (moment: Moment, execution: Execution, step: StepRun, before: StepStatus | undefined): void =>
  emitState(moment, execution, 'SageMaker Model Building Pipeline Execution Step Status Change', {
    pipelineArn: execution.pipeline,
    pipelineExecutionArn: execution.arn,
    stepName: step.name,
    stepType: step.type,
    currentStepStatus: step.status,
    ...(before === undefined ? {} : { previousStepStatus: before }),
    stepStartTime: instantOf(step.startedAt),
    ...(step.endedAt === undefined ? {} : { stepEndTime: instantOf(step.endedAt) }),
    ...(step.failureReason === undefined ? {} : { failureReason: step.failureReason }),
    metadata: camel(step.metadata),
  });
