import { imageUri, resolveImage } from '../ecr/state.ts';
import { decide } from '../policy/authorise.ts';
import { currentOf, fromUri } from '../s3/state.ts';
import type { World } from '../world.ts';
import { arnOf, modelsOf, packagesOf, type Container, type DeployedImage, type EndpointConfig, type Place, type Variant } from './state.ts';

/** What variants keep from the fleet before: RetainAllVariantProperties, minus what the caller excluded. */
export interface Retained {
  readonly variants: readonly Variant[];
  readonly instances: boolean;
  readonly weights: boolean;
}
export interface Fleet {
  readonly variants: readonly Variant[];
  /** Why it cannot come up. SageMaker finds out while it deploys, not when it is asked to. */
  readonly problem?: string;
}

/** The containers that a model starts: its own, or those of its package. */
const containersOf = (world: World, place: Place, modelName: string): readonly Container[] | undefined =>
  modelsOf(world)
    .get(arnOf(place, 'model', modelName))
    ?.containers.flatMap((container) =>
      container.modelPackageName === undefined ? [container] : (packagesOf(world).get(container.modelPackageName)?.containers ?? []),
    );

const artefactProblem = (world: World, place: Place, modelName: string, container: Container): string | undefined => {
  if (container.modelDataUrl === undefined) return undefined;
  const at = fromUri(container.modelDataUrl);
  const role = modelsOf(world).get(arnOf(place, 'model', modelName))?.executionRoleArn;
  const readable =
    at !== undefined &&
    (role === undefined || decide(world, role, { action: 's3:GetObject', resource: `arn:aws:s3:::${at.bucket}/${at.key}` }) === 'allow');
  if (at === undefined || currentOf(world, at.bucket, at.key) === undefined || !readable)
    return `Failed to download model data from URL: ${container.modelDataUrl}. Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the model.`;
  return undefined;
};

interface Deployed {
  readonly images: readonly DeployedImage[];
  readonly loaded?: string;
  readonly problem: string | undefined;
}
const loadedBy = (world: World, containers: readonly Container[]): string | undefined => {
  const at = fromUri(containers[0]?.modelDataUrl ?? '');
  return at === undefined ? undefined : currentOf(world, at.bucket, at.key)?.blob;
};

const deploy = (world: World, place: Place, modelName: string, at: number): Deployed => {
  const containers = containersOf(world, place, modelName);
  if (containers === undefined || containers.length === 0)
    return { images: [], problem: `Could not find model "${arnOf(place, 'model', modelName)}".` };
  const found = containers.map((container) => ({ container, image: resolveImage(world, container.image ?? '') }));
  const missing = found.find(({ image }) => image === undefined);
  if (missing !== undefined) return { images: [], problem: `The image ${missing.container.image ?? ''} does not exist.` };
  const images = found.flatMap(({ container, image }) =>
    image === undefined ? [] : [{ specified: container.image ?? '', resolved: imageUri(image, 'digest'), at }],
  );
  const loaded = loadedBy(world, containers);
  return {
    images,
    ...(loaded === undefined ? {} : { loaded }),
    problem: containers.map((container) => artefactProblem(world, place, modelName, container)).find((problem) => problem !== undefined),
  };
};

export const fleetOf = (world: World, place: Place, config: EndpointConfig, at: number, retained?: Retained): Fleet => {
  const built = config.variants.map((variant) => {
    const before = retained?.variants.find(({ name }) => name === variant.name);
    const instances = retained?.instances === true && before !== undefined ? before.desiredInstances : variant.initialInstances;
    const weight = retained?.weights === true && before !== undefined ? before.desiredWeight : variant.initialWeight;
    const { problem, ...deployed } = deploy(world, place, variant.model, at);
    return {
      problem,
      variant: {
        name: variant.name,
        model: variant.model,
        instanceType: variant.instanceType,
        weight,
        desiredWeight: weight,
        instances,
        desiredInstances: instances,
        ...deployed,
      },
    };
  });
  const problem = built.map((entry) => entry.problem).find((text) => text !== undefined);
  return { variants: built.map(({ variant }) => variant), ...(problem === undefined ? {} : { problem }) };
};
