import type { CreateInferenceComponentCommandInput, CreateInferenceComponentCommandOutput } from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Present } from '../../operation.ts';
import { on } from '../access.ts';
import { creating, unsupported } from '../asked.ts';
import { componentCreation } from '../endpoint-behaviours.ts';
import { endpointOf } from '../endpoint-named.ts';
import { exists, inProgress, invalid } from '../faults.ts';
import { arnOf, setFirstTags, type Endpoint } from '../state.ts';
import { specified } from './specification.ts';
import { componentsOf, type Component } from './state.ts';

const TYPE = 'inference-component';
type Input = Present<CreateInferenceComponentCommandInput>;

const keysOf = (context: Context, { Specification }: Input): Readonly<Record<string, readonly string[]>> =>
  Specification?.ModelName === undefined ? {} : { 'sagemaker:ModelArn': [arnOf(context, 'model', Specification.ModelName)] };

const hostOf = (context: Context, input: Input): Endpoint => {
  const endpoint = endpointOf(context, input.EndpointName);
  if (endpoint.status !== 'InService') throw inProgress(endpoint.arn);
  if (!endpoint.variants.some(({ model }) => model === ''))
    throw invalid(`The endpoint "${endpoint.name}" was not created for inference components: its production variants have models.`);
  return endpoint;
};
/** An adapter goes where its base is. */
const variantOf = (context: Context, endpoint: Endpoint, input: Input): string => {
  const base = input.Specification?.BaseInferenceComponentName;
  const name = input.VariantName ?? (base === undefined ? undefined : componentsOf(context.world).get(arnOf(context, TYPE, base))?.variant);
  if (name === undefined) throw invalid('VariantName is required for an inference component.');
  if (!endpoint.variants.some((variant) => variant.name === name))
    throw invalid(`The variant name "${name}" was not found in the endpoint "${endpoint.arn}".`);
  return name;
};
const copiesOf = ({ RuntimeConfig, Specification }: Input): number => {
  if (Specification?.BaseInferenceComponentName !== undefined) {
    if (RuntimeConfig !== undefined) throw invalid('RuntimeConfig cannot be specified for an adapter inference component.');
    return 1;
  }
  if (RuntimeConfig === undefined) throw invalid('RuntimeConfig is required for an inference component.');
  if (RuntimeConfig.CopyCount < 1) throw invalid('Inference components copy count an integer larger than 0');
  return RuntimeConfig.CopyCount;
};

export const createComponent = operation<CreateInferenceComponentCommandInput, CreateInferenceComponentCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    on('CreateInferenceComponent', 'endpoint')(context, input.EndpointName),
    ...creating('CreateInferenceComponent', arnOf(context, TYPE, input.InferenceComponentName), input.Tags, keysOf(context, input)),
  ],
  run: (input, context) => {
    const { world, now, account, region } = context;
    unsupported('CreateInferenceComponent', input, ['Specifications']);
    const arn = arnOf(context, TYPE, input.InferenceComponentName);
    if (componentsOf(world).get(arn) !== undefined) throw exists('inference component', arn);
    if (input.Specification === undefined) throw invalid('Specification is required for an inference component.');
    const endpoint = hostOf(context, input);
    const variant = variantOf(context, endpoint, input);
    const desiredCopies = copiesOf(input);
    const { running, problem } = specified(context, endpoint, input.Specification);
    const component: Component = {
      arn,
      name: input.InferenceComponentName,
      account,
      region,
      endpoint: endpoint.arn,
      endpointName: endpoint.name,
      variant,
      status: 'Creating',
      createdAt: now,
      modifiedAt: now,
      running,
      copies: 0,
      desiredCopies,
    };
    componentsOf(world).put(arn, component);
    setFirstTags(world, arn, input.Tags ?? []);
    world.timers.add('component-ready', world.lasts(componentCreation), { arn, ...(problem === undefined ? {} : { problem }) });
    return { InferenceComponentArn: arn };
  },
});
