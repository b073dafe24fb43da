import type {
  DescribePipelineDefinitionForExecutionCommandInput,
  DescribePipelineDefinitionForExecutionCommandOutput,
  DescribePipelineExecutionCommandInput,
  DescribePipelineExecutionCommandOutput,
  ListPipelineExecutionsCommandInput,
  ListPipelineExecutionsCommandOutput,
  ListPipelineExecutionStepsCommandInput,
  ListPipelineExecutionStepsCommandOutput,
  ListPipelineParametersForExecutionCommandInput,
  ListPipelineParametersForExecutionCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Operation } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { dateOf, userOf } from '../asked.ts';
import { invalid } from '../faults.ts';
import { listed } from '../list.ts';
import { executionAt, executionsIn, onExecution, onPipeline, pipelineNamed } from './find.ts';

const describe = operation<DescribePipelineExecutionCommandInput, DescribePipelineExecutionCommandOutput>({
  trail: 'read',
  access: (input, context) => [onExecution(context, 'DescribePipelineExecution', input.PipelineExecutionArn)],
  run: (input, context) => {
    const found = executionAt(context, input.PipelineExecutionArn);
    return {
      PipelineArn: found.pipeline,
      PipelineExecutionArn: found.arn,
      PipelineExecutionDisplayName: found.displayName,
      PipelineExecutionDescription: found.description,
      PipelineExecutionStatus: found.status,
      FailureReason: found.failureReason,
      CreationTime: new Date(found.createdAt),
      LastModifiedTime: new Date(found.modifiedAt),
      CreatedBy: userOf(found.createdBy),
      PipelineVersionId: found.version,
    };
  },
});

const list = operation<ListPipelineExecutionsCommandInput, ListPipelineExecutionsCommandOutput>({
  trail: 'read',
  access: (input, context) => [onPipeline(context, 'ListPipelineExecutions', input.PipelineName)],
  run: (input, context) => {
    const { page, next } = listed(
      executionsIn(context, pipelineNamed(context, input.PipelineName).arn),
      { ...input, CreationTimeAfter: input.CreatedAfter, CreationTimeBefore: input.CreatedBefore },
      { name: ({ displayName }) => displayName, sortKey: input.SortBy === 'PipelineExecutionArn' ? ({ arn }) => arn : undefined },
    );
    return {
      PipelineExecutionSummaries: page.map((found) => ({
        PipelineExecutionArn: found.arn,
        StartTime: new Date(found.createdAt),
        PipelineExecutionStatus: found.status,
        PipelineExecutionDescription: found.description,
        PipelineExecutionDisplayName: found.displayName,
        PipelineExecutionFailureReason: found.failureReason,
      })),
      NextToken: next,
    };
  },
});

const steps = operation<ListPipelineExecutionStepsCommandInput, ListPipelineExecutionStepsCommandOutput>({
  trail: 'read',
  access: (input, context) => [onExecution(context, 'ListPipelineExecutionSteps', input.PipelineExecutionArn ?? '*')],
  run: (input, context) => {
    if (input.PipelineExecutionArn === undefined) throw invalid('PipelineExecutionArn is required.');
    const found = executionAt(context, input.PipelineExecutionArn).steps.map((step) => ({ ...step, createdAt: step.startedAt }));
    const { page, next } = listed(found, input, { name: ({ name }) => name, order: 'Ascending' });
    return {
      PipelineExecutionSteps: page.map((step) => ({
        StepName: step.name,
        StepDisplayName: step.name,
        StartTime: new Date(step.startedAt),
        EndTime: dateOf(step.endedAt),
        StepStatus: step.status,
        FailureReason: step.failureReason,
        Metadata: step.metadata,
        AttemptCount: step.attempt,
      })),
      NextToken: next,
    };
  },
});

const definition = operation<DescribePipelineDefinitionForExecutionCommandInput, DescribePipelineDefinitionForExecutionCommandOutput>({
  trail: 'read',
  access: (input, context) => [onExecution(context, 'DescribePipelineDefinitionForExecution', input.PipelineExecutionArn)],
  run: (input, context) => {
    const found = executionAt(context, input.PipelineExecutionArn);
    return { PipelineDefinition: found.definition, CreationTime: new Date(found.createdAt) };
  },
});

const parameters = operation<ListPipelineParametersForExecutionCommandInput, ListPipelineParametersForExecutionCommandOutput>({
  trail: 'read',
  access: (input, context) => [onExecution(context, 'ListPipelineParametersForExecution', input.PipelineExecutionArn)],
  run: (input, context) => {
    const all = Object.entries(executionAt(context, input.PipelineExecutionArn).parameters).map(([Name, Value]) => ({ Name, Value }));
    const page = pageOf(all, input.MaxResults ?? 10, input.NextToken);
    if (page === undefined) throw invalid('Invalid NextToken');
    return { PipelineParameters: [...page.page], NextToken: page.next };
  },
});

export const EXECUTION_READ_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribePipelineExecution: describe,
  ListPipelineExecutions: list,
  ListPipelineExecutionSteps: steps,
  DescribePipelineDefinitionForExecution: definition,
  ListPipelineParametersForExecution: parameters,
};
