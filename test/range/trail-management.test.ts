import {
  AddTagsCommand,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  ListTrailsCommand,
  PutEventSelectorsCommand,
  RemoveTagsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { as, refusal, stillRange, WORKLOAD } from './clients.ts';

const ORGANISATION = 'arn:aws:cloudtrail:eu-west-1:222233334444:trail/northbank-organisation';
const OWN = `arn:aws:cloudtrail:eu-west-1:${WORKLOAD}:trail/own`;
/** What lets CloudTrail write into a bucket. */
const letIn = (bucket: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: ['s3:GetBucketAcl', 's3:PutObject'],
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { StringLike: { 'aws:SourceArn': `arn:aws:cloudtrail:*:${WORKLOAD}:trail/*` } },
      },
    ],
  });
const setup = () => {
  const { range, clock } = stillRange();
  return { range, clock, trail: as(range, 'admin').cloudtrail };
};
const created = async () => {
  const all = setup();
  await as(all.range, 'admin').s3.send(new PutBucketPolicyCommand({ Bucket: 'nb-capture', Policy: letIn('nb-capture') }));
  await all.trail.send(new CreateTrailCommand({ Name: 'own', S3BucketName: 'nb-capture' }));
  return all;
};

test('a new trail is there, records management events, and does not log until it is told to', async () => {
  const { trail } = await created();
  expect((await trail.send(new GetTrailCommand({ Name: 'own' }))).Trail).toMatchObject({
    TrailARN: OWN,
    HomeRegion: 'eu-west-1',
    IsMultiRegionTrail: false,
    LogFileValidationEnabled: false,
    HasCustomEventSelectors: false,
  });
  expect((await trail.send(new GetTrailStatusCommand({ Name: 'own' }))).IsLogging).toBe(false);
  await trail.send(new StartLoggingCommand({ Name: OWN }));
  expect((await trail.send(new GetTrailStatusCommand({ Name: OWN }))).IsLogging).toBe(true);
  expect((await trail.send(new GetEventSelectorsCommand({ TrailName: 'own' }))).EventSelectors).toMatchObject([
    { ReadWriteType: 'All', IncludeManagementEvents: true },
  ]);
  expect((await refusal(trail.send(new GetInsightSelectorsCommand({ TrailName: 'own' })))).name).toBe('InsightNotEnabledException');
});

test("a member sees the organisation's trail and may not touch it", async () => {
  const { trail } = await created();
  const { trailList = [] } = await trail.send(new DescribeTrailsCommand({}));
  expect(trailList.map(({ TrailARN }) => TrailARN)).toEqual([OWN, ORGANISATION]);
  const { trailList: own = [] } = await trail.send(new DescribeTrailsCommand({ includeShadowTrails: false }));
  expect(own.map(({ TrailARN }) => TrailARN)).toEqual([OWN]);
  expect((await trail.send(new ListTrailsCommand({}))).Trails).toHaveLength(2);
  expect((await refusal(trail.send(new StopLoggingCommand({ Name: ORGANISATION })))).name).toBe('NotOrganizationMasterAccountException');
  expect((await refusal(trail.send(new DeleteTrailCommand({ Name: 'northbank-organisation' })))).name).toBe('TrailNotFoundException');
});

test.each([
  ['a name that is too short', { Name: 'ab' }, 'InvalidTrailNameException'],
  ['a name that ends badly', { Name: 'own-' }, 'InvalidTrailNameException'],
  ['a name that is taken', { Name: 'own' }, 'TrailAlreadyExistsException'],
  ['a bucket that is not there', { Name: 'other', S3BucketName: 'nb-nothing' }, 'S3BucketDoesNotExistException'],
  ['a bucket that does not let CloudTrail in', { Name: 'other', S3BucketName: 'nb-models' }, 'InsufficientS3BucketPolicyException'],
  ['an organisation trail of a member', { Name: 'other', IsOrganizationTrail: true }, 'NotOrganizationMasterAccountException'],
  [
    'all Regions without global services',
    { Name: 'other', IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false },
    'InvalidParameterCombinationException',
  ],
  ['a topic, which the range has not', { Name: 'other', SnsTopicName: 'topic' }, 'NotImplemented'],
])('%s is refused', async (_case, input, name) => {
  const { trail } = await created();
  expect((await refusal(trail.send(new CreateTrailCommand({ S3BucketName: 'nb-capture', ...input })))).name).toBe(name);
});

test('a Region has at most five', async () => {
  const { trail } = await created();
  for (const Name of ['two', 'three', 'four', 'five']) await trail.send(new CreateTrailCommand({ Name, S3BucketName: 'nb-capture' }));
  const sixth = new CreateTrailCommand({ Name: 'six', S3BucketName: 'nb-capture' });
  expect((await refusal(trail.send(sixth))).name).toBe('MaximumNumberOfTrailsExceededException');
});

test('a trail is changed at home only, keeps what is left out, and goes away', async () => {
  const { range, trail } = await created();
  await trail.send(new UpdateTrailCommand({ Name: 'own', IsMultiRegionTrail: true }));
  expect((await trail.send(new GetTrailCommand({ Name: 'own' }))).Trail).toMatchObject({
    IsMultiRegionTrail: true,
    S3BucketName: 'nb-capture',
  });
  const { CloudTrailClient } = await import('@aws-sdk/client-cloudtrail');
  const elsewhere = new CloudTrailClient({ ...range.clientConfig('admin'), region: 'us-east-1' });
  expect((await elsewhere.send(new GetTrailCommand({ Name: OWN }))).Trail?.HomeRegion).toBe('eu-west-1');
  expect((await refusal(elsewhere.send(new StopLoggingCommand({ Name: OWN })))).name).toBe('InvalidHomeRegionException');
  await trail.send(new DeleteTrailCommand({ Name: 'own' }));
  expect((await refusal(trail.send(new GetTrailCommand({ Name: 'own' })))).name).toBe('TrailNotFoundException');
});

const field = (Field: string, ...Equals: string[]) => ({ Field, Equals });
test.each([
  ['both kinds of selectors', { EventSelectors: [], AdvancedEventSelectors: [] }],
  [
    'SageMaker in basic selectors',
    { EventSelectors: [{ DataResources: [{ Type: 'AWS::SageMaker::Endpoint', Values: ['arn:aws:sagemaker'] }] }] },
  ],
  ['data events without a type', { AdvancedEventSelectors: [{ FieldSelectors: [field('eventCategory', 'Data')] }] }],
  ['no category', { AdvancedEventSelectors: [{ FieldSelectors: [field('readOnly', 'true')] }] }],
  [
    'a resource in management events',
    { AdvancedEventSelectors: [{ FieldSelectors: [field('eventCategory', 'Management'), field('resources.ARN', 'x')] }] },
  ],
])('%s: invalid selectors', async (_case, selectors) => {
  const { trail } = await created();
  const put = new PutEventSelectorsCommand({ TrailName: 'own', ...selectors });
  expect((await refusal(trail.send(put))).name).toBe('InvalidEventSelectorsException');
});

test('what the range cannot record is not taken', async () => {
  const { trail } = await created();
  const put = new PutEventSelectorsCommand({
    TrailName: 'own',
    AdvancedEventSelectors: [{ FieldSelectors: [field('eventCategory', 'Data'), field('resources.type', 'AWS::DynamoDB::Table')] }],
  });
  expect(await refusal(trail.send(put))).toMatchObject({ name: 'NotImplemented', status: 501 });
});

test('tags come and go by ARN', async () => {
  const { trail } = await created();
  await trail.send(
    new AddTagsCommand({
      ResourceId: OWN,
      TagsList: [
        { Key: 'team', Value: 'security' },
        { Key: 'a', Value: 'b' },
      ],
    }),
  );
  await trail.send(new RemoveTagsCommand({ ResourceId: OWN, TagsList: [{ Key: 'a' }] }));
  expect((await trail.send(new ListTagsCommand({ ResourceIdList: [OWN] }))).ResourceTagList).toEqual([
    { ResourceId: OWN, TagsList: [{ Key: 'team', Value: 'security' }] },
  ]);
  expect((await refusal(trail.send(new AddTagsCommand({ ResourceId: 'own', TagsList: [] })))).name).toBe('CloudTrailARNInvalidException');
});

test('who may not, may not', async () => {
  const { range } = await created();
  expect((await refusal(as(range, 'crm').cloudtrail.send(new StopLoggingCommand({ Name: 'own' })))).name).toBe('AccessDeniedException');
});
