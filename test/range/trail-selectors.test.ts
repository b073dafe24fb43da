import type { Category } from '../../tabletop/range/cloudtrail/data-events.ts';
import { wants, type Candidate } from '../../tabletop/range/cloudtrail/selectors.ts';
import type { BasicSelector, FieldSelector } from '../../tabletop/range/cloudtrail/trail-state.ts';

const WRITE: Category = { category: 'Management', readOnly: false };
const OBJECT: Category = { category: 'Data', readOnly: true, type: 'AWS::S3::Object' };
const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  kind: WRITE,
  eventSource: 'sagemaker.amazonaws.com',
  eventName: 'UpdateEndpoint',
  identityArn: 'arn:aws:sts::111122223333:assumed-role/admin/x',
  arn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer',
  ...more,
});
const object = candidate({ kind: OBJECT, eventSource: 's3.amazonaws.com', eventName: 'GetObject', arn: 'arn:aws:s3:::bucket/a/b' });

const basic = (more: Partial<BasicSelector>) => ({
  basic: [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [], ...more }],
});
const objects = (...Values: string[]) => ({ IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::S3::Object', Values }] });
test.each([
  ['everything of management', {}, candidate(), true],
  ['reads only', { ReadWriteType: 'ReadOnly' as const }, candidate(), false],
  ['writes only', { ReadWriteType: 'WriteOnly' as const }, candidate(), true],
  ['no management', { IncludeManagementEvents: false }, candidate(), false],
  ['not this source', { ExcludeManagementEventSources: ['kms.amazonaws.com'] }, candidate({ eventSource: 'kms.amazonaws.com' }), false],
  ['no data events', {}, object, false],
  ['every object', objects('arn:aws:s3'), object, true],
  ['a bucket', objects('arn:aws:s3:::bucket/'), object, true],
  ['a folder', objects('arn:aws:s3:::bucket/a/'), object, true],
  ['another bucket', objects('arn:aws:s3:::bucke'), object, false],
  ['only writes of objects', { ...objects('arn:aws:s3'), ReadWriteType: 'WriteOnly' as const }, object, false],
])('basic: %s', (_case, selector, asked, expected) => {
  expect(wants(basic(selector), asked)).toBe(expected);
});

const MANAGEMENT: FieldSelector = { Field: 'eventCategory', Equals: ['Management'] };
const DATA: readonly FieldSelector[] = [
  { Field: 'eventCategory', Equals: ['Data'] },
  { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
];
test.each<readonly [string, readonly FieldSelector[], Candidate, boolean]>([
  ['management', [MANAGEMENT], candidate(), true],
  ['management, not data', [MANAGEMENT], object, false],
  ['data, not management', DATA, candidate(), false],
  ['data of a type', DATA, object, true],
  ['another type', DATA, candidate({ kind: { ...OBJECT, type: 'AWS::SageMaker::Endpoint' } }), false],
  ['writes', [MANAGEMENT, { Field: 'readOnly', Equals: ['true'] }], candidate(), false],
  ['not a source', [MANAGEMENT, { Field: 'eventSource', NotEquals: ['sagemaker.amazonaws.com'] }], candidate(), false],
  ['not another source', [MANAGEMENT, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }], candidate(), true],
  ['names that begin so', [MANAGEMENT, { Field: 'eventName', StartsWith: ['Delete', 'Update'] }], candidate(), true],
  ['names that do not', [MANAGEMENT, { Field: 'eventName', NotStartsWith: ['Update'] }], candidate(), false],
  ['names that end so', [MANAGEMENT, { Field: 'eventName', EndsWith: ['Model'] }], candidate(), false],
  ['names that do not end so', [MANAGEMENT, { Field: 'eventName', NotEndsWith: ['Endpoint'] }], candidate(), false],
  ['not this caller', [MANAGEMENT, { Field: 'userIdentity.arn', NotEndsWith: ['/x'] }], candidate(), false],
  ['a folder', [...DATA, { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::bucket/a/'] }], object, true],
  ['another folder', [...DATA, { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::bucket/b/'] }], object, false],
  [
    'every operator of a field',
    [MANAGEMENT, { Field: 'eventName', StartsWith: ['Update'], NotEndsWith: ['Endpoint'] }],
    candidate(),
    false,
  ],
])('advanced: %s', (_case, FieldSelectors, asked, expected) => {
  expect(wants({ advanced: [{ FieldSelectors }] }, asked)).toBe(expected);
  // One selector that wants it is enough.
  expect(wants({ advanced: [{ FieldSelectors }, { FieldSelectors: [] }] }, asked)).toBe(true);
});
