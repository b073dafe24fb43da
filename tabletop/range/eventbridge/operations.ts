import type { PutEventsCommandInput, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import { JsonObject } from '../../../core/json.ts';
import { operation, type Context, type Present, type Service } from '../operation.ts';
import { EVENTBRIDGE_BEHAVIOURS } from './behaviours.ts';

type Entry = Present<PutEventsCommandInput>['Entries'][number];
interface Refused {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}
const refused = (ErrorCode: string, ErrorMessage: string): Refused => ({ ErrorCode, ErrorMessage });

const detailOf = (text: string): JsonObject | undefined => {
  try {
    return JsonObject.safeParse(JSON.parse(text)).data;
  } catch {
    // Not JSON at all: refused below, as an entry of its own.
    return undefined;
  }
};

const putOne = (entry: Entry, { world, account, region, now }: Context): Refused | { readonly EventId: string } => {
  if (entry.Source === undefined)
    return refused('InvalidArgument', 'Parameter Source is not valid. Reason: Source is a required argument.');
  if (entry.DetailType === undefined)
    return refused('InvalidArgument', 'Parameter DetailType is not valid. Reason: DetailType is a required argument.');
  if (entry.Source.startsWith('aws.')) return refused('NotAuthorizedForSourceException', `Not authorized for the source: ${entry.Source}.`);
  const detail = entry.Detail === undefined ? undefined : detailOf(entry.Detail);
  if (detail === undefined) return refused('MalformedDetail', 'Detail is malformed.');
  const at = entry.Time?.getTime() ?? now;
  const EventId = world.bus.emit(
    { source: entry.Source, detailType: entry.DetailType, account, region, resources: entry.Resources ?? [], detail, at },
    0,
  );
  return { EventId };
};

const putEvents = operation<PutEventsCommandInput, PutEventsCommandOutput>({
  trail: 'data',
  access: (input, { account, region }) =>
    [...new Set(input.Entries.map(({ EventBusName }) => EventBusName ?? 'default'))].map((bus) => ({
      action: 'events:PutEvents',
      resource: bus.startsWith('arn:') ? bus : `arn:aws:events:${region}:${account}:event-bus/${bus}`,
    })),
  run: (input, context) => {
    const Entries = input.Entries.map((entry) => putOne(entry, context));
    return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries };
  },
});

export const eventbridgeService: Service = {
  prefix: 'events',
  signingName: 'events',
  eventSource: 'events.amazonaws.com',
  load: () => import('@aws-sdk/client-eventbridge'),
  operations: { PutEvents: putEvents },
  behaviours: EVENTBRIDGE_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
