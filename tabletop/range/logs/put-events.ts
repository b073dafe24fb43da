import type { PutLogEventsCommandInput, PutLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation, type Context, type Present } from '../operation.ts';
import { groupFor, onStream } from './access.ts';
import { invalid, notSimulated, noStream } from './faults.ts';
import { putLogEvents, streamKey, streamsOf, type LogGroup } from './state.ts';

type Given = Present<PutLogEventsCommandInput>['logEvents'];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const MOST_EVENTS = 10_000;
const MOST_BYTES = 1_048_576;
/** What each event counts in addition to its message. */
const OVERHEAD = 26;
const DAY = 86_400_000;
const OLDEST = 14 * DAY;
const NEWEST = 7_200_000;

const checked = (events: Given, pace: number): void => {
  if (events.length > MOST_EVENTS) throw invalid(`Log events batch cannot have more than ${MOST_EVENTS} events.`);
  const size = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + OVERHEAD, 0);
  if (size > MOST_BYTES) throw invalid(`Upload too large: ${size} bytes exceeds limit of ${MOST_BYTES}`);
  const isOrdered = events.every(({ timestamp }, index) => index === 0 || timestamp >= (events[index - 1]?.timestamp ?? 0));
  if (!isOrdered) throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
  if ((events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0) > DAY / pace)
    throw invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
};
/** The first one that is too new, and where those that are too old or expired end. They are in order. */
const rejections = (events: Given, { world, now }: Context, { retention }: LogGroup) => {
  const { pace } = world.time;
  const tooNew = events.findIndex(({ timestamp }) => timestamp > now + NEWEST / pace);
  const endOf = (oldest: number): number => events.filter(({ timestamp }) => timestamp < oldest).length;
  const tooOld = endOf(now - OLDEST / pace);
  const expired = retention === undefined ? 0 : endOf(now - (retention * DAY) / pace);
  return {
    tooNew: tooNew < 0 ? undefined : tooNew,
    tooOld: tooOld === 0 ? undefined : tooOld,
    expired: expired === 0 ? undefined : expired,
  };
};

export const putEvents = operation<PutLogEventsCommandInput, PutLogEventsCommandOutput>({
  trail: 'data',
  access: (input, context) => onStream('PutLogEvents', context, input.logGroupName, input.logStreamName),
  run: (input, context) => {
    const { world } = context;
    if (input.entity !== undefined) throw notSimulated('keep entities with log events');
    const group = groupFor(context, input.logGroupName);
    if (streamsOf(world).get(streamKey(context, group.name, input.logStreamName)) === undefined) throw noStream();
    checked(input.logEvents, world.time.pace);
    const { tooNew, tooOld, expired } = rejections(input.logEvents, context, group);
    const kept = input.logEvents.slice(Math.max(tooOld ?? 0, expired ?? 0), tooNew ?? input.logEvents.length);
    putLogEvents(
      world,
      context,
      { group: group.name, stream: input.logStreamName },
      kept.map(({ timestamp, message }) => ({ at: timestamp, message })),
    );
    const isWhole = tooNew === undefined && tooOld === undefined && expired === undefined;
    return {
      // Given for old clients, and never asked for again.
      nextSequenceToken: String(world.ids.count('log-sequence')).padStart(56, '4'),
      ...(isWhole
        ? {}
        : {
            rejectedLogEventsInfo: { tooNewLogEventStartIndex: tooNew, tooOldLogEventEndIndex: tooOld, expiredLogEventEndIndex: expired },
          }),
    };
  },
});
