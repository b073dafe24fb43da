import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { IncidentId } from '../../core/id.ts';
import type { Instant } from '../../core/time.ts';
import type { Outbox, SentMessage } from '../../engine/outbox-ports.ts';
import { dynamoTable, itemKey, numberOf, textOf, type Item } from '../dynamo-table.ts';

const NEWS = 'OUTBOX';
const LAST = '\u{10ffff}';
const messagesOf = (incidentId: IncidentId): string => `OUT#${incidentId}`;

/** Whether the condition held; any other error is thrown. */
const held = async (work: Promise<unknown>): Promise<boolean> => {
  try {
    await work;
    return true;
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return false;
    throw thrown;
  }
};

/** The outbox in the ledger's table. News that is told is deleted, so that what is left is what is pending. */
export const dynamoOutbox = ({ client, table }: { readonly client: DynamoDBClient; readonly table: string }): Outbox => {
  const read = dynamoTable(client, table);
  const news = (incidentId: IncidentId) => ({ TableName: table, Key: itemKey({ pk: NEWS, sk: incidentId }) });
  const message = (incidentId: IncidentId, key: string) => ({ TableName: table, Key: itemKey({ pk: messagesOf(incidentId), sk: key }) });
  // Casts: what stands in our own items was of these types when it was written.
  const sent = (item: Item): SentMessage => ({
    key: textOf(item['sk']),
    claimedAt: textOf(item['claimed']) as Instant,
    ...(item['ts'] && { done: { ts: textOf(item['ts']), digest: textOf(item['digest']) } }),
  });
  return {
    news: async (incidentId, seq) => {
      await held(
        client.send(
          new UpdateItemCommand({
            ...news(incidentId),
            UpdateExpression: 'SET seq = :seq',
            ConditionExpression: 'attribute_not_exists(seq) OR seq < :seq',
            ExpressionAttributeValues: { ':seq': { N: String(seq) } },
          }),
        ),
      );
    },
    pending: async () => (await read.range(NEWS, { from: ' ', to: LAST })).map((item) => textOf(item['sk']) as IncidentId),
    told: async (incidentId, seq) => {
      await held(
        client.send(
          new DeleteItemCommand({
            ...news(incidentId),
            ConditionExpression: 'seq <= :seq',
            ExpressionAttributeValues: { ':seq': { N: String(seq) } },
          }),
        ),
      );
    },
    messages: async (incidentId) =>
      (await read.range(messagesOf(incidentId), { from: ' ', to: LAST }))
        .toSorted((a, b) => numberOf(a['at']) - numberOf(b['at']))
        .map(sent),
    claim: (incidentId, key, at, before) =>
      held(
        client.send(
          new PutItemCommand({
            TableName: table,
            Item: { ...itemKey({ pk: messagesOf(incidentId), sk: key }), claimed: { S: at }, at: { N: String(Date.parse(at)) } },
            ...(before === undefined
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'claimed = :before AND attribute_not_exists(ts)',
                  ExpressionAttributeValues: { ':before': { S: before } },
                }),
          }),
        ),
      ),
    unclaim: async (incidentId, key) => {
      await held(client.send(new DeleteItemCommand({ ...message(incidentId, key), ConditionExpression: 'attribute_not_exists(ts)' })));
    },
    done: async (incidentId, key, { ts, digest }) => {
      await client.send(
        new UpdateItemCommand({
          ...message(incidentId, key),
          UpdateExpression: 'SET ts = :ts, digest = :digest',
          ExpressionAttributeValues: { ':ts': { S: ts }, ':digest': { S: digest } },
        }),
      );
    },
  };
};
