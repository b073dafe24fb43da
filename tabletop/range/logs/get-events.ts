import type {
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
  GetLogEventsCommandInput,
  GetLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { createHash } from 'node:crypto';
import { operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { groupFor, named, onGroup, onStream } from './access.ts';
import { invalid, noStream } from './faults.ts';
import { matcherOf } from './patterns/compile.ts';
import { allStreams, linesIn, linesOfGroup, type Told } from './read.ts';

const MOST = 10_000;
const EVER = Number.MAX_SAFE_INTEGER;
const TOKEN = /^([fb])\/(\d{1,12})$/;

/** Which of the lines a page has. A forward token begins where it ends, a backward token ends where it begins. */
const sliceOf = (count: number, limit: number, fromHead: boolean, token: string | undefined): readonly [number, number] => {
  if (token === undefined) return fromHead ? [0, Math.min(limit, count)] : [Math.max(0, count - limit), count];
  const [, way, digits] = TOKEN.exec(token) ?? [];
  if (way === undefined || Number(digits) > count) throw invalid('The specified nextToken is invalid.');
  const at = Number(digits);
  return way === 'f' ? [at, Math.min(count, at + limit)] : [Math.max(0, at - limit), at];
};
const exactlyOne = (name: string | undefined, identifier: string | undefined): string => {
  if ((name === undefined) === (identifier === undefined))
    throw invalid('Exactly one of logGroupName and logGroupIdentifier must be specified.');
  return named(name, identifier);
};

export const getLogEvents = operation<GetLogEventsCommandInput, GetLogEventsCommandOutput>({
  trail: 'read',
  access: (input, context) => onStream('GetLogEvents', context, named(input.logGroupName, input.logGroupIdentifier), input.logStreamName),
  run: (input, context) => {
    const { world } = context;
    const { name: group } = groupFor(context, exactlyOne(input.logGroupName, input.logGroupIdentifier));
    if (!allStreams(world, context, group).some(({ name }) => name === input.logStreamName)) throw noStream();
    const lines = linesIn(world, context, group, input.logStreamName, input.startTime ?? 0, input.endTime ?? EVER);
    const [from, until] = sliceOf(lines.length, input.limit ?? MOST, input.startFromHead === true, input.nextToken);
    return {
      events: lines.slice(from, until).map(({ at, message, ingestedAt }) => ({ timestamp: at, message, ingestionTime: ingestedAt })),
      nextForwardToken: `f/${until}`,
      nextBackwardToken: `b/${from}`,
    };
  },
});

const idOf = ({ at, stream, message }: Told, index: number): string =>
  String(BigInt(`0x${createHash('sha256').update(`${at}\n${stream}\n${index}\n${message}`).digest('hex').slice(0, 40)}`)).padStart(56, '3');

export const filterLogEvents = operation<FilterLogEventsCommandInput, FilterLogEventsCommandOutput>({
  trail: 'read',
  access: (input, context) => onGroup('FilterLogEvents', context, named(input.logGroupName, input.logGroupIdentifier)),
  run: (input, context) => {
    const { world } = context;
    const { name: group } = groupFor(context, exactlyOne(input.logGroupName, input.logGroupIdentifier));
    const { logStreamNames, logStreamNamePrefix, startTime = 0, endTime = EVER } = input;
    if (logStreamNames !== undefined && logStreamNamePrefix !== undefined)
      throw invalid('logStreamNamePrefix and logStreamNames are mutually exclusive parameters.');
    if (startTime > endTime) throw invalid('endTime must be greater than or equal to startTime.');
    const streams = allStreams(world, context, group).map(({ name }) => name);
    if (logStreamNames?.some((name) => !streams.includes(name)) === true) throw noStream();
    const wanted = logStreamNames ?? streams.filter((name) => name.startsWith(logStreamNamePrefix ?? ''));
    const matches = matcherOf(input.filterPattern ?? '');
    // The end counts too here, unlike in GetLogEvents.
    const lines = linesOfGroup(world, context, group, startTime, endTime === EVER ? EVER : endTime + 1, wanted).filter(({ message }) =>
      matches(message),
    );
    const page = pageOf(lines, input.limit ?? MOST, input.nextToken);
    if (page === undefined) throw invalid('The specified nextToken is invalid.');
    return {
      events: page.page.map((line, index) => ({
        logStreamName: line.stream,
        timestamp: line.at,
        message: line.message,
        ingestionTime: line.ingestedAt,
        eventId: idOf(line, index),
      })),
      searchedLogStreams: [],
      nextToken: page.next,
    };
  },
});
