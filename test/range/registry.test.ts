import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  AddTagsCommand,
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  DeleteModelPackageCommand,
  DeleteModelPackageGroupCommand,
  DeleteModelPackageGroupPolicyCommand,
  DescribeModelPackageCommand,
  DescribeModelPackageGroupCommand,
  GetModelPackageGroupPolicyCommand,
  ListModelPackagesCommand,
  ListTagsCommand,
  paginateListModelPackageGroups,
  PutModelPackageGroupPolicyCommand,
  UpdateModelPackageCommand,
  type CreateModelPackageCommandInput,
} from '@aws-sdk/client-sagemaker';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { as, refusal, stillRange, WORKLOAD } from './clients.ts';

const IMAGE = `${WORKLOAD}.dkr.ecr.eu-west-1.amazonaws.com/fraud-model:6`;
const ARTEFACT = 's3://nb-models/fraud/6/model.tar.gz';
const GROUP = `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:model-package-group/fraud-model`;
const packageArn = (version: number) => `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:model-package/fraud-model/${version}`;
const fresh = (more: Partial<CreateModelPackageCommandInput> = {}) =>
  new CreateModelPackageCommand({
    ModelPackageGroupName: 'fraud-model',
    InferenceSpecification: {
      Containers: [{ Image: IMAGE, ModelDataUrl: ARTEFACT, Framework: 'XGBOOST' }],
      SupportedContentTypes: ['text/csv'],
    },
    ...more,
  });

describe('a new version', () => {
  test('gets the next number, waits for approval, and remembers what image and artefact were', async () => {
    const { range } = stillRange();
    const { sagemaker, s3 } = as(range, 'mlops');
    const { ModelPackageArn } = await sagemaker.send(
      fresh({ ModelMetrics: { Bias: { Report: { ContentType: 'x/y', S3Uri: 's3://nb-models/b' } } } }),
    );
    expect(ModelPackageArn).toBe(packageArn(8));
    const made = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: ModelPackageArn }));
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket: 'nb-models', Key: 'fraud/6/model.tar.gz' }));
    expect(made).toMatchObject({
      ModelPackageVersion: 8,
      ModelPackageStatus: 'Completed',
      ModelApprovalStatus: 'PendingManualApproval',
      ModelMetrics: { Bias: { Report: { S3Uri: 's3://nb-models/b' } } },
      InferenceSpecification: { SupportedContentTypes: ['text/csv'], Containers: [{ Framework: 'XGBOOST', ModelDataETag: ETag }] },
    });
    const known = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: packageArn(6) }));
    expect(made.InferenceSpecification?.Containers?.[0]?.ImageDigest).toBe(known.InferenceSpecification?.Containers?.[0]?.ImageDigest);
    await s3.send(new PutObjectCommand({ Bucket: 'nb-models', Key: 'fraud/6/model.tar.gz', Body: 'other bytes' }));
    const later = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: ModelPackageArn }));
    expect(later.InferenceSpecification?.Containers?.[0]?.ModelDataETag).toBe(ETag);
  });

  test('numbers are not used twice, and a deleted one is gone', async () => {
    const { sagemaker } = as(stillRange().range, 'admin');
    await sagemaker.send(fresh());
    await sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: packageArn(8) }));
    expect((await sagemaker.send(fresh())).ModelPackageArn).toBe(packageArn(9));
    expect((await refusal(sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: packageArn(8) })))).message).toBe(
      `ModelPackage ${packageArn(8)} does not exist.`,
    );
  });

  test.each<[string, Partial<CreateModelPackageCommandInput>, RegExp]>([
    ['two names', { ModelPackageName: 'own' }, /^Both ModelPackageName and ModelPackageGroupName are provided/],
    ['no name', { ModelPackageGroupName: undefined }, /^Missing ARN/],
    ['a group that is not there', { ModelPackageGroupName: 'nobody' }, /^ModelPackageGroup .*nobody does not exist/],
    ['tags of its own', { Tags: [{ Key: 'a', Value: 'b' }] }, /^Tags cannot be given to a versioned model package/],
    ['nothing to run', { InferenceSpecification: undefined }, /^Either InferenceSpecification or/],
    [
      'an image that is not there',
      { InferenceSpecification: { Containers: [{ Image: `${IMAGE}9` }] } },
      /^Requested image .*:69 not found/,
    ],
    [
      'an artefact that is not there',
      { InferenceSpecification: { Containers: [{ Image: IMAGE, ModelDataUrl: 's3://nb-models/none' }] } },
      /^Could not find model data/,
    ],
  ])('with %s is refused', async (_what, more, message) => {
    const { sagemaker } = as(stillRange().range, 'admin');
    expect(await refusal(sagemaker.send(fresh(more)))).toMatchObject({
      name: 'ValidationException',
      status: 400,
      message: expect.stringMatching(message),
    });
    const { ModelPackageSummaryList } = await sagemaker.send(new ListModelPackagesCommand({ ModelPackageGroupName: 'fraud-model' }));
    expect(ModelPackageSummaryList).toHaveLength(3);
  });

  test('a validation, which the range cannot run, is not nodded through', async () => {
    const { sagemaker } = as(stillRange().range, 'admin');
    const call = sagemaker.send(fresh({ SourceAlgorithmSpecification: { SourceAlgorithms: [{ AlgorithmName: 'a' }] } }));
    expect(await refusal(call)).toMatchObject({ name: 'NotImplemented', status: 501 });
  });

  test('the same client token answers the same package; with another request it is a conflict', async () => {
    const { sagemaker } = as(stillRange().range, 'admin');
    const first = await sagemaker.send(fresh({ ClientToken: 'once' }));
    expect((await sagemaker.send(fresh({ ClientToken: 'once' }))).ModelPackageArn).toBe(first.ModelPackageArn);
    expect(await refusal(sagemaker.send(fresh({ ClientToken: 'once', Domain: 'COMPUTER_VISION' })))).toMatchObject({
      name: 'ConflictException',
    });
    expect((await sagemaker.send(fresh())).ModelPackageArn).toBe(packageArn(9));
  });
});

test('a package of its own name has no version and no approval, and carries tags', async () => {
  const { sagemaker } = as(stillRange().range, 'admin');
  const own = { ModelPackageGroupName: undefined, ModelPackageName: 'stand-alone' };
  expect((await refusal(sagemaker.send(fresh({ ...own, ModelApprovalStatus: 'Approved' })))).message).toMatch(
    /versioned model packages only/,
  );
  const { ModelPackageArn } = await sagemaker.send(fresh({ ...own, Tags: [{ Key: 'team', Value: 'x' }] }));
  expect(ModelPackageArn).toMatch(/model-package\/stand-alone$/);
  const made = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: 'stand-alone' }));
  expect(made.ModelApprovalStatus).toBeUndefined();
  const { Tags } = await sagemaker.send(new ListTagsCommand({ ResourceArn: ModelPackageArn }));
  expect(Tags).toEqual([{ Key: 'team', Value: 'x' }]);
  const { ModelPackageSummaryList } = await sagemaker.send(new ListModelPackagesCommand({}));
  expect(ModelPackageSummaryList?.map(({ ModelPackageName }) => ModelPackageName)).toEqual(['stand-alone']);
  const all = await sagemaker.send(new ListModelPackagesCommand({ ModelPackageType: 'Both', MaxResults: 100 }));
  expect(all.ModelPackageSummaryList).toHaveLength(8);
});

describe('an update', () => {
  test('says on the bus what it changed, and merges the metadata', async () => {
    const { range, clock } = stillRange();
    const events: RangeEvent[] = [];
    range.events.subscribe((event) => void (event.source === 'aws.sagemaker' && events.push(event)));
    const { sagemaker } = as(range, 'mlops');
    const change = (more: object) => sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn: packageArn(6), ...more }));
    await change({ CustomerMetadataProperties: { a: '1', b: '2' }, ModelLifeCycle: { Stage: 'Production', StageStatus: 'Approved' } });
    await change({ CustomerMetadataProperties: { c: '3' }, CustomerMetadataPropertiesToRemove: ['a'] });
    await change({ ModelApprovalStatus: 'Rejected', ApprovalDescription: 'poisoned' });
    const seen = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: packageArn(6) }));
    expect(seen).toMatchObject({
      CustomerMetadataProperties: { b: '2', c: '3' },
      ModelApprovalStatus: 'Rejected',
      ModelLifeCycle: { Stage: 'Production' },
    });
    clock.advance(10);
    expect(events.map(({ detail }) => [detail['ModelApprovalStatus'], detail['UpdatedModelPackageFields']])).toEqual([
      ['Approved', ['CustomerMetadataProperties', 'ModelLifeCycle']],
      ['Approved', ['CustomerMetadataProperties']],
      ['Rejected', ['ModelApprovalStatus', 'ApprovalDescription']],
    ]);
  });

  test('with a token happens once', async () => {
    const { range } = stillRange();
    const { sagemaker } = as(range, 'mlops');
    const reject = (token: string, status: 'Rejected' | 'Approved') =>
      sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn: packageArn(7), ModelApprovalStatus: status, ClientToken: token }));
    await reject('a', 'Rejected');
    await reject('b', 'Approved');
    // The first call again is not a second rejection.
    await reject('a', 'Rejected');
    const { ModelApprovalStatus } = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: packageArn(7) }));
    expect(ModelApprovalStatus).toBe('Approved');
    expect(await refusal(reject('a', 'Approved'))).toMatchObject({ name: 'ConflictException', status: 400 });
  });

  test('gives a package its containers once', async () => {
    const { sagemaker } = as(stillRange().range, 'admin');
    const specification = { Containers: [{ Image: IMAGE }], SupportedContentTypes: ['text/csv'] };
    const change = (version: number) =>
      sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn: packageArn(version), InferenceSpecification: specification }));
    expect((await refusal(change(6))).message).toMatch(/can be given once/);
    await sagemaker.send(fresh({ InferenceSpecification: undefined, SourceUri: 's3://nb-models/x' }));
    await change(8);
    const { InferenceSpecification } = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: packageArn(8) }));
    expect(InferenceSpecification?.Containers?.[0]?.ImageDigest).toMatch(/^sha256:/);
  });
});

describe('a group', () => {
  test('is made, described, listed page by page, and deleted when it is empty', async () => {
    const { sagemaker } = as(stillRange().range, 'admin');
    await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'new', Tags: [{ Key: 'team', Value: 'x' }] }));
    expect(await refusal(sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'new' })))).toMatchObject({
      name: 'ValidationException',
    });
    const names: (string | undefined)[] = [];
    for await (const page of paginateListModelPackageGroups({ client: sagemaker, pageSize: 2 }, { SortBy: 'Name' }))
      names.push(...(page.ModelPackageGroupSummaryList ?? []).map(({ ModelPackageGroupName }) => ModelPackageGroupName));
    expect(names).toEqual(['assistant-model', 'churn-model', 'credit-model', 'fraud-model', 'new']);
    expect(await refusal(sagemaker.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: 'fraud-model' })))).toMatchObject({
      name: 'ConflictException',
    });
    await sagemaker.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: 'new' }));
    const gone = await refusal(sagemaker.send(new DescribeModelPackageGroupCommand({ ModelPackageGroupName: 'new' })));
    expect(gone.message).toMatch(/^ModelPackageGroup .*\/new does not exist\.$/);
    // A group of the same name does not inherit the tags.
    const { ModelPackageGroupArn } = await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'new' }));
    expect((await sagemaker.send(new ListTagsCommand({ ResourceArn: ModelPackageGroupArn }))).Tags).toEqual([]);
  });

  test('keeps a policy as it was put', async () => {
    const { sagemaker } = as(stillRange().range, 'admin');
    const ModelPackageGroupName = 'fraud-model';
    const missing = await refusal(sagemaker.send(new GetModelPackageGroupPolicyCommand({ ModelPackageGroupName })));
    expect(missing).toMatchObject({ name: 'ValidationException', message: expect.stringMatching(/^Cannot find resource policy/) });
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::444455556666:root' },
          Action: 'sagemaker:DescribeModelPackage',
          Resource: packageArn(6),
        },
      ],
    };
    await sagemaker.send(new PutModelPackageGroupPolicyCommand({ ModelPackageGroupName, ResourcePolicy: JSON.stringify(policy) }));
    const { ResourcePolicy = '' } = await sagemaker.send(new GetModelPackageGroupPolicyCommand({ ModelPackageGroupName }));
    expect(JSON.parse(ResourcePolicy)).toEqual(policy);
    const broken = sagemaker.send(new PutModelPackageGroupPolicyCommand({ ModelPackageGroupName, ResourcePolicy: '{' }));
    expect(await refusal(broken)).toMatchObject({ name: 'ValidationException' });
    await sagemaker.send(new DeleteModelPackageGroupPolicyCommand({ ModelPackageGroupName }));
    expect((await refusal(sagemaker.send(new DeleteModelPackageGroupPolicyCommand({ ModelPackageGroupName })))).name).toBe(
      'ValidationException',
    );
  });

  test('lets another account in only as far as its policy says', async () => {
    const { range } = stillRange();
    const describe6 = () =>
      as(range, 'NORTHBANK-SECURITY-ADMIN').sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: packageArn(6) }));
    expect((await refusal(describe6())).name).toMatch(/AccessDeniedException|ValidationException/);
    await as(range, 'admin').sagemaker.send(
      new PutModelPackageGroupPolicyCommand({
        ModelPackageGroupName: 'fraud-model',
        ResourcePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: 'arn:aws:iam::444455556666:root' },
              Action: 'sagemaker:DescribeModelPackage',
              Resource: '*',
            },
          ],
        }),
      }),
    );
    expect((await describe6()).ModelPackageVersion).toBe(6);
    const update = new UpdateModelPackageCommand({ ModelPackageArn: packageArn(6), ModelApprovalStatus: 'Rejected' });
    expect((await refusal(as(range, 'NORTHBANK-SECURITY-ADMIN').sagemaker.send(update))).name).toBe('AccessDeniedException');
  });
});

test('tags can be put on a group', async () => {
  const { sagemaker } = as(stillRange().range, 'admin');
  await sagemaker.send(new AddTagsCommand({ ResourceArn: GROUP, Tags: [{ Key: 'tier', Value: 'high' }] }));
  expect((await sagemaker.send(new ListTagsCommand({ ResourceArn: GROUP }))).Tags).toEqual([{ Key: 'tier', Value: 'high' }]);
});
