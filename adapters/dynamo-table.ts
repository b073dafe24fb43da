import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, BatchGetItemOutput, DynamoDBClient } from '@aws-sdk/client-dynamodb';

export type Item = Readonly<Record<string, AttributeValue>>;
export interface Key {
  readonly pk: string;
  readonly sk: string;
}
export const itemKey = ({ pk, sk }: Key) => ({ pk: { S: pk }, sk: { S: sk } });
export const textOf = (value: AttributeValue | undefined): string => value?.S ?? '';
export const numberOf = (value: AttributeValue | undefined): number => Number(value?.N ?? 0);

/** Keys that one BatchGetItem takes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MAX_KEYS = 100;
/** Throttled keys come back unprocessed; after 1.5 s in all the caller's own retry takes over. */
const TRIES = 5;

/** Consistent reads of one table whose keys are `pk` and `sk`. */
export const dynamoTable = (client: DynamoDBClient, table: string) => ({
  /** The items that are there, by `sk`: the keys of one call share their `pk`. */
  some: async (pk: string, sks: readonly string[]): Promise<ReadonlyMap<string, Item>> => {
    if (sks.length > MAX_KEYS) throw new Error(`at most ${MAX_KEYS} keys at once, got ${sks.length}`);
    const found = new Map<string, Item>();
    let keys: Record<string, AttributeValue>[] | undefined = sks.map((sk) => itemKey({ pk, sk }));
    for (let attempt = 0; keys !== undefined && keys.length > 0; attempt += 1) {
      if (attempt === TRIES) throw new Error(`${table} left ${keys.length} keys unread`);
      if (attempt > 0) await sleep(100 * 2 ** (attempt - 1));
      const { Responses, UnprocessedKeys }: BatchGetItemOutput = await client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
      );
      for (const item of Responses?.[table] ?? []) found.set(textOf(item['sk']), item);
      keys = UnprocessedKeys?.[table]?.Keys;
    }
    return found;
  },
  /** All items of one `pk` between two `sk`, or the first `limit` of them. */
  range: async (
    pk: string,
    bounds: { readonly from: string; readonly to: string; readonly newestFirst?: boolean; readonly limit?: number },
  ): Promise<readonly Item[]> => {
    const { from, to, newestFirst = false, limit } = bounds;
    const found: Item[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          ScanIndexForward: !newestFirst,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':pk': { S: pk }, ':from': { S: from }, ':to': { S: to } },
          ...(start && { ExclusiveStartKey: start }),
          ...(limit !== undefined && { Limit: limit }),
        }),
      );
      found.push(...(page.Items ?? []));
      start = limit === undefined ? page.LastEvaluatedKey : undefined;
    } while (start !== undefined);
    return found;
  },
});
