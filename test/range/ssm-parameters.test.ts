import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  AddTagsToResourceCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
  type PutParameterCommandInput,
} from '@aws-sdk/client-ssm';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { as, refusal, stillRange } from './clients.ts';

const setUp = () => {
  const { range, clock } = stillRange();
  const { ssm } = as(range, 'admin');
  const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
    ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }));
  const get = async (Name: string, WithDecryption = false) => (await ssm.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;
  return { range, clock, ssm, put, get };
};

test('versions and labels select a value, and a label moves', async () => {
  const { ssm, put, get } = setUp();
  await put('/app/mode', 'a');
  await put('/app/mode', 'b', { Overwrite: true });
  await ssm.send(new LabelParameterVersionCommand({ Name: '/app/mode', ParameterVersion: 1, Labels: ['good', '1bad'] }));
  expect(await get('/app/mode:1')).toMatchObject({ Value: 'a', Version: 1, Selector: ':1' });
  expect(await get('/app/mode:good')).toMatchObject({ Value: 'a' });
  expect(await get('/app/mode')).toMatchObject({ Value: 'b', Version: 2 });
  expect(await ssm.send(new LabelParameterVersionCommand({ Name: '/app/mode', Labels: ['good', 'aws-x'] }))).toMatchObject({
    ParameterVersion: 2,
    InvalidLabels: ['aws-x'],
  });
  expect(await get('/app/mode:good')).toMatchObject({ Value: 'b' });
  expect(await refusal(get('/app/mode:7'))).toMatchObject({ name: 'ParameterVersionNotFound', status: 400 });
  const { Parameters } = await ssm.send(new GetParameterHistoryCommand({ Name: '/app/mode' }));
  expect(Parameters?.map(({ Version, Value, Labels }) => [Version, Value, Labels])).toEqual([
    [1, 'a', []],
    [2, 'b', ['good']],
  ]);
});

test('a secret is opaque until somebody asks to decrypt it', async () => {
  const { put, get } = setUp();
  await put('/app/key', 'hunter2', { Type: 'SecureString' });
  expect((await get('/app/key'))?.Value).not.toContain('hunter2');
  expect(await get('/app/key', true)).toMatchObject({ Value: 'hunter2', Type: 'SecureString' });
});

test.each<[string, Partial<PutParameterCommandInput>, string]>([
  ['another type', { Overwrite: true, Type: 'StringList' }, 'HierarchyTypeMismatchException'],
  ['no overwrite', {}, 'ParameterAlreadyExists'],
  ['tags while overwriting', { Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] }, 'ValidationException'],
  ['a value that breaks its pattern', { Overwrite: true, AllowedPattern: '^[0-9]+$' }, 'ParameterPatternMismatchException'],
  ['a pattern that is none', { Overwrite: true, AllowedPattern: '(' }, 'InvalidAllowedPatternException'],
  ['too long for its tier', { Overwrite: true, Value: 'x'.repeat(4097) }, 'ValidationException'],
  ['a key for plain text', { Overwrite: true, KeyId: 'alias/aws/ssm' }, 'ValidationException'],
  ['a reserved name', { Name: '/aws/x' }, 'AccessDeniedException'],
  ['a half path', { Name: 'a/b' }, 'ValidationException'],
  ['sixteen levels', { Name: '/a'.repeat(16) }, 'HierarchyLevelLimitExceededException'],
  ['what is not simulated', { Overwrite: true, DataType: 'aws:ec2:image' }, 'NotImplemented'],
])('PutParameter refuses %s', async (_, more, name) => {
  const { put, get } = setUp();
  await put('/app/mode', 'a');
  expect(await refusal(put('/app/mode', 'b', more))).toMatchObject({ name });
  expect(await get('/app/mode')).toMatchObject({ Value: 'a', Version: 1 });
});

test('Advanced is for ever, and holds more', async () => {
  const { put } = setUp();
  expect(await put('/app/long', 'x'.repeat(5000), { Tier: 'Intelligent-Tiering' })).toMatchObject({ Tier: 'Advanced' });
  expect(await put('/app/long', 'short', { Overwrite: true })).toMatchObject({ Tier: 'Advanced', Version: 2 });
  expect(await refusal(put('/app/long', 'short', { Overwrite: true, Tier: 'Standard' }))).toMatchObject({ name: 'ValidationException' });
  expect(await refusal(put('/app/long', 'x'.repeat(8193), { Overwrite: true }))).toMatchObject({ name: 'ValidationException' });
});

test('a hundred versions are kept; a label holds the oldest', async () => {
  const { ssm, put, get } = setUp();
  await put('/n', '0');
  for (let version = 2; version <= 100; version++) await put('/n', String(version), { Overwrite: true });
  await put('/n', 'more', { Overwrite: true });
  expect(await refusal(get('/n:1'))).toMatchObject({ name: 'ParameterVersionNotFound' });
  await ssm.send(new LabelParameterVersionCommand({ Name: '/n', ParameterVersion: 2, Labels: ['keep'] }));
  expect(await refusal(put('/n', 'again', { Overwrite: true }))).toMatchObject({ name: 'ParameterMaxVersionLimitExceeded' });
});

test('lists by path and filter, page by page', async () => {
  const { ssm, put } = setUp();
  for (const name of ['/a/x', '/a/y', '/a/b/z']) await put(name, 'v');
  const below = async (input: { Recursive?: boolean; MaxResults?: number; NextToken?: string | undefined }) =>
    ssm.send(new GetParametersByPathCommand({ Path: '/a', ...input }));
  const names = (answer: { Parameters?: { Name?: string | undefined }[] | undefined }) => answer.Parameters?.map(({ Name }) => Name);
  expect(names(await below({}))).toEqual(['/a/x', '/a/y']);
  const first = await below({ Recursive: true, MaxResults: 2 });
  expect(names(first)).toHaveLength(2);
  expect(names(await below({ Recursive: true, MaxResults: 2, NextToken: first.NextToken }))).toHaveLength(1);
  expect(await refusal(below({ NextToken: 'x' }))).toMatchObject({ name: 'InvalidNextToken' });
  expect(
    names(await ssm.send(new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/a/b'] }] }))),
  ).toEqual(['/a/b/z']);
  expect(await refusal(ssm.send(new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Label', Values: ['x'] }] })))).toMatchObject({
    name: 'InvalidFilterKey',
  });
  expect(await ssm.send(new GetParametersCommand({ Names: ['/a/x', '/none'] }))).toMatchObject({
    Parameters: [{ Name: '/a/x' }],
    InvalidParameters: ['/none'],
  });
  expect(await ssm.send(new DeleteParametersCommand({ Names: ['/a/x', '/none'] }))).toMatchObject({
    DeletedParameters: ['/a/x'],
    InvalidParameters: ['/none'],
  });
});

test('tags come and go', async () => {
  const { ssm, put } = setUp();
  await put('/t', 'v', { Tags: [{ Key: 'team', Value: 'fraud' }] });
  const place = { ResourceType: 'Parameter', ResourceId: '/t' } as const;
  await ssm.send(new AddTagsToResourceCommand({ ...place, Tags: [{ Key: 'b', Value: '2' }] }));
  await ssm.send(new RemoveTagsFromResourceCommand({ ...place, TagKeys: ['team'] }));
  expect((await ssm.send(new ListTagsForResourceCommand(place))).TagList).toEqual([{ Key: 'b', Value: '2' }]);
  expect(await refusal(ssm.send(new ListTagsForResourceCommand({ ...place, ResourceId: '/none' })))).toMatchObject({
    name: 'InvalidResourceId',
  });
});

test('a secret that is overwritten without its type is not in the event history', async () => {
  const { range, clock, put, ssm } = setUp();
  await put('/app/key', 'hunter2', { Type: 'SecureString' });
  await ssm.send(new PutParameterCommand({ Name: '/app/key', Value: 'hunter3', Overwrite: true }));
  clock.advance(1800);
  const { Events } = await as(range, 'admin').cloudtrail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'PutParameter' }] }),
  );
  expect(Events).toHaveLength(2);
  expect(JSON.stringify(Events)).not.toMatch(/hunter[23]/);
});

test('changes are events', async () => {
  const { range, clock, put } = setUp();
  const events: RangeEvent[] = [];
  range.events.subscribe((event) => events.push(event));
  await put('/e', '1', { Description: 'why' });
  await put('/e', '2', { Overwrite: true });
  clock.advance(10);
  expect(events.filter(({ source }) => source === 'aws.ssm').map(({ detail }) => detail)).toEqual([
    { operation: 'Create', name: '/e', type: 'String', description: 'why' },
    { operation: 'Update', name: '/e', type: 'String' },
  ]);
});
