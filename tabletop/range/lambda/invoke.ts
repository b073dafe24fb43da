import type { InvokeCommandInput, InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { isObject } from '../../../core/json.ts';
import { operation, type Context, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { fault, on, qualified, type Qualified } from './access.ts';

/** Bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_SYNCHRONOUS = 6_291_556;
const MOST_ASYNCHRONOUS = 1_048_576;

type Outcome = { readonly payload: unknown; readonly error?: string };
const failed = (errorType: string, errorMessage: string): Outcome => ({ payload: { errorType, errorMessage }, error: 'Unhandled' });

/** The front door asks the model with the function's own role: what is refused to the role is refused to everybody behind the door. */
const askModel = (context: Context, { found, settings }: Qualified, event: unknown): Outcome => {
  const endpoint = settings.environment['ENDPOINT_NAME'];
  if (endpoint === undefined) return failed('Error', 'ENDPOINT_NAME is not set');
  const answer = context.world.acts.do({
    roleArn: settings.role,
    session: found.name,
    region: found.region,
    service: 'SageMaker Runtime',
    operation: 'InvokeEndpoint',
    input: { EndpointName: endpoint, ContentType: 'application/json', Body: Buffer.from(JSON.stringify(event)) },
  });
  if (!answer.ok) return failed(answer.error.name, answer.error.message);
  const body = 'Body' in answer.output && answer.output.Body instanceof Uint8Array ? Buffer.from(answer.output.Body).toString('utf8') : '';
  return { payload: { statusCode: 200, body } };
};
const execute = (context: Context, target: Qualified, event: unknown): Outcome => {
  switch (target.found.does.kind) {
    case 'echo':
      return { payload: event };
    case 'front-door':
      return askModel(context, target, event);
    case 'rotation':
      // Secrets Manager calls it with a step; anybody else gives it nothing to do.
      return isObject(event) && typeof event['Step'] === 'string'
        ? { payload: null }
        : failed('KeyError', "'Step' is missing in the event");
  }
};

/** The wire hands bytes over, a call from inside the range may hand text. */
const bytesIn = (payload: unknown): Buffer => {
  if (payload === undefined) return Buffer.alloc(0);
  if (payload instanceof Uint8Array || typeof payload === 'string') return Buffer.from(payload);
  throw new Error('a payload that is neither bytes nor text');
};
const eventIn = (bytes: Buffer): unknown => {
  const text = bytes.toString('utf8');
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : '';
    throw fault('InvalidRequestContentException', `Could not parse request body into json: ${why}`);
  }
};
const logOf = ({ found }: Qualified, requestId: string, version: string): string =>
  Buffer.from(
    `START RequestId: ${requestId} Version: ${version}\nEND RequestId: ${requestId}\nREPORT RequestId: ${requestId}\tMemory Size: ${found.memory} MB\n`,
  ).toString('base64');

const invoke = operation<InvokeCommandInput, InvokeCommandOutput>({
  trail: 'data',
  access: (input, context) => [on(context, 'InvokeFunction', input.FunctionName, input.Qualifier)],
  run: (input, context) => {
    if (input.TenantId !== undefined || input.DurableExecutionName !== undefined)
      throw new AwsFault('NotImplemented', 'The range has no tenants and no durable executions of functions', { status: 501 });
    const type = input.InvocationType ?? 'RequestResponse';
    const given = bytesIn(input.Payload);
    const most = type === 'Event' ? MOST_ASYNCHRONOUS : MOST_SYNCHRONOUS;
    if (given.length > most)
      throw fault('RequestTooLargeException', `Request must be smaller than ${most} bytes for the InvokeFunction operation`);
    const target = qualified(context, input.FunctionName, input.Qualifier);
    const event = eventIn(given);
    if (type === 'DryRun') return { StatusCode: 204, Payload: Buffer.alloc(0) };
    const isStopped = target.found.reserved === 0;
    if (type === 'Event') {
      // Taken without a look: of a function that may not run, the event is thrown away.
      if (!isStopped) execute(context, target, event);
      return { StatusCode: 202, Payload: Buffer.alloc(0) };
    }
    if (isStopped)
      throw fault('TooManyRequestsException', 'Rate Exceeded.', { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' });
    const { payload, error } = execute(context, target, event);
    return {
      StatusCode: 200,
      ExecutedVersion: target.version,
      Payload: Buffer.from(JSON.stringify(payload)),
      FunctionError: error,
      LogResult: input.LogType === 'Tail' ? logOf(target, context.requestId, target.version) : undefined,
    };
  },
});

export const INVOKE_OPERATIONS: Readonly<Record<string, Operation>> = { Invoke: invoke };
