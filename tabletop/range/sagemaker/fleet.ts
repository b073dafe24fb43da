import type { World } from '../world.ts';
import { isSo } from './conditions.ts';
import { modelNamed, start, type Started } from './containers.ts';
import { arnOf, type ConfigVariant, type EndpointConfig, type Place, type Variant } from './state.ts';

/** What variants keep from the fleet before: RetainAllVariantProperties, minus what the caller excluded. */
export interface Retained {
  readonly variants: readonly Variant[];
  readonly instances: boolean;
  readonly weights: boolean;
}
export interface Fleet {
  readonly variants: readonly Variant[];
  readonly shadows: readonly Variant[];
  /** Why it cannot come up. SageMaker finds out while it deploys, not when it is asked to. */
  readonly problem?: string;
  /** It finds out late. */
  readonly isCrashing: boolean;
}

export const noCapacity = (instanceType: string): string =>
  `Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error for ${instanceType}. Please retry using a different ML instance type or after some time.`;
/** More instances than there are, of a type that AWS has no more of. */
export const lackingFor = (world: World, variants: readonly Variant[]): string | undefined => {
  const lacking = variants.find(
    ({ instanceType, instances, desiredInstances }) =>
      instanceType !== undefined && desiredInstances > instances && isSo(world, 'no-capacity', instanceType),
  );
  return lacking?.instanceType === undefined ? undefined : noCapacity(lacking.instanceType);
};
const unhealthy = (variant: string): string =>
  `The primary container for production variant ${variant} did not pass the ping health check. Please check CloudWatch logs for this endpoint.`;

const started = (world: World, place: Place, variant: ConfigVariant, at: number): Started => {
  if (variant.model === '') return { images: [], isCrashing: false };
  const arn = arnOf(place, 'model', variant.model);
  const model = modelNamed(world, place, variant.model);
  return start(world, model ?? { arn, containers: [] }, at);
};
const problemOf = (world: World, variant: ConfigVariant, { problem, isCrashing }: Started): string | undefined => {
  if (variant.instanceType !== undefined && isSo(world, 'no-capacity', variant.instanceType)) return noCapacity(variant.instanceType);
  return problem ?? (isCrashing ? unhealthy(variant.name) : undefined);
};

const built = (world: World, place: Place, variant: ConfigVariant, at: number, retained: Retained | undefined) => {
  const before = retained?.variants.find(({ name }) => name === variant.name);
  const instances = retained?.instances === true && before !== undefined ? before.desiredInstances : variant.initialInstances;
  const weight = retained?.weights === true && before !== undefined ? before.desiredWeight : variant.initialWeight;
  const { instanceType, serverless } = variant;
  const run = started(world, place, variant, at);
  const { RoutingConfig, ManagedInstanceScaling } = variant.rest ?? {};
  const made: Variant = {
    name: variant.name,
    model: variant.model,
    ...(instanceType === undefined ? {} : { instanceType }),
    weight,
    desiredWeight: weight,
    instances,
    desiredInstances: instances,
    ...(serverless === undefined ? {} : { serverless, desiredServerless: serverless }),
    images: run.images,
    ...(run.loaded === undefined ? {} : { loaded: run.loaded }),
    ...(run.multiModel === undefined ? {} : { multiModel: run.multiModel }),
    fleetAt: at,
    shown: {
      ...(RoutingConfig === undefined ? {} : { RoutingConfig }),
      ...(ManagedInstanceScaling === undefined ? {} : { ManagedInstanceScaling }),
    },
  };
  return { made, problem: problemOf(world, variant, run), isCrashing: run.isCrashing && run.problem === undefined };
};

export const fleetOf = (world: World, place: Place, config: EndpointConfig, at: number, retained?: Retained): Fleet => {
  const variants = config.variants.map((variant) => built(world, place, variant, at, retained));
  const shadows = (config.shadows ?? []).map((variant) => built(world, place, variant, at, retained));
  const all = [...variants, ...shadows];
  const problem = all.map((entry) => entry.problem).find((text) => text !== undefined);
  return {
    variants: variants.map(({ made }) => made),
    shadows: shadows.map(({ made }) => made),
    isCrashing: all.some(({ isCrashing }) => isCrashing),
    ...(problem === undefined ? {} : { problem }),
  };
};
