import type { Context } from '../../operation.ts';
import type { Access } from '../../policy/evaluate.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { onArn } from '../access.ts';
import { executionsOf, pipelineArn, pipelinesOf, type Execution, type Pipeline } from './state.ts';

export const onPipeline = (context: Context, action: string, name: string): Access => onArn(context, action, pipelineArn(context, name));
export const onExecution = (context: Context, action: string, arn: string): Access => onArn(context, action, arn);

export const pipelineNamed = (context: Context, name: string): Pipeline => {
  const arn = pipelineArn(context, name);
  const found = pipelinesOf(context.world).get(arn);
  if (found === undefined || found.account !== context.account) throw new AwsFault('ResourceNotFound', `Pipeline '${arn}' does not exist.`);
  return found;
};
export const executionAt = (context: Context, arn: string): Execution => {
  const found = executionsOf(context.world).get(arn);
  if (found === undefined || found.account !== context.account)
    throw new AwsFault('ResourceNotFound', `Pipeline execution '${arn}' does not exist.`);
  return found;
};
export const executionsIn = (context: Context, pipeline: string): readonly Execution[] =>
  executionsOf(context.world)
    .values()
    .filter((execution) => execution.pipeline === pipeline);
export const mustBeIdle = (context: Context, { arn }: Pipeline): void => {
  if (executionsIn(context, arn).some(({ status }) => status === 'Executing' || status === 'Stopping'))
    throw new AwsFault('ConflictException', `Pipeline ${arn} has executions that are still running.`);
};
