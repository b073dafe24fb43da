import type {
  DescribeImageScanFindingsCommandInput,
  DescribeImageScanFindingsCommandOutput,
  StartImageScanCommandInput,
  StartImageScanCommandOutput,
} from '@aws-sdk/client-ecr';
import { operation, type Context, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { World } from '../world.ts';
import { badToken, matches, noImage, on, repositoryOf, said, type ImageId, type InRegistry } from './access.ts';
import { scanTime } from './behaviours.ts';
import { emitScan, severitiesOf } from './emit.ts';
import { imageKey, imagesIn, imagesOf, type Image } from './state.ts';

const DAY_MS = 86_400_000;

export const beginScan = ({ world, now }: Context, image: Image): void => {
  imagesOf(world).put(imageKey(image), { ...image, scan: { state: 'IN_PROGRESS', startedAt: now } });
  world.timers.add('image-scanned', world.lasts(scanTime), { key: imageKey(image) });
};
export const startScans = (world: World): void =>
  world.timers.on('image-scanned', ({ key }, at) => {
    const image = typeof key === 'string' ? imagesOf(world).get(key) : undefined;
    if (image?.scan === undefined) return;
    const scanned: Image = { ...image, scan: { ...image.scan, state: 'COMPLETE', endedAt: at } };
    imagesOf(world).put(imageKey(image), scanned);
    emitScan(world, scanned, at);
  });

const imageOf = (context: Context, place: InRegistry, id: ImageId): Image => {
  const repository = repositoryOf(context, place);
  const image = imagesIn(context.world, repository).find((one) => matches(one, id));
  if (image === undefined) throw noImage(repository, id);
  return image;
};

const start = operation<StartImageScanCommandInput, StartImageScanCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'StartImageScan', input)],
  run: (input, context) => {
    const image = imageOf(context, input, input.imageId);
    if (image.scan !== undefined && (context.now - image.scan.startedAt) * context.world.time.pace < DAY_MS)
      throw new AwsFault('LimitExceededException', 'The scan quota per image has been exceeded. Wait and try again.');
    beginScan(context, image);
    return {
      registryId: image.account,
      repositoryName: image.repository,
      imageId: { imageDigest: image.digest, imageTag: input.imageId.imageTag },
      imageScanStatus: { status: 'IN_PROGRESS' },
    };
  },
});

const findings = operation<DescribeImageScanFindingsCommandInput, DescribeImageScanFindingsCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'DescribeImageScanFindings', input)],
  run: (input, context) => {
    const image = imageOf(context, input, input.imageId);
    if (image.scan === undefined)
      throw new AwsFault(
        'ScanNotFoundException',
        `Image scan does not exist for the image with '${said({ imageDigest: image.digest, imageTag: input.imageId.imageTag })}' in the repository with name '${image.repository}' in the registry with id '${image.account}'`,
      );
    const { state, endedAt } = image.scan;
    const page = pageOf(endedAt === undefined ? [] : (image.findings ?? []), input.maxResults ?? 100, input.nextToken);
    if (page === undefined) throw badToken();
    return {
      registryId: image.account,
      repositoryName: image.repository,
      imageId: { imageDigest: image.digest, imageTag: input.imageId.imageTag },
      imageScanStatus: { status: state },
      ...(endedAt === undefined
        ? {}
        : {
            imageScanFindings: {
              imageScanCompletedAt: new Date(endedAt),
              vulnerabilitySourceUpdatedAt: new Date(endedAt),
              findingSeverityCounts: severitiesOf(image),
              findings: page.page.map((finding) => ({
                name: finding.name,
                description: finding.description,
                uri: finding.uri,
                severity: finding.severity,
                attributes: [
                  { key: 'package_name', value: finding.package },
                  { key: 'package_version', value: finding.version },
                ],
              })),
            },
          }),
      nextToken: page.next,
    };
  },
});

export const SCAN_OPERATIONS: Readonly<Record<string, Operation>> = { StartImageScan: start, DescribeImageScanFindings: findings };
