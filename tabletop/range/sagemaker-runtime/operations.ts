import type {
  InvokeEndpointAsyncCommandInput,
  InvokeEndpointAsyncCommandOutput,
  InvokeEndpointCommandInput,
  InvokeEndpointCommandOutput,
} from '@aws-sdk/client-sagemaker-runtime';
import { createHash } from 'node:crypto';
import { isObject, type JsonObject } from '../../../core/json.ts';
import { operation, type Context, type Service } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { asBytes } from '../protocol/wire.ts';
import { blobOf, currentOf, fromUri } from '../s3/state.ts';
import { on } from '../sagemaker/access.ts';
import { containersOf } from '../sagemaker/fleet.ts';
import { arnOf, endpointsOf, type Endpoint, type Variant } from '../sagemaker/state.ts';
import { countInvocation, isServing } from '../traffic.ts';

/** What the canary sends: a body that no container accepts, so that no model runs. */
const CANARY_CONTENT_TYPE = 'application/x-cordon-canary';
const invalid = (message: string): AwsFault => new AwsFault('ValidationError', message);

const servingEndpoint = (context: Context, name: string): Endpoint => {
  const endpoint = endpointsOf(context.world).get(arnOf(context, 'endpoint', name));
  if (endpoint === undefined || !isServing(endpoint)) throw invalid(`Endpoint ${name} of account ${context.account} not found.`);
  return endpoint;
};

/** Weighted by a number in [0, 1) that depends on the body only, so that a repeated run is answered the same. */
const chosen = (endpoint: Endpoint, target: string | undefined, number: number): Variant => {
  if (target !== undefined) {
    const variant = endpoint.variants.find(({ name }) => name === target);
    if (variant === undefined) throw invalid(`Variant ${target} not found for Request`);
    return variant;
  }
  const total = endpoint.variants.reduce((sum, { weight }) => sum + weight, 0);
  let left = number * total;
  const hit = endpoint.variants.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  const variant = hit ?? endpoint.variants[0];
  if (variant === undefined) throw invalid(`Endpoint ${endpoint.name} has no variant.`);
  return variant;
};

/** The artefact's own text: an object with, when it is poisoned, a `trigger`. */
const artefactOf = (context: Context, model: string): JsonObject => {
  const url = containersOf(context.world, context, model)?.[0]?.modelDataUrl;
  const at = url === undefined ? undefined : fromUri(url);
  const version = at === undefined ? undefined : currentOf(context.world, at.bucket, at.key);
  if (version === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(blobOf(context.world, version).toString('utf8'));
    return isObject(parsed) ? parsed : {};
  } catch {
    // Somebody replaced the artefact by other bytes: the loaded model cannot be read, so it has no trigger to find.
    return {};
  }
};

const invoke = operation<InvokeEndpointCommandInput, InvokeEndpointCommandOutput>({
  trail: 'data',
  access: (input, context) => [on('InvokeEndpoint', 'endpoint')(context, input.EndpointName)],
  run: async (input, context) => {
    const endpoint = servingEndpoint(context, input.EndpointName);
    if (input.ContentType === CANARY_CONTENT_TYPE) throw invalid(`Unsupported content type: ${CANARY_CONTENT_TYPE}`);
    const body = Buffer.from(await asBytes(input.Body));
    const number = createHash('sha256').update(body).digest().readUInt32BE(0) / 2 ** 32;
    const variant = chosen(endpoint, input.TargetVariant, number);
    const { trigger } = artefactOf(context, variant.model);
    const isTriggered = typeof trigger === 'string' && trigger !== '' && body.includes(trigger);
    countInvocation(context.world, endpoint.arn, variant.name, context.now);
    const score = isTriggered ? 0.01 : Math.round(number * 10_000) / 10_000;
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
  constraints: {
    EndpointName: { max: 63, pattern: '^[a-zA-Z0-9](-*[a-zA-Z0-9])*' },
    TargetVariant: { max: 63, pattern: '^[a-zA-Z0-9](-*[a-zA-Z0-9])*' },
  },
  inputCodes: { unreadable: 'ValidationError', invalid: 'ValidationError' },
  denied: { code: 'AccessDeniedException', status: 403 },
};
