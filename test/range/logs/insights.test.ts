import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetQueryResultsCommand,
  PutLogEventsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { NOW, refusal, stillRange } from '../clients.ts';

const START = Date.parse(NOW);
const LINES = [
  '{"level":"ERROR","code":500,"ms":10,"user":{"kind":"bot"}}',
  '{"level":"INFO","code":200,"ms":30}',
  '{"level":"ERROR","code":503,"ms":20}',
  'plain text or no fields',
];
const asking = async () => {
  const { range, clock } = stillRange();
  const client = new CloudWatchLogsClient(range.clientConfig('admin'));
  const on = { logGroupName: '/app', logStreamName: 'one' };
  await client.send(new CreateLogGroupCommand({ logGroupName: on.logGroupName }));
  await client.send(new CreateLogStreamCommand(on));
  await client.send(
    new PutLogEventsCommand({ ...on, logEvents: LINES.map((message, index) => ({ message, timestamp: START - 4000 + index * 1000 })) }),
  );
  const start = (queryString: string, more: object = {}) =>
    client.send(new StartQueryCommand({ logGroupName: '/app', startTime: START / 1000 - 60, endTime: START / 1000, queryString, ...more }));
  const rows = async (text: string) => {
    const { queryId } = await start(text);
    clock.advance(3);
    const { results } = await client.send(new GetQueryResultsCommand({ queryId }));
    return results?.map((row) => row.map(({ value }) => value).join(' '));
  };
  return { client, clock, start, rows };
};

test.each([
  ['fields @message | limit 1', [LINES[3]]],
  ['fields level, code | filter level = "ERROR"', ['ERROR 503', 'ERROR 500']],
  ['fields code | filter code >= 200 and code < 503 | sort code desc', ['500', '200']],
  ['fields code | filter code = 200 or user.kind = "bot"', ['200', '500']],
  ['fields ms | filter @message like /ERR.*50\\d/ | sort ms asc', ['10', '20']],
  ['fields @message | filter @message not like "level"', [LINES[3]]],
  ['filter @message like "or no" | fields @message', [LINES[3]]],
  ['stats count(*) as n, avg(ms) by level | sort n desc', ['ERROR 2 15', 'INFO 1 30', '1']],
  ['stats max(ms), min(ms), sum(ms)', ['30 10 60']],
])('%s', async (text, expected) => {
  expect(await (await asking()).rows(text)).toEqual(expected);
});

test.each([
  ['fields', 'MalformedQueryException'],
  ['filter level', 'MalformedQueryException'],
  ['fields @message |', 'MalformedQueryException'],
  ['limit 99999', 'MalformedQueryException'],
  ['show level', 'MalformedQueryException'],
  ['parse @message "*"', 'NotImplemented'],
  ['stats pct(ms, 99)', 'NotImplemented'],
  ['filter (level = "a" or level = "b") and code = 1', 'NotImplemented'],
  ['stats count(*) by bin(5m)', 'NotImplemented'],
])('%s is refused', async (text, name) => {
  expect((await refusal((await asking()).start(text))).name).toBe(name);
});

test('a query runs for a while, can be stopped, and sees what was there', async () => {
  const { client, clock, start } = await asking();
  const { queryId } = await start('fields @message');
  const status = async () => (await client.send(new GetQueryResultsCommand({ queryId }))).status;
  expect(await status()).toBe('Running');
  clock.advance(2.9);
  expect(await status()).toBe('Running');
  clock.advance(0.1);
  expect(await client.send(new GetQueryResultsCommand({ queryId }))).toMatchObject({
    status: 'Complete',
    statistics: { recordsScanned: 4, recordsMatched: 4 },
  });
  expect((await refusal(client.send(new StopQueryCommand({ queryId })))).name).toBe('InvalidParameterException');
  const other = await start('fields @message');
  await client.send(new StopQueryCommand({ queryId: other.queryId }));
  expect((await client.send(new GetQueryResultsCommand({ queryId: other.queryId }))).status).toBe('Cancelled');
  expect((await refusal(client.send(new GetQueryResultsCommand({ queryId: 'nobody' })))).name).toBe('ResourceNotFoundException');
  expect((await refusal(start('fields @message', { logGroupNames: ['/app'] }))).name).toBe('InvalidParameterException');
  expect((await refusal(start('fields @message', { logGroupName: '/gone' }))).name).toBe('ResourceNotFoundException');
});
