import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { refusal, stillRange, WORKLOAD } from './clients.ts';

const entry: PutEventsRequestEntry = {
  Source: 'northbank.ingest-guard',
  DetailType: 'AI Detection',
  Detail: '{"class":"training-data-poisoning"}',
  Resources: ['arn:aws:s3:::nb-train'],
};
const setup = (principal: string) => {
  const { range, clock } = stillRange();
  const events: RangeEvent[] = [];
  range.events.subscribe((event) => events.push(event));
  const client = new EventBridgeClient(range.clientConfig(principal));
  return { clock, events, put: (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries })) };
};

test("an application's event arrives under the caller's own account", async () => {
  const { clock, events, put } = setup('admin');
  const { Entries, FailedEntryCount } = await put(entry, { ...entry, Time: new Date('2026-11-20T02:41:00Z') });
  clock.advance(0);
  expect(FailedEntryCount).toBe(0);
  expect(events).toMatchObject([
    {
      id: Entries?.[0]?.EventId,
      source: 'northbank.ingest-guard',
      'detail-type': 'AI Detection',
      account: WORKLOAD,
      time: '2026-11-20T03:00:00Z',
      detail: { class: 'training-data-poisoning' },
    },
    { time: '2026-11-20T02:41:00Z' },
  ]);
});

test.each([
  ['a source that belongs to AWS', { ...entry, Source: 'aws.guardduty' }, 'NotAuthorizedForSourceException'],
  ['no detail type', { ...entry, DetailType: undefined }, 'InvalidArgument'],
  ['no source', { ...entry, Source: undefined }, 'InvalidArgument'],
  ['a detail that is no object', { ...entry, Detail: '[1]' }, 'MalformedDetail'],
  ['a detail that is no JSON', { ...entry, Detail: '{' }, 'MalformedDetail'],
])('%s fails alone', async (_case, bad, code) => {
  const { clock, events, put } = setup('admin');
  expect(await put(bad, entry)).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: code }, { EventId: expect.any(String) }] });
  clock.advance(0);
  expect(events).toHaveLength(1);
});

test('who may not put events may not', async () => {
  expect((await refusal(setup('crm').put(entry))).name).toBe('AccessDeniedException');
});
