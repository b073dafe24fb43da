import { isObject, type JsonObject } from '../../../core/json.ts';
import { imageUri, resolveImage } from '../ecr/state.ts';
import { decide } from '../policy/authorise.ts';
import { currentOf, fromUri, objectsOf } from '../s3/state.ts';
import type { World } from '../world.ts';
import { isSo } from './conditions.ts';
import { packagesOf } from './registry/state.ts';
import { arnOf, modelsOf, type Container, type DeployedImage, type Model, type Place } from './state.ts';

/** A model as it runs, or why it cannot. */
export interface Started {
  readonly images: readonly DeployedImage[];
  readonly loaded?: string;
  readonly multiModel?: string;
  readonly problem?: string;
  /** SageMaker tries for long before it says so. */
  readonly isCrashing: boolean;
}
/** What is started: a model, or a container of its own with the role that runs it. */
export interface Startable {
  readonly arn: string;
  readonly containers: readonly Container[];
  readonly executionRoleArn?: string | undefined;
}

/** A container starts what its package says, unless it says so itself. */
const resolved = (world: World, container: Container): readonly Container[] =>
  container.modelPackageName === undefined
    ? [container]
    : (packagesOf(world).get(container.modelPackageName)?.containers ?? []).map((packaged) => ({
        ...packaged,
        ...(container.environment === undefined ? {} : { environment: container.environment }),
      }));

export const modelNamed = (world: World, place: Place, name: string): Model | undefined => modelsOf(world).get(arnOf(place, 'model', name));

const sourceOf = (container: Container): JsonObject => {
  const source = container.rest?.['ModelDataSource'];
  const s3 = isObject(source) ? source['S3DataSource'] : undefined;
  return isObject(s3) ? s3 : {};
};
/** `s3://…` of one object, or of a prefix when the data source says so. */
export const artefactUrl = (container: Container): string | undefined => {
  const uri = sourceOf(container)['S3Uri'];
  return container.modelDataUrl ?? (typeof uri === 'string' ? uri : undefined);
};
/** A role that may not read the object is told the same as one that looks for an object that is not there. */
export const readable = (world: World, role: string | undefined, bucket: string, key: string): string | undefined => {
  const resource = `arn:aws:s3:::${bucket}/${key}`;
  const isAllowed = role === undefined || decide(world, role, { action: 's3:GetObject', resource }) === 'allow';
  // A prefix stands for its objects; the first one stands for the weights.
  const wanted = key.endsWith('/')
    ? objectsOf(world)
        .values()
        .find((object) => object.bucket === bucket && object.key.startsWith(key))
    : { key };
  return isAllowed && wanted !== undefined ? currentOf(world, bucket, wanted.key)?.blob : undefined;
};
const noData = (url: string): string =>
  `Failed to download model data from URL: ${url}. Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the model.`;
const artefactProblem = (world: World, role: string | undefined, container: Container): string | undefined => {
  const url = artefactUrl(container);
  // A multi-model container downloads nothing before it is asked for a model.
  if (url === undefined || container.mode === 'MultiModel') return undefined;
  const at = fromUri(url);
  if (at === undefined || readable(world, role, at.bucket, at.key) === undefined) return noData(url);
  const stated = sourceOf(container)['ETag'];
  const actual = currentOf(world, at.bucket, at.key)?.etag;
  return typeof stated === 'string' && stated.replaceAll('"', '') !== actual?.replaceAll('"', '')
    ? `The ETag of the object at ${url} is not the one that the model states.`
    : undefined;
};

export const start = (world: World, { arn, containers: given, executionRoleArn }: Startable, at: number): Started => {
  const containers = given.flatMap((container) => resolved(world, container));
  const isCrashing = isSo(world, 'crash-looping', arn);
  if (containers.length === 0) return { images: [], problem: `Could not find model "${arn}".`, isCrashing };
  const found = containers.map((container) => ({ container, image: resolveImage(world, container.image ?? '') }));
  const missing = found.find(({ image }) => image === undefined);
  if (missing !== undefined)
    return { images: [], problem: `The image ${missing.container.image ?? ''} does not exist.`, isCrashing: false };
  const images = found.flatMap(({ container, image }) =>
    image === undefined ? [] : [{ specified: container.image ?? '', resolved: imageUri(image, 'digest'), at }],
  );
  const problem = containers.map((container) => artefactProblem(world, executionRoleArn, container)).find((text) => text !== undefined);
  const first = containers[0];
  const url = first === undefined ? undefined : artefactUrl(first);
  const object = url === undefined ? undefined : fromUri(url);
  const loaded = object === undefined ? undefined : readable(world, executionRoleArn, object.bucket, object.key);
  return {
    images,
    isCrashing,
    ...(problem === undefined ? {} : { problem }),
    ...(first?.mode === 'MultiModel' && url !== undefined ? { multiModel: url } : loaded === undefined ? {} : { loaded }),
  };
};
