import type { LookupEventsCommandInput, LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail';
import { operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { historyOf, type TrailRecord } from './history.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const KEPT_MS = 90 * 86_400_000;
const MOST_A_PAGE = 50;

const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : '');
const attributeOf = (row: TrailRecord, key: string, wanted: string): boolean => {
  switch (key) {
    case 'EventId':
      return text(row.record.eventID) === wanted;
    case 'EventName':
      return text(row.record.eventName) === wanted;
    case 'EventSource':
      return text(row.record.eventSource) === wanted;
    case 'ReadOnly':
      return text(row.record.readOnly) === wanted;
    case 'Username':
      return row.userName === wanted;
    case 'AccessKeyId':
      return row.accessKeyId === wanted;
    case 'ResourceType':
      return row.resources.some(({ type }) => type === wanted);
    default:
      return row.resources.some(({ name }) => name === wanted);
  }
};

export const lookupEvents = operation<LookupEventsCommandInput, LookupEventsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'cloudtrail:LookupEvents', resource: '*' }],
  run: (input, { world, account, region, now }) => {
    const attributes = input.LookupAttributes ?? [];
    if (attributes.length > 1) throw new AwsFault('InvalidLookupAttributesException', 'You can specify only one lookup attribute');
    const [from, until] = [input.StartTime?.getTime() ?? 0, input.EndTime?.getTime() ?? now];
    if (from > until) throw new AwsFault('InvalidTimeRangeException', 'Start time must be before end time');
    const oldest = now - KEPT_MS;
    const rows = historyOf(world)
      .filter((row) => row.account === account && row.region === region && row.visibleAt <= now)
      .filter(({ at }) => at >= oldest && at >= from && at <= until)
      .filter((row) => attributes.every(({ AttributeKey, AttributeValue }) => attributeOf(row, AttributeKey, AttributeValue)))
      .toReversed();
    const page = pageOf(rows, input.MaxResults ?? MOST_A_PAGE, input.NextToken);
    if (page === undefined) throw new AwsFault('InvalidNextTokenException', 'Invalid token.');
    return {
      Events: page.page.map((row) => ({
        EventId: text(row.record.eventID),
        EventName: text(row.record.eventName),
        ReadOnly: text(row.record.readOnly),
        AccessKeyId: row.accessKeyId,
        EventTime: new Date(row.at),
        EventSource: text(row.record.eventSource),
        Username: row.userName,
        Resources: row.resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
        CloudTrailEvent: JSON.stringify(row.record),
      })),
      NextToken: page.next,
    };
  },
});
