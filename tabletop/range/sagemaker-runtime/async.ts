import type { InvokeEndpointAsyncCommandInput, InvokeEndpointAsyncCommandOutput } from '@aws-sdk/client-sagemaker-runtime';
import * as z from 'zod';
import { operation, type Context, type Present } from '../operation.ts';
import { asBytes } from '../protocol/wire.ts';
import { on } from '../sagemaker/access.ts';
import { queueOf, type Queued } from '../sagemaker/async-queue.ts';
import type { Endpoint } from '../sagemaker/state.ts';
import { asyncRun } from './behaviours.ts';
import { invalid, servingEndpoint } from './route.ts';

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html, seconds. */
const LONGEST_TTL = 21_600;
const MOST_INLINE_BYTES = 128_000;
const Config = z.object({ OutputConfig: z.object({ S3OutputPath: z.string(), S3FailurePath: z.string().optional() }) });

type Given = Present<InvokeEndpointAsyncCommandInput>;
const inputOf = async (input: Given): Promise<Queued['input']> => {
  const body = Buffer.from(await asBytes(input.Body));
  if ((input.InputLocation === undefined) === (body.length === 0))
    throw invalid('Exactly one of InputLocation and Body must be specified.');
  if (body.length > MOST_INLINE_BYTES) throw invalid(`The body must be at most ${MOST_INLINE_BYTES} bytes.`);
  return input.InputLocation === undefined ? { base64: body.toString('base64') } : { uri: input.InputLocation };
};
const take = async (context: Context, endpoint: Endpoint, input: Given): Promise<Queued> => {
  const { OutputConfig } = Config.parse(endpoint.async);
  const given = await inputOf(input);
  const { world, now } = context;
  const id = world.ids.uuid('async');
  const under = (path: string, name: string): string => `${path.replace(/\/?$/, '/')}${name}`;
  return {
    id,
    endpoint: endpoint.arn,
    input: given,
    inferenceId: input.InferenceId ?? world.ids.uuid('inference'),
    output: under(OutputConfig.S3OutputPath, `${id}.out`),
    ...(OutputConfig.S3FailurePath === undefined ? {} : { failure: under(OutputConfig.S3FailurePath, `${id}-error.out`) }),
    expiresAt: now + ((input.RequestTTLSeconds ?? LONGEST_TTL) * 1000) / world.time.pace,
  };
};

export const invokeAsync = operation<InvokeEndpointAsyncCommandInput, InvokeEndpointAsyncCommandOutput>({
  trail: 'data',
  access: (input, context) => [on('InvokeEndpointAsync', 'endpoint')(context, input.EndpointName)],
  run: async (input, context) => {
    const endpoint = servingEndpoint(context, input.EndpointName);
    if (endpoint.async === undefined) throw invalid(`Endpoint ${input.EndpointName} is not an asynchronous inference endpoint.`);
    const queued = await take(context, endpoint, input);
    queueOf(context.world).put(queued.id, queued);
    context.world.timers.add('async-request', context.world.lasts(asyncRun), { id: queued.id });
    return { InferenceId: queued.inferenceId, OutputLocation: queued.output, FailureLocation: queued.failure };
  },
});
