import type {
  DeleteInferenceComponentCommandInput,
  DeleteInferenceComponentCommandOutput,
  UpdateInferenceComponentCommandInput,
  UpdateInferenceComponentCommandOutput,
  UpdateInferenceComponentRuntimeConfigCommandInput,
  UpdateInferenceComponentRuntimeConfigCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context } from '../../operation.ts';
import { on } from '../access.ts';
import { unsupported } from '../asked.ts';
import { componentCreation, componentDeletion, componentScaling } from '../endpoint-behaviours.ts';
import { endpointOf } from '../endpoint-named.ts';
import { invalid } from '../faults.ts';
import { arnOf } from '../state.ts';
import { specified } from './specification.ts';
import { componentsOf, type Component } from './state.ts';

const TYPE = 'inference-component';

export const componentNamed = (context: Context, name: string): Component => {
  const arn = arnOf(context, TYPE, name);
  const component = componentsOf(context.world).get(arn);
  if (component === undefined) throw invalid(`Could not find inference component "${arn}".`);
  return component;
};
const settled = (context: Context, name: string): Component => {
  const component = componentNamed(context, name);
  if (component.status !== 'InService') throw invalid(`Cannot update in-progress inference component "${component.arn}".`);
  return component;
};
const updating = (context: Context, component: Component): void =>
  componentsOf(context.world).put(component.arn, { ...component, status: 'Updating', modifiedAt: context.now });

export const updateComponent = operation<UpdateInferenceComponentCommandInput, UpdateInferenceComponentCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('UpdateInferenceComponent', TYPE)(context, input.InferenceComponentName)],
  run: (input, context) => {
    const { world } = context;
    unsupported('UpdateInferenceComponent', input, ['DeploymentConfig', 'Specifications']);
    const component = settled(context, input.InferenceComponentName);
    if (input.RuntimeConfig !== undefined && input.RuntimeConfig.CopyCount < 1)
      throw invalid('Inference components copy count an integer larger than 0');
    const found =
      input.Specification === undefined ? undefined : specified(context, endpointOf(context, component.endpointName), input.Specification);
    const { failureReason: _cleared, ...before } = component;
    updating(context, {
      ...before,
      desiredCopies: input.RuntimeConfig?.CopyCount ?? component.desiredCopies,
      ...(found === undefined ? {} : { next: found.running }),
    });
    const data = { arn: component.arn, ...(found?.problem === undefined ? {} : { problem: found.problem }) };
    world.timers.add('component-ready', world.lasts(componentCreation), data);
    return { InferenceComponentArn: component.arn };
  },
});

export const updateRuntimeConfig = operation<
  UpdateInferenceComponentRuntimeConfigCommandInput,
  UpdateInferenceComponentRuntimeConfigCommandOutput
>({
  trail: 'write',
  access: (input, context) => [on('UpdateInferenceComponentRuntimeConfig', TYPE)(context, input.InferenceComponentName)],
  run: (input, context) => {
    const { world } = context;
    const component = settled(context, input.InferenceComponentName);
    if (component.running.base !== undefined) throw invalid('The copies of an adapter inference component are those of its base.');
    const { failureReason: _cleared, ...before } = component;
    updating(context, { ...before, desiredCopies: input.DesiredRuntimeConfig.CopyCount });
    world.timers.add('component-ready', world.lasts(componentScaling), { arn: component.arn });
    return { InferenceComponentArn: component.arn };
  },
});

export const deleteComponent = operation<DeleteInferenceComponentCommandInput, DeleteInferenceComponentCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('DeleteInferenceComponent', TYPE)(context, input.InferenceComponentName)],
  run: (input, context) => {
    const { world, now } = context;
    const component = componentNamed(context, input.InferenceComponentName);
    if (component.status !== 'InService' && component.status !== 'Failed')
      throw invalid(`Cannot update in-progress inference component "${component.arn}".`);
    const adapters = componentsOf(world)
      .values()
      .filter(({ endpoint, running }) => endpoint === component.endpoint && running.base === component.name);
    if (adapters.length > 0) throw invalid(`The inference component "${component.name}" is the base of ${adapters.length} others.`);
    componentsOf(world).put(component.arn, { ...component, status: 'Deleting', modifiedAt: now });
    world.timers.add('component-deleted', world.lasts(componentDeletion), { arn: component.arn });
    return {};
  },
});
