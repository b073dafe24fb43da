import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DeleteRepositoryPolicyCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListImagesCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
  StartImageScanCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecr';
import { DescribeEndpointCommand, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { as, refusal, stillRange, WORKLOAD } from './clients.ts';

const FRAUD = { repositoryName: 'fraud-model' };
const setUp = () => {
  const { range, clock } = stillRange();
  const { ecr, sagemaker } = as(range, 'admin');
  const events: RangeEvent[] = [];
  range.events.subscribe((event) => events.push(event));
  const manifestOf = async (imageTag: string) =>
    (await ecr.send(new BatchGetImageCommand({ ...FRAUD, imageIds: [{ imageTag }] }))).images?.[0] ?? {};
  const push = (imageManifest: string | undefined, imageTag: string) =>
    ecr.send(new PutImageCommand({ ...FRAUD, imageManifest, imageTag }));
  const remove = (...imageIds: { imageTag?: string; imageDigest?: string | undefined }[]) =>
    ecr.send(new BatchDeleteImageCommand({ ...FRAUD, imageIds }));
  const tags = async () => (await ecr.send(new ListImagesCommand(FRAUD))).imageIds?.map(({ imageTag }) => imageTag).sort();
  return { range, clock, ecr, sagemaker, events, manifestOf, push, remove, tags };
};

test('a tag moves with a push, unless tags are immutable', async () => {
  const { ecr, manifestOf, push, tags } = setUp();
  const six = await manifestOf('6');
  const { image } = await push(six.imageManifest, 'live');
  expect(image?.imageId).toEqual({ imageDigest: six.imageId?.imageDigest, imageTag: 'live' });
  expect(await refusal(push(six.imageManifest, 'live'))).toMatchObject({ name: 'ImageAlreadyExistsException', status: 400 });
  const seven = await manifestOf('7');
  await push(seven.imageManifest, 'live');
  expect((await manifestOf('live')).imageId?.imageDigest).toBe(seven.imageId?.imageDigest);
  await ecr.send(new PutImageTagMutabilityCommand({ ...FRAUD, imageTagMutability: 'IMMUTABLE' }));
  expect(await refusal(push(six.imageManifest, 'live'))).toMatchObject({ name: 'ImageTagAlreadyExistsException' });
  await ecr.send(
    new PutImageTagMutabilityCommand({
      ...FRAUD,
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'li*' }],
    }),
  );
  await push(six.imageManifest, 'live');
  expect(await tags()).toEqual(['4', '5', '6', '7', 'live']);
});

test('a manifest needs its layers, and its digest is its own', async () => {
  const { ecr, manifestOf, push } = setUp();
  const { imageManifest = '' } = await manifestOf('6');
  expect(await refusal(push(imageManifest.replace(/sha256:[0-9a-f]{64}/, `sha256:${'0'.repeat(64)}`), 'x'))).toMatchObject({
    name: 'LayersNotFoundException',
  });
  const imageDigest = `sha256:${'0'.repeat(64)}`;
  expect(await refusal(ecr.send(new PutImageCommand({ ...FRAUD, imageManifest, imageTag: 'x', imageDigest })))).toMatchObject({
    name: 'ImageDigestDoesNotMatchException',
  });
});

test('a deleted image is out of reach of a deployment, and pushed again it is back', async () => {
  const { clock, sagemaker, manifestOf, push, remove, events } = setUp();
  const { imageManifest, imageId } = await manifestOf('6');
  expect(await remove({ imageDigest: imageId?.imageDigest }, { imageTag: 'none' }, {})).toMatchObject({
    imageIds: [imageId],
    failures: [{ failureCode: 'ImageNotFound' }, { failureCode: 'MissingDigestAndTag' }],
  });
  const deploy = async () => {
    await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }));
    clock.advance(900);
    return sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }));
  };
  expect(await deploy()).toMatchObject({ EndpointConfigName: 'fraud-cfg-7', FailureReason: expect.stringContaining('fraud-model') });
  await push(imageManifest, '6');
  expect(await deploy()).toMatchObject({ EndpointConfigName: 'fraud-cfg-6' });
  expect(
    events.filter((event) => event['detail-type'] === 'ECR Image Action').map(({ detail }) => [detail['action-type'], detail['image-tag']]),
  ).toEqual([
    ['DELETE', '6'],
    ['PUSH', '6'],
  ]);
});

test('a tag goes alone while the image has others, and takes the image with it as the last', async () => {
  const { ecr, manifestOf, push, remove } = setUp();
  const { imageManifest, imageId } = await manifestOf('6');
  await push(imageManifest, 'live');
  await remove({ imageTag: '6' });
  expect((await manifestOf('live')).imageId?.imageDigest).toBe(imageId?.imageDigest);
  expect(await remove({ imageTag: 'live', imageDigest: `sha256:${'0'.repeat(64)}` })).toMatchObject({
    failures: [{ failureCode: 'ImageNotFound' }],
  });
  await remove({ imageTag: 'live' });
  expect(await refusal(ecr.send(new DescribeImagesCommand({ ...FRAUD, imageIds: [{ imageDigest: imageId?.imageDigest }] })))).toMatchObject(
    { name: 'ImageNotFoundException' },
  );
});

test('a planned fault fails every second image only', async () => {
  const { range, remove, tags } = setUp();
  range.faults.add({ operation: 'ecr:BatchDeleteImage', kind: 'partial' });
  expect(await remove({ imageTag: '5' }, { imageTag: '6' })).toMatchObject({
    imageIds: [{ imageTag: '5' }],
    failures: [{ imageId: { imageTag: '6' } }],
  });
  expect(await tags()).toEqual(['4', '6', '7']);
});

test('a scan takes its time, finds what is there, and is an event; not twice a day', async () => {
  const { clock, ecr, events } = setUp();
  const image = { repositoryName: 'assistant-model', imageId: { imageTag: '1' } };
  const findings = () => ecr.send(new DescribeImageScanFindingsCommand(image));
  const scan = () => ecr.send(new StartImageScanCommand(image));
  expect(await refusal(findings())).toMatchObject({ name: 'ScanNotFoundException' });
  await scan();
  expect(await findings()).toMatchObject({ imageScanStatus: { status: 'IN_PROGRESS' } });
  expect(await refusal(scan())).toMatchObject({ name: 'LimitExceededException' });
  clock.advance(60);
  expect(await findings()).toMatchObject({
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: { findingSeverityCounts: { CRITICAL: 1 }, findings: [{ name: 'CVE-2024-3094', severity: 'CRITICAL' }] },
  });
  expect(events.find((event) => event['detail-type'] === 'ECR Image Scan')?.detail).toMatchObject({
    'scan-status': 'COMPLETE',
    'finding-severity-counts': { CRITICAL: 1 },
    'image-tags': ['1'],
  });
  clock.advance(86_400);
  await expect(scan()).resolves.toMatchObject({ imageScanStatus: { status: 'IN_PROGRESS' } });
});

test('a repository policy opens a repository to another account, and closes it again', async () => {
  const { range, ecr } = setUp();
  const other = new ECRClient(range.clientConfig('NORTHBANK-SECURITY-ADMIN'));
  const look = () => other.send(new DescribeImagesCommand({ ...FRAUD, registryId: WORKLOAD }));
  expect(await refusal(look())).toMatchObject({ name: 'AccessDeniedException' });
  expect(await refusal(ecr.send(new GetRepositoryPolicyCommand(FRAUD)))).toMatchObject({ name: 'RepositoryPolicyNotFoundException' });
  const set = (policyText: string) => ecr.send(new SetRepositoryPolicyCommand({ ...FRAUD, policyText }));
  expect(await refusal(set('{"Version":"2012-10-17"}'))).toMatchObject({ name: 'InvalidParameterException' });
  const statement = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'ecr:DescribeImages' };
  await set(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
  await expect(look()).resolves.toHaveProperty('imageDetails');
  await ecr.send(new DeleteRepositoryPolicyCommand(FRAUD));
  expect(await refusal(look())).toMatchObject({ name: 'AccessDeniedException' });
});

test('repositories are made, listed, described and removed', async () => {
  const { ecr } = setUp();
  const mine = { repositoryName: 'mine' };
  const create = () => ecr.send(new CreateRepositoryCommand({ ...mine, tags: [{ Key: 'a', Value: 'b' }] }));
  const { repository } = await create();
  expect(await refusal(create())).toMatchObject({ name: 'RepositoryAlreadyExistsException' });
  const resourceArn = repository?.repositoryArn ?? '';
  await ecr.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'c', Value: 'd' }] }));
  expect((await ecr.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toHaveLength(2);
  await ecr.send(new PutImageScanningConfigurationCommand({ ...mine, imageScanningConfiguration: { scanOnPush: true } }));
  const lifecyclePolicyText = JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 9 },
        action: { type: 'expire' },
      },
    ],
  });
  expect(await refusal(ecr.send(new GetLifecyclePolicyCommand(mine)))).toMatchObject({ name: 'LifecyclePolicyNotFoundException' });
  await ecr.send(new PutLifecyclePolicyCommand({ ...mine, lifecyclePolicyText }));
  expect(await ecr.send(new GetLifecyclePolicyCommand(mine))).toMatchObject({ lifecyclePolicyText });
  const names = async (more: object) => {
    const { repositories = [], nextToken } = await ecr.send(new DescribeRepositoriesCommand(more));
    return { names: repositories.map(({ repositoryName }) => repositoryName), nextToken };
  };
  const first = await names({ maxResults: 2 });
  expect(first.names).toEqual(['assistant-model', 'churn-model']);
  expect((await names({ nextToken: first.nextToken })).names).toEqual(['credit-model', 'fraud-model', 'mine']);
  expect(await refusal(names({ nextToken: 'x' }))).toMatchObject({ name: 'InvalidParameterException' });
  await ecr.send(new DeleteRepositoryCommand(mine));
  expect(await refusal(names({ repositoryNames: ['mine'] }))).toMatchObject({ name: 'RepositoryNotFoundException' });
  expect(await refusal(ecr.send(new DeleteRepositoryCommand(FRAUD)))).toMatchObject({ name: 'RepositoryNotEmptyException' });
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  expect(Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString()).toMatch(/^AWS:/);
});
