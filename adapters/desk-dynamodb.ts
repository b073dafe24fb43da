import { GetItemCommand, PutItemCommand, QueryCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DecisionLine } from '../core/report/card.ts';
import { millisecondsOf } from '../core/time.ts';
import type { Clock } from '../engine/ports.ts';
import type { Decisions, Footsteps } from '../engine/desk.ts';

interface Options {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly clock: Clock;
}
/** CloudTrail shows management events for 90 days; a footstep is needed as long. TTL deletes late, so it is a bound, not a promise. */
const KEPT_SECONDS = 92 * 86_400;
const expires = (clock: Clock, seconds: number) => ({ N: String(Math.floor(millisecondsOf(clock.now()) / 1000) + seconds) });

export const dynamoFootsteps = ({ client, table, clock }: Options): Footsteps => ({
  add: async (requestId) => {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: { pk: { S: `F#${requestId}` }, sk: { S: 'F' }, expires: expires(clock, KEPT_SECONDS) },
      }),
    );
  },
  knows: async (requestId) => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: { pk: { S: `F#${requestId}` }, sk: { S: 'F' } }, ConsistentRead: true }),
    );
    return Item !== undefined;
  },
});

/** Decisions of the last month, also those that opened nothing; the ledger keeps the others for good. */
export const dynamoDecisions = ({ client, table, clock }: Options, token: () => string): Decisions => ({
  add: async (line) => {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          pk: { S: 'DECISIONS' },
          sk: { S: `${line.at}#${token()}` },
          json: { S: JSON.stringify(line) },
          expires: expires(clock, 31 * 86_400),
        },
      }),
    );
  },
  recent: async (limit) => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'DECISIONS' } },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return Items.map((item): DecisionLine => JSON.parse(item['json']?.S ?? 'null'));
  },
});
