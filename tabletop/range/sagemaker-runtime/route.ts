import type { Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { componentsOf, type Component } from '../sagemaker/inference-components/state.ts';
import { arnOf, endpointsOf, type Endpoint, type Variant } from '../sagemaker/state.ts';
import { isServing } from '../traffic.ts';
import { noteNoCapacity } from '../sagemaker/inference-components/no-capacity.ts';
import { byWeight, numberOf } from './model.ts';

export const invalid = (message: string): AwsFault => new AwsFault('ValidationError', message);

/** Which fleet and which variant a call reaches, and, on an endpoint of inference components, which component. */
export interface Asked {
  readonly EndpointName: string;
  readonly TargetVariant?: string | undefined;
  readonly InferenceComponentName?: string | undefined;
}
export const servingEndpoint = (context: Context, name: string): Endpoint => {
  const endpoint = endpointsOf(context.world).get(arnOf(context, 'endpoint', name));
  if (endpoint === undefined || !isServing(endpoint)) throw invalid(`Endpoint ${name} of account ${context.account} not found.`);
  return endpoint;
};

/** While traffic shifts, some calls reach the new fleet. Another number than the one that chooses the variant. */
const fleetFor = (endpoint: Endpoint, body: Uint8Array): readonly Variant[] => {
  const { pending } = endpoint;
  if (pending === undefined || pending.share === 0) return endpoint.variants;
  return numberOf(Buffer.concat([Buffer.from('fleet '), body])) < pending.share ? pending.variants : endpoint.variants;
};
const variantFor = (variants: readonly Variant[], target: string | undefined, body: Uint8Array): Variant => {
  if (target === undefined && variants.every(({ weight }) => weight === 0))
    throw invalid('No production variant of the endpoint has a weight greater than 0.');
  const variant = target === undefined ? byWeight(variants, numberOf(body)) : variants.find(({ name }) => name === target);
  if (variant === undefined) throw invalid(`Variant ${target ?? ''} not found for Request`);
  return variant;
};

const componentFor = (context: Context, endpoint: Endpoint, name: string | undefined): Component => {
  if (name === undefined)
    throw invalid(
      'Inference Component Name header is required for endpoints to which you plan to deploy inference components. Please include Inference Component Name header or consider using SageMaker models.',
    );
  const component = componentsOf(context.world).get(arnOf(context, 'inference-component', name));
  if (component?.endpoint !== endpoint.arn) throw invalid(`Inference Component ${name} of endpoint ${endpoint.name} not found.`);
  const { base } = component.running;
  // An adapter lives in the copies of its base.
  const host = base === undefined ? component : (componentsOf(context.world).get(arnOf(context, 'inference-component', base)) ?? component);
  const isUp = (component.status === 'InService' || component.status === 'Updating') && host.status !== 'Deleting';
  if (!isUp || host.copies === 0) {
    noteNoCapacity(context.world, host, context.now);
    throw invalid(
      'Inference Component has no capacity to process this request. ApplicationAutoScaling may be in-progress (if configured) or try to increase the capacity by invoking UpdateInferenceComponentRuntimeConfig API.',
    );
  }
  return component;
};

/** What answers: a variant with the model that it loaded, or a component as if it were one. */
export const answering = (context: Context, endpoint: Endpoint, asked: Asked, body: Uint8Array): Variant => {
  const { TargetVariant, InferenceComponentName } = asked;
  const variants = fleetFor(endpoint, body);
  if (!variants.some(({ model }) => model === '')) {
    if (InferenceComponentName !== undefined)
      throw invalid(
        'Inference Component Name header is not allowed for endpoints to which you dont plan to deploy inference components. Please remove the Inference Component Name header and try again.',
      );
    return variantFor(variants, TargetVariant, body);
  }
  const component = componentFor(context, endpoint, InferenceComponentName);
  const variant = variantFor(variants, TargetVariant ?? component.variant, body);
  const { model, loaded, images } = component.running;
  return { ...variant, model: model ?? component.name, images, ...(loaded === undefined ? {} : { loaded }), instances: component.copies };
};
