import type {
  BatchDeleteImageCommandInput,
  BatchDeleteImageCommandOutput,
  ImageFailure,
  PutImageCommandInput,
  PutImageCommandOutput,
} from '@aws-sdk/client-ecr';
import { failsPartly, operation, type Context, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { on, repositoryOf, type ImageId } from './access.ts';
import { emitAction, MANIFEST_TYPE } from './emit.ts';
import { beginScan } from './scans.ts';
import { digestOf, imageKey, imagesIn, imagesOf, isImmutable, layersIn, type Image, type Repository } from './state.ts';

const sizeOf = (manifest: string): number => {
  const sizes = manifest.matchAll(/"size"\s*:\s*(\d+)/g);
  return [...sizes].reduce((sum, [, size]) => sum + Number(size), 0);
};
const checkTag = (repository: Repository, holder: Image | undefined, digest: string, tag: string): void => {
  if (holder?.digest === digest)
    throw new AwsFault(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${tag}' already exists in the repository with name '${repository.name}' in registry with id '${repository.account}'`,
    );
  if (holder !== undefined && isImmutable(repository, tag))
    throw new AwsFault(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the tag is immutable.`,
    );
};

const putImage = operation<PutImageCommandInput, PutImageCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'PutImage', input)],
  run: (input, context) => {
    const { world, now } = context;
    const repository = repositoryOf(context, input);
    const digest = digestOf(input.imageManifest);
    if (input.imageDigest !== undefined && input.imageDigest !== digest)
      throw new AwsFault(
        'ImageDigestDoesNotMatchException',
        `The specified digest '${input.imageDigest}' does not match the manifest's digest.`,
      );
    if (input.imageManifestMediaType !== undefined && input.imageManifestMediaType !== MANIFEST_TYPE)
      throw new AwsFault('NotImplemented', `The range keeps no manifests of type ${input.imageManifestMediaType}`, { status: 501 });
    const missing = layersIn(input.imageManifest).filter((layer) => !repository.layers.includes(layer));
    if (missing.length > 0)
      throw new AwsFault(
        'LayersNotFoundException',
        `The layers with digests '[${missing.join(', ')}]' required for pushing image with digest '${digest}' in the repository with name '${repository.name}' in the registry with id '${repository.account}' do not exist`,
      );
    const images = imagesIn(world, repository);
    const known = images.find((image) => image.digest === digest);
    const { imageTag } = input;
    const holder = images.find(({ tags }) => imageTag !== undefined && tags.includes(imageTag));
    if (imageTag !== undefined) checkTag(repository, holder, digest, imageTag);
    if (imageTag === undefined && known !== undefined)
      throw new AwsFault(
        'ImageAlreadyExistsException',
        `Image with digest '${digest}' and tag 'null' already exists in the repository with name '${repository.name}' in registry with id '${repository.account}'`,
      );
    // A tag is on one image only: it moves.
    if (holder !== undefined) imagesOf(world).put(imageKey(holder), { ...holder, tags: holder.tags.filter((tag) => tag !== imageTag) });
    const image: Image = {
      account: repository.account,
      region: repository.region,
      repository: repository.name,
      digest,
      pushedAt: now,
      size: sizeOf(input.imageManifest),
      manifest: input.imageManifest,
      ...known,
      tags: [...(known?.tags ?? []), ...(imageTag === undefined ? [] : [imageTag])],
    };
    imagesOf(world).put(imageKey(image), image);
    emitAction(context, 'PUSH', image, imageTag);
    if (repository.scansOnPush && image.scan === undefined) beginScan(context, image);
    return {
      image: {
        registryId: image.account,
        repositoryName: image.repository,
        imageId: { imageDigest: digest, imageTag },
        imageManifest: image.manifest,
        imageManifestMediaType: MANIFEST_TYPE,
      },
    };
  },
});

/** A digest takes all its tags with it; a tag only itself, and its image when it was the last. */
const remove = (context: Context, repository: Repository, id: ImageId): readonly ImageId[] | ImageFailure => {
  const { world } = context;
  const failed = (failureCode: NonNullable<ImageFailure['failureCode']>, failureReason: string): ImageFailure => ({
    imageId: { ...id },
    failureCode,
    failureReason,
  });
  if (id.imageDigest === undefined && id.imageTag === undefined)
    return failed('MissingDigestAndTag', 'Invalid request parameters: both tag and digest cannot be null');
  const images = imagesIn(world, repository);
  const image = images.find(({ digest, tags }) =>
    id.imageDigest === undefined ? tags.includes(id.imageTag ?? '') : digest === id.imageDigest,
  );
  if (image === undefined) return failed('ImageNotFound', 'Requested image not found');
  const { imageTag } = id;
  if (imageTag !== undefined && !image.tags.includes(imageTag))
    return failed('ImageTagDoesNotMatchDigest', 'Requested image tag does not match the digest');
  const left = imageTag === undefined ? [] : image.tags.filter((tag) => tag !== imageTag);
  if (left.length > 0) imagesOf(world).put(imageKey(image), { ...image, tags: left });
  else imagesOf(world).remove(imageKey(image));
  const gone = imageTag === undefined ? image.tags : [imageTag];
  for (const tag of gone.length === 0 ? [undefined] : gone) emitAction(context, 'DELETE', image, tag);
  return gone.length === 0 ? [{ imageDigest: image.digest }] : gone.map((tag) => ({ imageDigest: image.digest, imageTag: tag }));
};
const deleteImages = operation<BatchDeleteImageCommandInput, BatchDeleteImageCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'BatchDeleteImage', input)],
  run: (input, context) => {
    const repository = repositoryOf(context, input);
    const imageIds: ImageId[] = [];
    const failures: ImageFailure[] = [];
    input.imageIds.forEach((id, index) => {
      if (failsPartly(context, index)) {
        failures.push({ imageId: { ...id }, failureCode: 'KmsError', failureReason: 'The image could not be deleted.' });
        return;
      }
      const done = remove(context, repository, id);
      if (Array.isArray(done)) imageIds.push(...done);
      else if ('failureCode' in done) failures.push(done);
    });
    return { imageIds, failures };
  },
});

export const CHANGE_OPERATIONS: Readonly<Record<string, Operation>> = { PutImage: putImage, BatchDeleteImage: deleteImages };
