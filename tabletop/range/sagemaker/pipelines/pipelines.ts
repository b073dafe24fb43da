import type {
  CreatePipelineCommandInput,
  CreatePipelineCommandOutput,
  DeletePipelineCommandInput,
  DeletePipelineCommandOutput,
  DescribePipelineCommandInput,
  DescribePipelineCommandOutput,
  ListPipelinesCommandInput,
  ListPipelinesCommandOutput,
  UpdatePipelineCommandInput,
  UpdatePipelineCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Operation } from '../../operation.ts';
import { onAll } from '../access.ts';
import { creating, dateOf, isMine, notSimulated, passing, userOf } from '../asked.ts';
import { invalid } from '../faults.ts';
import { listed } from '../list.ts';
import { dropTags, setFirstTags } from '../state.ts';
import { definitionOf } from './definition-source.ts';
import { runnable } from './definition.ts';
import { mustBeIdle, onPipeline, pipelineNamed } from './find.ts';
import { pipelineArn, pipelinesOf } from './state.ts';

const create = operation<CreatePipelineCommandInput, CreatePipelineCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    ...creating('CreatePipeline', pipelineArn(context, input.PipelineName), input.Tags),
    ...passing(input.RoleArn),
  ],
  run: (input, context) => {
    const arn = pipelineArn(context, input.PipelineName);
    if (pipelinesOf(context.world).get(arn) !== undefined)
      throw invalid(
        `Pipeline names must be unique within an AWS account and region. Pipeline with name (${input.PipelineName}) already exists.`,
      );
    const definition = definitionOf(context, input);
    if (definition === undefined) throw invalid('Either PipelineDefinition or PipelineDefinitionS3Location is required.');
    runnable(definition);
    pipelinesOf(context.world).put(arn, {
      arn,
      name: input.PipelineName,
      account: context.account,
      region: context.region,
      displayName: input.PipelineDisplayName ?? input.PipelineName,
      ...(input.PipelineDescription === undefined ? {} : { description: input.PipelineDescription }),
      roleArn: input.RoleArn,
      definition,
      createdAt: context.now,
      createdBy: context.caller.arn,
      modifiedAt: context.now,
      modifiedBy: context.caller.arn,
      version: 1,
      ...(input.ParallelismConfiguration === undefined ? {} : { parallelism: input.ParallelismConfiguration.MaxParallelExecutionSteps }),
    });
    setFirstTags(context.world, arn, input.Tags ?? []);
    return { PipelineArn: arn };
  },
});

const describe = operation<DescribePipelineCommandInput, DescribePipelineCommandOutput>({
  trail: 'read',
  access: (input, context) => [onPipeline(context, 'DescribePipeline', input.PipelineName)],
  run: (input, context) => {
    const found = pipelineNamed(context, input.PipelineName);
    if (input.PipelineVersionId !== undefined && input.PipelineVersionId !== found.version)
      throw notSimulated('keep an older version of a pipeline');
    return {
      PipelineArn: found.arn,
      PipelineName: found.name,
      PipelineDisplayName: found.displayName,
      PipelineDescription: found.description,
      PipelineDefinition: found.definition,
      RoleArn: found.roleArn,
      PipelineStatus: 'Active',
      CreationTime: new Date(found.createdAt),
      LastModifiedTime: new Date(found.modifiedAt),
      LastRunTime: dateOf(found.lastRunAt),
      CreatedBy: userOf(found.createdBy),
      LastModifiedBy: userOf(found.modifiedBy),
      ParallelismConfiguration: found.parallelism === undefined ? undefined : { MaxParallelExecutionSteps: found.parallelism },
    };
  },
});

const list = operation<ListPipelinesCommandInput, ListPipelinesCommandOutput>({
  trail: 'read',
  access: () => onAll('ListPipelines'),
  run: (input, context) => {
    const mine = pipelinesOf(context.world)
      .values()
      .filter((found) => isMine(context, found) && found.name.startsWith(input.PipelineNamePrefix ?? ''));
    const { page, next } = listed(
      mine,
      { ...input, CreationTimeAfter: input.CreatedAfter, CreationTimeBefore: input.CreatedBefore },
      { name: ({ name }) => name, sortKey: input.SortBy === 'Name' ? ({ name }) => name : undefined },
    );
    return {
      PipelineSummaries: page.map((found) => ({
        PipelineArn: found.arn,
        PipelineName: found.name,
        PipelineDisplayName: found.displayName,
        PipelineDescription: found.description,
        RoleArn: found.roleArn,
        CreationTime: new Date(found.createdAt),
        LastModifiedTime: new Date(found.modifiedAt),
        LastExecutionTime: dateOf(found.lastRunAt),
      })),
      NextToken: next,
    };
  },
});

const update = operation<UpdatePipelineCommandInput, UpdatePipelineCommandOutput>({
  trail: 'write',
  access: (input, context) => [onPipeline(context, 'UpdatePipeline', input.PipelineName), ...passing(input.RoleArn)],
  run: (input, context) => {
    const found = pipelineNamed(context, input.PipelineName);
    const definition = definitionOf(context, input);
    if (definition !== undefined) runnable(definition);
    const version = found.version + (definition === undefined || definition === found.definition ? 0 : 1);
    pipelinesOf(context.world).put(found.arn, {
      ...found,
      ...(definition === undefined ? {} : { definition }),
      ...(input.PipelineDisplayName === undefined ? {} : { displayName: input.PipelineDisplayName }),
      ...(input.PipelineDescription === undefined ? {} : { description: input.PipelineDescription }),
      ...(input.RoleArn === undefined ? {} : { roleArn: input.RoleArn }),
      ...(input.ParallelismConfiguration === undefined ? {} : { parallelism: input.ParallelismConfiguration.MaxParallelExecutionSteps }),
      modifiedAt: context.now,
      modifiedBy: context.caller.arn,
      version,
    });
    return { PipelineArn: found.arn, PipelineVersionId: version };
  },
});

const remove = operation<DeletePipelineCommandInput, DeletePipelineCommandOutput>({
  trail: 'write',
  access: (input, context) => [onPipeline(context, 'DeletePipeline', input.PipelineName)],
  run: (input, context) => {
    const found = pipelineNamed(context, input.PipelineName);
    mustBeIdle(context, found);
    pipelinesOf(context.world).remove(found.arn);
    dropTags(context.world, found.arn);
    return { PipelineArn: found.arn };
  },
});

export const PIPELINE_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreatePipeline: create,
  DescribePipeline: describe,
  ListPipelines: list,
  UpdatePipeline: update,
  DeletePipeline: remove,
};
