import type {
  InvokeEndpointAsyncCommandInput,
  InvokeEndpointAsyncCommandOutput,
  InvokeEndpointCommandInput,
  InvokeEndpointCommandOutput,
} from '@aws-sdk/client-sagemaker-runtime';
import { operation, type Context, type Service } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { asBytes } from '../protocol/wire.ts';
import { on } from '../sagemaker/access.ts';
import { arnOf, endpointsOf, type Endpoint, type Variant } from '../sagemaker/state.ts';
import { countInvocation, isServing } from '../traffic.ts';
import { RUNTIME_BEHAVIOURS } from './behaviours.ts';
import { byWeight, numberOf, scored } from './model.ts';

/** What the canary sends: a body that no container accepts, so that no model runs. */
const CANARY_CONTENT_TYPE = 'application/x-cordon-canary';
const invalid = (message: string): AwsFault => new AwsFault('ValidationError', message);

const servingEndpoint = (context: Context, name: string): Endpoint => {
  const endpoint = endpointsOf(context.world).get(arnOf(context, 'endpoint', name));
  if (endpoint === undefined || !isServing(endpoint)) throw invalid(`Endpoint ${name} of account ${context.account} not found.`);
  return endpoint;
};

const chosen = (endpoint: Endpoint, target: string | undefined, number: number): Variant => {
  const variant = target === undefined ? byWeight(endpoint.variants, number) : endpoint.variants.find(({ name }) => name === target);
  if (variant === undefined) throw invalid(`Variant ${target ?? ''} not found for Request`);
  return variant;
};

const invoke = operation<InvokeEndpointCommandInput, InvokeEndpointCommandOutput>({
  trail: 'data',
  access: (input, context) => [on('InvokeEndpoint', 'endpoint')(context, input.EndpointName)],
  run: async (input, context) => {
    const endpoint = servingEndpoint(context, input.EndpointName);
    if (input.ContentType === CANARY_CONTENT_TYPE) throw invalid(`Unsupported content type: ${CANARY_CONTENT_TYPE}`);
    const body = Buffer.from(await asBytes(input.Body));
    const variant = chosen(endpoint, input.TargetVariant, numberOf(body));
    countInvocation(context.world, endpoint.arn, variant.name, context.now);
    const score = scored(context.world, variant, body);
    return {
      Body: Buffer.from(JSON.stringify({ model: variant.model, score })),
      ContentType: 'application/json',
      InvokedProductionVariant: variant.name,
    };
  },
});

const invokeAsync = operation<InvokeEndpointAsyncCommandInput, InvokeEndpointAsyncCommandOutput>({
  trail: 'data',
  access: (input, context) => [on('InvokeEndpointAsync', 'endpoint')(context, input.EndpointName)],
  run: (input, context) => {
    servingEndpoint(context, input.EndpointName);
    throw invalid(`Endpoint ${input.EndpointName} is not an asynchronous inference endpoint.`);
  },
});

export const runtimeService: Service = {
  prefix: 'sagemaker',
  signingName: 'sagemaker',
  eventSource: 'sagemaker.amazonaws.com',
  load: () => import('@aws-sdk/client-sagemaker-runtime'),
  operations: { InvokeEndpoint: invoke, InvokeEndpointAsync: invokeAsync },
  inputCodes: { unreadable: 'ValidationError', invalid: 'ValidationError' },
  behaviours: RUNTIME_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
