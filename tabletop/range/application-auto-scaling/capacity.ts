import type { Acted } from '../acts.ts';
import { componentsOf, type Component } from '../sagemaker/inference-components/state.ts';
import { arnOf, endpointsOf, type Endpoint, type Variant } from '../sagemaker/state.ts';
import type { World } from '../world.ts';
import type { Named, Place, Target } from './state.ts';

/** What a target means right now; undefined: it is not there. */
export interface Capacity {
  readonly desired: number;
  /** Nothing is under way: what is desired is there. */
  readonly isSettled: boolean;
  readonly failureReason: string | undefined;
  /** Nobody asks for more than nothing of it: it may stand at zero. */
  readonly mayBeZero: boolean;
}
const variantAt = (world: World, of: Place & Named): { readonly endpoint: Endpoint; readonly variant: Variant } | undefined => {
  const [, endpointName = '', , variantName = ''] = of.resource.split('/');
  const endpoint = endpointsOf(world).get(arnOf(of, 'endpoint', endpointName));
  const variant = endpoint?.variants.find(({ name }) => name === variantName);
  return endpoint === undefined || variant === undefined ? undefined : { endpoint, variant };
};
const componentAt = (world: World, of: Place & Named): Component | undefined =>
  componentsOf(world).get(arnOf(of, 'inference-component', of.resource.split('/')[1] ?? ''));

export const capacityOf = (world: World, of: Place & Named): Capacity | undefined => {
  if (of.dimension === 'sagemaker:inference-component:DesiredCopyCount') {
    const component = componentAt(world, of);
    return component === undefined
      ? undefined
      : {
          desired: component.desiredCopies,
          isSettled: component.status === 'InService',
          failureReason: component.failureReason,
          mayBeZero: true,
        };
  }
  const found = variantAt(world, of);
  if (found === undefined) return undefined;
  const { endpoint, variant } = found;
  const isServerless = of.dimension === 'sagemaker:variant:DesiredProvisionedConcurrency';
  if (isServerless !== (variant.desiredServerless !== undefined)) return undefined;
  return {
    desired: isServerless ? (variant.desiredServerless?.ProvisionedConcurrency ?? 0) : variant.desiredInstances,
    isSettled: endpoint.status === 'InService',
    failureReason: endpoint.failureReason,
    mayBeZero: endpoint.async !== undefined || isServerless || variant.model === '',
  };
};

/** Application Auto Scaling calls SageMaker like everybody else: as a role, with permission, and is refused like everybody else. */
export const setCapacity = (world: World, target: Target, count: number): Acted => {
  const [, name = '', , VariantName = ''] = target.resource.split('/');
  const act = { roleArn: target.roleArn, session: 'AutoScaling-UpdateDesiredCapacity', region: target.region, service: 'SageMaker' };
  if (target.dimension === 'sagemaker:inference-component:DesiredCopyCount')
    return world.acts.do({
      ...act,
      operation: 'UpdateInferenceComponentRuntimeConfig',
      input: { InferenceComponentName: name, DesiredRuntimeConfig: { CopyCount: count } },
    });
  const wanted =
    target.dimension === 'sagemaker:variant:DesiredProvisionedConcurrency'
      ? { ServerlessUpdateConfig: { ProvisionedConcurrency: count } }
      : { DesiredInstanceCount: count };
  return world.acts.do({
    ...act,
    operation: 'UpdateEndpointWeightsAndCapacities',
    input: { EndpointName: name, DesiredWeightsAndCapacities: [{ VariantName, ...wanted }] },
  });
};
/** The dimensions under which CloudWatch keeps what a policy tracks. */
export const metricDimensions = (of: Named): Readonly<Record<string, string>> => {
  const [, name = '', , variant = ''] = of.resource.split('/');
  return of.dimension === 'sagemaker:inference-component:DesiredCopyCount'
    ? { InferenceComponentName: name }
    : { EndpointName: name, VariantName: variant };
};
