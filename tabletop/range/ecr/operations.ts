import type {
  BatchGetImageCommandInput,
  BatchGetImageCommandOutput,
  DescribeImagesCommandInput,
  DescribeImagesCommandOutput,
} from '@aws-sdk/client-ecr';
import { operation, type Context, type Service } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { imagesOf, type Image } from './state.ts';
import { ECR_BEHAVIOURS } from './behaviours.ts';

const arnOf = ({ region, account }: Context, repository: string): string => `arn:aws:ecr:${region}:${account}:repository/${repository}`;

const repositoryOf = (context: Context, registryId: string | undefined, repository: string): readonly Image[] => {
  const account = registryId ?? context.account;
  const images = imagesOf(context.world)
    .values()
    .filter((image) => image.account === account && image.region === context.region && image.repository === repository);
  // Repositories exist by their images here, and another account's are closed.
  if (images.length === 0 || account !== context.account)
    throw new AwsFault(
      'RepositoryNotFoundException',
      `The repository with name '${repository}' does not exist in the registry with id '${account}'`,
    );
  return images;
};
interface ImageId {
  readonly imageDigest?: string;
  readonly imageTag?: string;
}
const matches = (image: Image, id: ImageId): boolean =>
  (id.imageDigest === undefined || id.imageDigest === image.digest) &&
  (id.imageTag === undefined || image.tags.includes(id.imageTag)) &&
  (id.imageDigest ?? id.imageTag) !== undefined;
const said = (id: ImageId): string => `{imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'}`;

const describeImages = operation<DescribeImagesCommandInput, DescribeImagesCommandOutput>({
  trail: 'read',
  access: (input, context) => [{ action: 'ecr:DescribeImages', resource: arnOf(context, input.repositoryName) }],
  run: (input, context) => {
    const images = repositoryOf(context, input.registryId, input.repositoryName);
    const missing = (input.imageIds ?? []).find((id) => !images.some((image) => matches(image, id)));
    if (missing !== undefined)
      throw new AwsFault(
        'ImageNotFoundException',
        `The image with imageId ${said(missing)} does not exist within the repository with name '${input.repositoryName}' in the registry with id '${context.account}'`,
      );
    const wanted = input.imageIds === undefined ? images : images.filter((image) => input.imageIds?.some((id) => matches(image, id)));
    const page = pageOf(wanted, input.maxResults ?? 100, input.nextToken);
    if (page === undefined) throw new AwsFault('InvalidParameterException', "Invalid parameter at 'nextToken'");
    return {
      imageDetails: page.page.map((image) => ({
        registryId: image.account,
        repositoryName: image.repository,
        imageDigest: image.digest,
        imageTags: [...image.tags],
        imageSizeInBytes: image.size,
        imagePushedAt: new Date(image.pushedAt),
        imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      })),
      nextToken: page.next,
    };
  },
});

const batchGetImage = operation<BatchGetImageCommandInput, BatchGetImageCommandOutput>({
  trail: 'read',
  access: (input, context) => [{ action: 'ecr:BatchGetImage', resource: arnOf(context, input.repositoryName) }],
  run: (input, context) => {
    const images = repositoryOf(context, input.registryId, input.repositoryName);
    const found = input.imageIds.map((id) => ({ id, image: images.find((image) => matches(image, id)) }));
    return {
      images: found.flatMap(({ id, image }) =>
        image === undefined
          ? []
          : [
              {
                registryId: image.account,
                repositoryName: image.repository,
                imageId: { imageDigest: image.digest, imageTag: id.imageTag ?? image.tags[0] },
                imageManifest: image.manifest,
                imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
              },
            ],
      ),
      failures: found.flatMap(({ id, image }) =>
        image === undefined ? [{ imageId: id, failureCode: 'ImageNotFound' as const, failureReason: 'Requested image not found' }] : [],
      ),
    };
  },
});

export const ecrService: Service = {
  prefix: 'ecr',
  signingName: 'ecr',
  eventSource: 'ecr.amazonaws.com',
  load: () => import('@aws-sdk/client-ecr'),
  operations: { DescribeImages: describeImages, BatchGetImage: batchGetImage },
  inputCodes: { invalid: 'InvalidParameterException' },
  behaviours: ECR_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
