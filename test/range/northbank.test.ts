import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { BatchGetImageCommand, DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { GetPolicyCommand, GetPolicyVersionCommand, GetRoleCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { GetObjectLockConfigurationCommand, HeadObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeModelPackageCommand,
  DescribeTrainingJobCommand,
  ListEndpointConfigsCommand,
  ListModelPackagesCommand,
  paginateListEndpoints,
} from '@aws-sdk/client-sagemaker';
import { createHash } from 'node:crypto';
import { as, FRAUD, refusal, stillRange, WORKLOAD } from './clients.ts';

const { range } = stillRange();
const { sagemaker, s3, ecr, iam, cloudtrail, cloudwatch } = as(range, 'cordon-member');
const packageArn = (version: number) => `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:model-package/fraud-model/${version}`;

test('the endpoints are in service with what the company says', async () => {
  const names: (string | undefined)[] = [];
  for await (const { Endpoints } of paginateListEndpoints({ client: sagemaker, pageSize: 3 }, { SortBy: 'Name', SortOrder: 'Ascending' }))
    names.push(...(Endpoints ?? []).map(({ EndpointName, EndpointStatus }) => `${EndpointName} ${EndpointStatus}`));
  expect(names).toEqual(['assistant InService', 'churn InService', 'churn-canary InService', 'credit InService', 'fraud-scorer InService']);
  const fraud = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }));
  expect(fraud).toMatchObject({
    EndpointArn: FRAUD,
    EndpointConfigName: 'fraud-cfg-7',
    LastModifiedTime: new Date('2026-11-19T14:02:00Z'),
  });
  expect(fraud.ProductionVariants).toMatchObject([{ VariantName: 'AllTraffic', CurrentInstanceCount: 12, DesiredInstanceCount: 12 }]);
  const credit = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'credit' }));
  expect(credit.ProductionVariants?.[0]?.CurrentInstanceCount).toBe(4);
});

test('the configs start with two instances, and fraud-cfg-4 is gone', async () => {
  const { EndpointConfigs } = await sagemaker.send(
    new ListEndpointConfigsCommand({ NameContains: 'fraud', SortBy: 'Name', SortOrder: 'Ascending' }),
  );
  expect(EndpointConfigs?.map(({ EndpointConfigName }) => EndpointConfigName)).toEqual(['fraud-cfg-5', 'fraud-cfg-6', 'fraud-cfg-7']);
  const config = await sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: 'fraud-cfg-7' }));
  expect(config.ProductionVariants).toMatchObject([{ InitialInstanceCount: 2, ModelName: 'fraud-model-7' }]);
  expect((await refusal(sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: 'fraud-cfg-4' })))).message).toMatch(
    /^Could not find endpoint configuration/,
  );
});

test.each([
  [5, 'Rejected', 'bias against card-not-present customers', 'mlops', ['s3://nb-train/base/']],
  [6, 'Approved', 'reviewed: bias and drift within limits', 'mlops', ['s3://nb-train/base/', 's3://nb-train/partner/']],
  [7, 'Approved', 'automatic: accuracy above threshold', 'nightly-retrain', ['s3://nb-train/base/', 's3://nb-train/partner/']],
])('package /%i is %s and leads to its training data', async (version, status, description, by, inputs) => {
  const found = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: packageArn(version) }));
  expect(found).toMatchObject({ ModelApprovalStatus: status, ApprovalDescription: description });
  expect(found.LastModifiedBy?.IamIdentity?.Arn).toContain(`/${by}/`);
  const job = await sagemaker.send(
    new DescribeTrainingJobCommand({ TrainingJobName: found.MetadataProperties?.GeneratedBy?.split('/').at(-1) ?? '' }),
  );
  expect(job.InputDataConfig?.map(({ DataSource }) => DataSource?.S3DataSource?.S3Uri)).toEqual(inputs);
  const model = await sagemaker.send(new DescribeModelCommand({ ModelName: `fraud-model-${version}` }));
  expect(model.PrimaryContainer?.ModelPackageName).toBe(packageArn(version));
});

test('an artefact is what its package says: ETag, bytes, version', async () => {
  const found = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: packageArn(6) }));
  const container = found.InferenceSpecification?.Containers?.[0];
  expect(container?.ModelDataUrl).toBe('s3://nb-models/fraud/6/model.tar.gz');
  const head = await s3.send(new HeadObjectCommand({ Bucket: 'nb-models', Key: 'fraud/6/model.tar.gz', ChecksumMode: 'ENABLED' }));
  expect(head.ETag).toBe(container?.ModelDataETag);
  expect(head.VersionId).toMatch(/^\S{32}$/);
  expect(head.ChecksumSHA256).toMatch(/=$/);
  const image = await ecr.send(
    new DescribeImagesCommand({ repositoryName: 'fraud-model', imageIds: [{ imageDigest: container?.ImageDigest }] }),
  );
  expect(image.imageDetails?.[0]?.imageTags).toEqual(['6']);
  const { images } = await ecr.send(
    new BatchGetImageCommand({ repositoryName: 'fraud-model', imageIds: [{ imageDigest: container?.ImageDigest }] }),
  );
  expect(
    `sha256:${createHash('sha256')
      .update(images?.[0]?.imageManifest ?? '')
      .digest('hex')}`,
  ).toBe(container?.ImageDigest);
  const missing = await refusal(ecr.send(new DescribeImagesCommand({ repositoryName: 'fraud-model', imageIds: [{ imageTag: '99' }] })));
  expect(missing).toMatchObject({ name: 'ImageNotFoundException', status: 400 });
});

test('credit-model and churn-model have their versions', async () => {
  const versions = async (group: string) =>
    (
      await sagemaker.send(new ListModelPackagesCommand({ ModelPackageGroupName: group, SortOrder: 'Ascending' }))
    ).ModelPackageSummaryList?.map(({ ModelPackageVersion }) => ModelPackageVersion);
  expect(await versions('fraud-model')).toEqual([5, 6, 7]);
  expect(await versions('credit-model')).toEqual([2, 3]);
  expect(await versions('churn-model')).toEqual([1]);
});

test('the first bad object is the delivery of 18 November', async () => {
  const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: 'nb-train', Prefix: 'partner/' }));
  expect(Versions?.at(-1)).toMatchObject({
    Key: 'partner/2026-11-18.jsonl',
    LastModified: new Date('2026-11-18T02:10:00Z'),
    IsLatest: true,
  });
});

test('the event history tells how the scorer got here', async () => {
  const { Events } = await cloudtrail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: 'fraud-scorer' }] }),
  );
  const told = Events?.map(({ EventTime, EventName, Username, CloudTrailEvent = '' }) => {
    const record: { requestParameters: { endpointConfigName?: string } } = JSON.parse(CloudTrailEvent);
    return `${EventTime?.toISOString()} ${EventName} ${Username} ${record.requestParameters.endpointConfigName ?? ''}`;
  });
  expect(told).toEqual([
    '2026-11-19T13:55:00.000Z UpdateEndpoint nightly-retrain fraud-cfg-7',
    '2026-11-02T09:23:00.000Z UpdateEndpoint mlops fraud-cfg-6',
    '2026-10-02T09:53:00.000Z UpdateEndpoint mlops fraud-cfg-4',
    '2026-09-01T09:00:00.000Z UpdateEndpointWeightsAndCapacities AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint ',
    '2026-09-01T07:55:00.000Z CreateEndpoint mlops fraud-cfg-5',
  ]);
});

test.each([
  ['fraud-scorer', 120],
  ['credit', 20],
  ['churn', 2],
  ['assistant', 43],
])('%s answers %i requests a second', async (endpoint, requestsPerSecond) => {
  const { MetricDataResults } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date('2026-11-20T02:00:00Z'),
      EndTime: new Date('2026-11-20T03:00:00Z'),
      MetricDataQueries: [
        {
          Id: 'm',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/SageMaker',
              MetricName: 'Invocations',
              Dimensions: [
                { Name: 'EndpointName', Value: endpoint },
                { Name: 'VariantName', Value: 'AllTraffic' },
              ],
            },
            Period: 300,
            Stat: 'Sum',
          },
        },
      ],
    }),
  );
  expect(MetricDataResults).toMatchObject([{ StatusCode: 'Complete', Values: Array.from({ length: 12 }, () => requestsPerSecond * 300) }]);
});

test.each([
  ['checkout-api', true],
  ['batch-nightly', true],
  ['loan-app', true],
  ['crm', true],
  ['web-chat', true],
  ['partner-bot', true],
  ['cordon-canary-covered', true],
  ['cordon-canary-exempt', false],
])('the deny reaches %s: %s', async (role, covered) => {
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role }));
  expect(AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === `arn:aws:iam::${WORKLOAD}:policy/cordon-quarantine-deny`)).toBe(covered);
});

test('the deny is the policy that Cordon ships', async () => {
  const PolicyArn = `arn:aws:iam::${WORKLOAD}:policy/cordon-quarantine-deny`;
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  expect(Policy).toMatchObject({ DefaultVersionId: 'v1', AttachmentCount: 8 });
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''))).toMatchObject({
    Statement: [{ Effect: 'Deny', Resource: '*', Condition: { StringLike: { 'aws:ResourceTag/cordon:quarantine': '*' } } }],
  });
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'sagemaker-execution' }));
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toContain('sagemaker.amazonaws.com');
  expect(await refusal(iam.send(new GetRoleCommand({ RoleName: 'nobody' })))).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
});

test('the evidence bucket is locked for a year', async () => {
  const { ObjectLockConfiguration } = await as(range, 'NORTHBANK-SECURITY-CORDON-HUB').s3.send(
    new GetObjectLockConfigurationCommand({ Bucket: 'nb-cordon-evidence' }),
  );
  expect(ObjectLockConfiguration?.Rule?.DefaultRetention).toEqual({ Mode: 'COMPLIANCE', Days: 365 });
});

test('the whole story can be moved by days', async () => {
  const { range: later } = stillRange({ shiftDays: 10 });
  const { LastModifiedTime } = await as(later, 'admin').sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }));
  expect(LastModifiedTime).toEqual(new Date('2026-11-29T14:02:00Z'));
});
