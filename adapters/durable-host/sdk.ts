import {
  DurableExecutionInvocationInputWithClient,
  type DurableExecutionClient,
  type DurableExecutionInvocationInput,
} from '@aws/durable-execution-sdk-js';

/**
 * The event that makes a handler use our client instead of Lambda's API. The public way, `withDurableExecution(handler, { durableExecutionClient })`,
 * would tie the handler's module to one backend; the SDK's own test runner injects through this class, which is exported but marked internal.
 * Its constructor copies three fields and drops `UpdatedOperationIds`, without which plugins take fresh completions for replayed ones.
 */
export const invocationEvent = (input: DurableExecutionInvocationInput, client: DurableExecutionClient): DurableExecutionInvocationInput =>
  Object.assign(new DurableExecutionInvocationInputWithClient(input, client), { UpdatedOperationIds: input.UpdatedOperationIds ?? [] });
