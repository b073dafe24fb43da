import type { Context } from '../operation.ts';
import type { World } from '../world.ts';
import { imageEventDelay } from './behaviours.ts';
import type { Image } from './state.ts';

export const MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';
export const CONFIG_TYPE = 'application/vnd.docker.container.image.v1+json';

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html */
export const emitAction = (
  { world, now }: Context,
  action: 'PUSH' | 'DELETE',
  { account, region, repository, digest }: Image,
  tag: string | undefined,
): void =>
  void world.bus.emit(
    {
      source: 'aws.ecr',
      detailType: 'ECR Image Action',
      account,
      region,
      resources: [],
      detail: {
        result: 'SUCCESS',
        'repository-name': repository,
        'image-digest': digest,
        'action-type': action,
        ...(tag === undefined ? {} : { 'image-tag': tag }),
        'manifest-media-type': MANIFEST_TYPE,
        'artifact-media-type': CONFIG_TYPE,
      },
      at: now,
    },
    world.lasts(imageEventDelay),
  );

export const severitiesOf = ({ findings = [] }: Image): Record<string, number> =>
  Object.fromEntries(
    [...new Set(findings.map(({ severity }) => severity))].map((severity) => [
      severity,
      findings.filter((finding) => finding.severity === severity).length,
    ]),
  );
export const emitScan = (world: World, image: Image, at: number): void =>
  void world.bus.emit(
    {
      source: 'aws.ecr',
      detailType: 'ECR Image Scan',
      account: image.account,
      region: image.region,
      resources: [`arn:aws:ecr:${image.region}:${image.account}:repository/${image.repository}`],
      detail: {
        'scan-status': 'COMPLETE',
        'repository-name': image.repository,
        'finding-severity-counts': severitiesOf(image),
        'image-digest': image.digest,
        'image-tags': [...image.tags],
      },
      at,
    },
    world.lasts(imageEventDelay),
  );
