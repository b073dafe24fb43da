import type { InferenceSpecification, ModelPackageContainerDefinition } from '@aws-sdk/client-sagemaker';
import type { Present } from '../../operation.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { resolveImage } from '../../ecr/state.ts';
import { currentOf, fromUri } from '../../s3/state.ts';
import type { World } from '../../world.ts';
import { kept, unsupported } from '../asked.ts';
import { invalid } from '../faults.ts';
import type { PackageContainer } from './state.ts';

const ECR = /^\d{12}\.dkr\.ecr\./;

/** A container as the registry stores it: with the digest and the ETag that image and artefact have at this moment. */
const containerOf = (world: World, definition: Present<ModelPackageContainerDefinition>): PackageContainer => {
  unsupported('CreateModelPackage', definition, ['ModelDataSource', 'AdditionalS3DataSource', 'IsCheckpoint', 'BaseModel', 'ProductId']);
  const { Image, ImageDigest, ModelDataUrl, ModelDataETag, Environment, ContainerHostname, ...labels } = definition;
  if (Image === undefined) throw invalid('Image is required in a container of a model package.');
  const image = resolveImage(world, Image);
  if (image === undefined && ECR.test(Image)) throw invalid(`Requested image ${Image} not found.`);
  if (image === undefined) throw new AwsFault('NotImplemented', `The range has no registry behind ${Image}.`, { status: 501 });
  if (ImageDigest !== undefined && ImageDigest !== image.digest) throw invalid(`ImageDigest ${ImageDigest} is not that of ${Image}.`);
  const at = fromUri(ModelDataUrl ?? '');
  const artefact = at === undefined ? undefined : currentOf(world, at.bucket, at.key);
  if (ModelDataUrl !== undefined && artefact === undefined) throw invalid(`Could not find model data at ${ModelDataUrl}.`);
  if (ModelDataETag !== undefined && ModelDataETag !== artefact?.etag)
    throw invalid(`ModelDataETag ${ModelDataETag} is not that of the object.`);
  return {
    image: Image,
    imageDigest: image.digest,
    ...(ModelDataUrl === undefined ? {} : { modelDataUrl: ModelDataUrl }),
    ...(artefact === undefined ? {} : { modelDataETag: artefact.etag }),
    ...(Environment === undefined ? {} : { environment: Environment }),
    ...(ContainerHostname === undefined ? {} : { hostname: ContainerHostname }),
    labels: kept(labels),
  };
};
export const containersOf = (world: World, specification: Present<InferenceSpecification>): readonly PackageContainer[] =>
  specification.Containers.map((definition) => containerOf(world, definition));

export const definitionOf = (container: PackageContainer): ModelPackageContainerDefinition => ({
  ...container.labels,
  Image: container.image,
  ImageDigest: container.imageDigest,
  ModelDataUrl: container.modelDataUrl,
  ModelDataETag: container.modelDataETag,
  Environment: container.environment === undefined ? undefined : { ...container.environment },
  ContainerHostname: container.hostname,
});
