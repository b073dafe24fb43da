import type {
  CreateLogStreamCommandInput,
  CreateLogStreamCommandOutput,
  DeleteLogStreamCommandInput,
  DeleteLogStreamCommandOutput,
  DescribeLogStreamsCommandInput,
  DescribeLogStreamsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { groupFor, named, onGroup, onStream } from './access.ts';
import { invalid, notSimulated, noStream } from './faults.ts';
import { allStreams, linesIn } from './read.ts';
import { groupArn, linesOf, streamKey, streamsOf } from './state.ts';

const PAGE = 50;

const create = operation<CreateLogStreamCommandInput, CreateLogStreamCommandOutput>({
  trail: 'write',
  access: (input, context) => onGroup('CreateLogStream', context, input.logGroupName),
  run: (input, context) => {
    const { world, account, region, now } = context;
    const { name: group } = groupFor(context, input.logGroupName);
    if (allStreams(world, context, group).some(({ name }) => name === input.logStreamName))
      throw new AwsFault('ResourceAlreadyExistsException', 'The specified log stream already exists');
    streamsOf(world).put(streamKey(context, group, input.logStreamName), {
      account,
      region,
      group,
      name: input.logStreamName,
      createdAt: now,
    });
    return {};
  },
});
const remove = operation<DeleteLogStreamCommandInput, DeleteLogStreamCommandOutput>({
  trail: 'write',
  access: (input, context) => onStream('DeleteLogStream', context, input.logGroupName, input.logStreamName),
  run: (input, context) => {
    const { world } = context;
    const { name: group } = groupFor(context, input.logGroupName);
    if (!allStreams(world, context, group).some(({ name }) => name === input.logStreamName)) throw noStream();
    const key = streamKey(context, group, input.logStreamName);
    if (streamsOf(world).get(key) === undefined) throw notSimulated('delete the logs of running containers');
    streamsOf(world).remove(key);
    for (const [row] of linesOf(world).entries()) if (row.startsWith(`${key}|`)) linesOf(world).remove(row);
    return {};
  },
});

const describe = operation<DescribeLogStreamsCommandInput, DescribeLogStreamsCommandOutput>({
  trail: 'read',
  access: (input, context) => onGroup('DescribeLogStreams', context, named(input.logGroupName, input.logGroupIdentifier)),
  run: (input, context) => {
    const { world } = context;
    if ((input.logGroupName === undefined) === (input.logGroupIdentifier === undefined))
      throw invalid('Exactly one of logGroupName and logGroupIdentifier must be specified.');
    const byTime = input.orderBy === 'LastEventTime';
    if (byTime && input.logStreamNamePrefix !== undefined) throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
    const { name: group } = groupFor(context, named(input.logGroupName, input.logGroupIdentifier));
    const found = allStreams(world, context, group)
      .filter(({ name }) => input.logStreamNamePrefix === undefined || name.startsWith(input.logStreamNamePrefix))
      .map((stream) => {
        const lines = linesIn(world, context, group, stream.name, 0, Number.MAX_SAFE_INTEGER);
        return { stream, first: lines[0]?.at, last: lines.at(-1)?.at };
      });
    const sorted = byTime ? found.toSorted((a, b) => (a.last ?? 0) - (b.last ?? 0)) : found;
    const page = pageOf(input.descending === true ? sorted.toReversed() : sorted, input.limit ?? PAGE, input.nextToken);
    if (page === undefined) throw invalid('The specified nextToken is invalid.');
    return {
      logStreams: page.page.map(({ stream, first, last }) => ({
        logStreamName: stream.name,
        creationTime: stream.createdAt,
        firstEventTimestamp: first,
        lastEventTimestamp: last,
        lastIngestionTime: stream.ingestedAt,
        arn: `${groupArn(context, group)}:log-stream:${stream.name}`,
        // Zero since 2019, whatever is in it.
        storedBytes: 0,
      })),
      nextToken: page.next,
    };
  },
});
export const STREAM_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateLogStream: create,
  DeleteLogStream: remove,
  DescribeLogStreams: describe,
};
