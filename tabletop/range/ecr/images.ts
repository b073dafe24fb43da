import type {
  BatchGetImageCommandInput,
  BatchGetImageCommandOutput,
  DescribeImagesCommandInput,
  DescribeImagesCommandOutput,
  ListImagesCommandInput,
  ListImagesCommandOutput,
} from '@aws-sdk/client-ecr';
import { operation, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { badToken, matches, noImage, on, repositoryOf } from './access.ts';
import { CONFIG_TYPE, MANIFEST_TYPE, severitiesOf } from './emit.ts';
import { imagesIn, type Image } from './state.ts';

const hasStatus = (image: Image, status: string | undefined): boolean =>
  status === undefined || status === 'ANY' || (status === 'TAGGED') === image.tags.length > 0;
const scanOf = (image: Image) =>
  image.scan === undefined
    ? {}
    : {
        imageScanStatus: { status: image.scan.state, description: 'The scan was completed successfully.' },
        ...(image.scan.endedAt === undefined
          ? {}
          : {
              imageScanFindingsSummary: {
                imageScanCompletedAt: new Date(image.scan.endedAt),
                vulnerabilitySourceUpdatedAt: new Date(image.scan.endedAt),
                findingSeverityCounts: severitiesOf(image),
              },
            }),
      };

const describe = operation<DescribeImagesCommandInput, DescribeImagesCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'DescribeImages', input)],
  run: (input, context) => {
    const repository = repositoryOf(context, input);
    const images = imagesIn(context.world, repository);
    const missing = (input.imageIds ?? []).find((id) => !images.some((image) => matches(image, id)));
    if (missing !== undefined) throw noImage(repository, missing);
    const wanted = input.imageIds === undefined ? images : images.filter((image) => input.imageIds?.some((id) => matches(image, id)));
    const kept = wanted.filter((image) => hasStatus(image, input.filter?.tagStatus));
    const page = pageOf(kept, input.maxResults ?? 100, input.nextToken);
    if (page === undefined) throw badToken();
    return {
      imageDetails: page.page.map((image) => ({
        registryId: image.account,
        repositoryName: image.repository,
        imageDigest: image.digest,
        imageTags: image.tags.length === 0 ? undefined : [...image.tags],
        imageSizeInBytes: image.size,
        imagePushedAt: new Date(image.pushedAt),
        imageManifestMediaType: MANIFEST_TYPE,
        artifactMediaType: CONFIG_TYPE,
        ...scanOf(image),
      })),
      nextToken: page.next,
    };
  },
});

const list = operation<ListImagesCommandInput, ListImagesCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'ListImages', input)],
  run: (input, context) => {
    const kept = imagesIn(context.world, repositoryOf(context, input)).filter((image) => hasStatus(image, input.filter?.tagStatus));
    const ids = kept.flatMap(({ digest, tags }) =>
      tags.length === 0 ? [{ imageDigest: digest }] : tags.map((imageTag) => ({ imageDigest: digest, imageTag })),
    );
    const page = pageOf(ids, input.maxResults ?? 100, input.nextToken);
    if (page === undefined) throw badToken();
    return { imageIds: [...page.page], nextToken: page.next };
  },
});

const get = operation<BatchGetImageCommandInput, BatchGetImageCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'BatchGetImage', input)],
  run: (input, context) => {
    const images = imagesIn(context.world, repositoryOf(context, input));
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
                imageManifestMediaType: MANIFEST_TYPE,
              },
            ],
      ),
      failures: found.flatMap(({ id, image }) =>
        image === undefined ? [{ imageId: id, failureCode: 'ImageNotFound' as const, failureReason: 'Requested image not found' }] : [],
      ),
    };
  },
});

export const IMAGE_OPERATIONS: Readonly<Record<string, Operation>> = { DescribeImages: describe, ListImages: list, BatchGetImage: get };
