import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
  type InputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';
import type { VirtualClock } from '../../../tabletop/range/clock.ts';
import type { Range } from '../../../tabletop/range/range-api.ts';
import { NOW, stillRange } from '../clients.ts';

export const START = Date.parse(NOW);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const on = { logGroupName: '/app', logStreamName: 'one' };

export const logging = (given?: { readonly range: Range; readonly clock: VirtualClock }) => {
  const { range, clock } = given ?? stillRange();
  const client = new CloudWatchLogsClient(range.clientConfig('admin'));
  return {
    range,
    clock,
    client,
    made: async () => {
      await client.send(new CreateLogGroupCommand({ logGroupName: on.logGroupName, tags: { team: 'fraud' } }));
      await client.send(new CreateLogStreamCommand(on));
    },
    put: (...logEvents: InputLogEvent[]) => client.send(new PutLogEventsCommand({ ...on, logEvents })),
    filter: async (filterPattern: string) =>
      (await client.send(new FilterLogEventsCommand({ logGroupName: on.logGroupName, filterPattern }))).events?.map(
        ({ message }) => message,
      ),
  };
};
export const line = (message: string, timestamp = START): InputLogEvent => ({ timestamp, message });
