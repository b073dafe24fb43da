import type { PutEventsCommandInput, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import { JsonObject, type Json } from '../../../core/json.ts';
import { failsPartly, operation, type Context, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { busArnOf, busAt } from './find-bus.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html: all entries together. */
const MOST_BYTES = 1_048_576;
const TIME_BYTES = 14;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
const DEEPEST = 1000;

type Entry = Present<PutEventsCommandInput>['Entries'][number];
interface Refused {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}
const refused = (ErrorCode: string, ErrorMessage: string): Refused => ({ ErrorCode, ErrorMessage });
const required = (name: string): Refused =>
  refused('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);

const depthOf = (value: Json | undefined, so = 0): number =>
  typeof value !== 'object' || value === null || so > DEEPEST
    ? so
    : Object.values(value).reduce<number>((deepest, inner) => Math.max(deepest, depthOf(inner, so + 1)), so);
const detailOf = (text: string): JsonObject | undefined => {
  try {
    const detail = JsonObject.safeParse(JSON.parse(text)).data;
    return detail === undefined || depthOf(detail) > DEEPEST ? undefined : detail;
  } catch {
    // Not JSON at all: refused below, as an entry of its own.
    return undefined;
  }
};
const bytesOf = ({ Time, Source, DetailType, Detail, Resources }: Entry): number =>
  (Time === undefined ? 0 : TIME_BYTES) +
  [Source, DetailType, Detail, ...(Resources ?? [])].reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);

const putOne = (entry: Entry, context: Context, index: number): Refused | { readonly EventId: string } => {
  const { world, account, region, now } = context;
  const { Source, DetailType, Detail } = entry;
  if (failsPartly(context, index)) return refused('InternalFailure', 'Internal failure.');
  if (Source === undefined) return required('Source');
  if (DetailType === undefined) return required('DetailType');
  if (Detail === undefined) return required('Detail');
  if (Source.startsWith('aws.')) return refused('NotAuthorizedForSourceException', `Not authorized for the source: ${Source}.`);
  const detail = detailOf(Detail);
  if (detail === undefined) return refused('MalformedDetail', 'Detail is malformed.');
  const bus = busAt(world, busArnOf(context, entry.EventBusName));
  // AWS takes an event for a bus that is not there, and throws it away.
  if (bus === undefined) return { EventId: world.ids.uuid('event') };
  const at = entry.Time?.getTime() ?? now;
  const EventId = world.bus.emit(
    {
      source: Source,
      detailType: DetailType,
      account,
      region: bus.region || region,
      resources: entry.Resources ?? [],
      detail,
      at,
      bus: bus.arn,
    },
    0,
  );
  return { EventId };
};

const keysOf = ({ Source, DetailType }: Entry): Readonly<Record<string, readonly string[]>> => ({
  ...(Source === undefined ? {} : { 'events:source': [Source] }),
  ...(DetailType === undefined ? {} : { 'events:detail-type': [DetailType] }),
});
export const putEvents = operation<PutEventsCommandInput, PutEventsCommandOutput>({
  trail: 'data',
  // One entry that may not be put refuses the whole call.
  access: (input, context) =>
    input.Entries.map((entry) => {
      const resource = busArnOf(context, entry.EventBusName);
      const bus = busAt(context.world, resource);
      return {
        action: 'events:PutEvents',
        resource,
        context: keysOf(entry),
        resourcePolicy: bus?.policy,
        resourceAccount: bus?.account ?? resource.split(':')[4],
      };
    }),
  run: (input, context) => {
    if (input.EndpointId !== undefined) throw new AwsFault('NotImplemented', 'The range has no global endpoints', { status: 501 });
    if (input.Entries.reduce((sum, entry) => sum + bytesOf(entry), 0) > MOST_BYTES)
      throw new AwsFault('ValidationException', 'Total size of the entries in the request is over the limit.');
    const Entries = input.Entries.map((entry, index) => putOne(entry, context, index));
    return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries };
  },
});
