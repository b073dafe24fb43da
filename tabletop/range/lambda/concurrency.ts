import type {
  DeleteFunctionConcurrencyCommandInput,
  DeleteFunctionConcurrencyCommandOutput,
  GetFunctionConcurrencyCommandInput,
  GetFunctionConcurrencyCommandOutput,
  PutFunctionConcurrencyCommandInput,
  PutFunctionConcurrencyCommandOutput,
} from '@aws-sdk/client-lambda';
import { operation, type Operation } from '../operation.ts';
import { fault, functionOf, on } from './access.ts';
import { functionsHere } from './read.ts';
import { ACCOUNT_CONCURRENCY, functionsOf } from './state.ts';

/** Of the account's pool this much stays for functions without a reservation. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const ALWAYS_UNRESERVED = 100;

const put = operation<PutFunctionConcurrencyCommandInput, PutFunctionConcurrencyCommandOutput>({
  trail: 'write',
  access: ({ FunctionName }, context) => [on(context, 'PutFunctionConcurrency', FunctionName)],
  run: ({ FunctionName, ReservedConcurrentExecutions }, context) => {
    const found = functionOf(context, FunctionName);
    const others = functionsHere(context)
      .filter(({ arn }) => arn !== found.arn)
      .reduce((sum, { reserved }) => sum + (reserved ?? 0), 0);
    if (ReservedConcurrentExecutions > 0 && ACCOUNT_CONCURRENCY - others - ReservedConcurrentExecutions < ALWAYS_UNRESERVED)
      throw fault(
        'InvalidParameterValueException',
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${ALWAYS_UNRESERVED}].`,
      );
    functionsOf(context.world).put(found.arn, { ...found, reserved: ReservedConcurrentExecutions });
    return { ReservedConcurrentExecutions };
  },
});
const get = operation<GetFunctionConcurrencyCommandInput, GetFunctionConcurrencyCommandOutput>({
  trail: 'read',
  access: ({ FunctionName }, context) => [on(context, 'GetFunctionConcurrency', FunctionName)],
  run: ({ FunctionName }, context) => ({ ReservedConcurrentExecutions: functionOf(context, FunctionName).reserved }),
});
const remove = operation<DeleteFunctionConcurrencyCommandInput, DeleteFunctionConcurrencyCommandOutput>({
  trail: 'write',
  access: ({ FunctionName }, context) => [on(context, 'DeleteFunctionConcurrency', FunctionName)],
  run: ({ FunctionName }, context) => {
    const { reserved: _, ...found } = functionOf(context, FunctionName);
    functionsOf(context.world).put(found.arn, found);
    return {};
  },
});

export const CONCURRENCY_OPERATIONS: Readonly<Record<string, Operation>> = {
  PutFunctionConcurrency: put,
  GetFunctionConcurrency: get,
  DeleteFunctionConcurrency: remove,
};
