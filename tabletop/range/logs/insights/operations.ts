import type {
  GetQueryResultsCommandInput,
  GetQueryResultsCommandOutput,
  StartQueryCommandInput,
  StartQueryCommandOutput,
  StopQueryCommandInput,
  StopQueryCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation, type Context, type Operation } from '../../operation.ts';
import { AwsFault } from '../../protocol/errors.ts';
import type { Table } from '../../store.ts';
import type { World } from '../../world.ts';
import { groupFor, named, onAll, onGroup } from '../access.ts';
import { queryRun } from '../behaviours.ts';
import { invalid, notSimulated } from '../faults.ts';
import { linesOfGroup } from '../read.ts';
import { parseQuery } from './parse.ts';
import { rowOf, runQuery } from './run.ts';

interface Query {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly groups: readonly string[];
  readonly text: string;
  /** Milliseconds. */
  readonly from: number;
  readonly until: number;
  readonly most: number;
  readonly startedAt: number;
  readonly isCancelled: boolean;
}
const queriesOf = (world: World): Table<Query> => world.store.table<Query>('logs.query');
const MOST = 10_000;

const groupsOf = (input: {
  readonly logGroupName?: string;
  readonly logGroupNames?: readonly string[];
  readonly logGroupIdentifiers?: readonly string[];
}): readonly string[] => {
  const given = [input.logGroupName, input.logGroupNames, input.logGroupIdentifiers].filter((member) => member !== undefined);
  if (given.length !== 1) throw invalid('Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.');
  return input.logGroupIdentifiers?.map((one) => named(undefined, one)) ?? input.logGroupNames ?? [input.logGroupName ?? ''];
};
const queryNamed = ({ world, account }: Context, id: string): Query => {
  const query = queriesOf(world).get(id);
  if (query?.account !== account) throw new AwsFault('ResourceNotFoundException', `Query ${id} not found`);
  return query;
};
const isDone = ({ startedAt }: Query, { world, now }: Context): boolean =>
  now >= startedAt + (world.lasts(queryRun) * 1000) / world.time.pace;

const start = operation<StartQueryCommandInput, StartQueryCommandOutput>({
  trail: 'read',
  access: (input, context) => groupsOf(input).flatMap((group) => onGroup('StartQuery', context, group)),
  run: (input, context) => {
    const { world, account, region, now } = context;
    if (input.queryLanguage !== undefined && input.queryLanguage !== 'CWLI')
      throw notSimulated(`know the query language ${input.queryLanguage}`);
    const groups = groupsOf(input).map((name) => groupFor(context, name).name);
    if (input.startTime > input.endTime) throw invalid('End time should not be less than start time');
    parseQuery(input.queryString);
    const id = world.ids.uuid('query');
    queriesOf(world).put(id, {
      id,
      account,
      region,
      groups,
      text: input.queryString,
      // Given in seconds, both ends included.
      from: input.startTime * 1000,
      until: input.endTime * 1000 + 1000,
      most: input.limit ?? MOST,
      startedAt: now,
      isCancelled: false,
    });
    return { queryId: id };
  },
});
const results = operation<GetQueryResultsCommandInput, GetQueryResultsCommandOutput>({
  trail: 'read',
  access: () => onAll('GetQueryResults'),
  run: (input, context) => {
    const query = queryNamed(context, input.queryId);
    if (query.isCancelled || !isDone(query, context))
      return { queryLanguage: 'CWLI', results: [], status: query.isCancelled ? 'Cancelled' : 'Running' };
    const { world } = context;
    const lines = query.groups.flatMap((group) =>
      linesOfGroup(world, query, group, query.from, query.until)
        // It saw what was there when it ran.
        .filter(({ ingestedAt }) => ingestedAt <= query.startedAt)
        .map((line) => ({ line, row: rowOf(line, group, query.account) })),
    );
    const newestFirst = lines.toSorted((a, b) => b.line.at - a.line.at).map(({ row }) => row);
    const { rows, columns, matched } = runQuery(parseQuery(query.text), newestFirst, query.most);
    return {
      queryLanguage: 'CWLI',
      status: 'Complete',
      results: rows.map((row) => columns.flatMap((field) => (row[field] === undefined ? [] : [{ field, value: String(row[field]) }]))),
      statistics: {
        recordsMatched: matched,
        recordsScanned: lines.length,
        bytesScanned: lines.reduce((sum, { line }) => sum + Buffer.byteLength(line.message), 0),
      },
    };
  },
});
const stop = operation<StopQueryCommandInput, StopQueryCommandOutput>({
  trail: 'read',
  access: () => onAll('StopQuery'),
  run: (input, context) => {
    const query = queryNamed(context, input.queryId);
    if (query.isCancelled || isDone(query, context)) throw invalid('Query is not in progress: it has already ended.');
    queriesOf(context.world).put(query.id, { ...query, isCancelled: true });
    return { success: true };
  },
});
export const INSIGHTS_OPERATIONS: Readonly<Record<string, Operation>> = { StartQuery: start, GetQueryResults: results, StopQuery: stop };
