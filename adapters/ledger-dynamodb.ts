import { GetItemCommand, QueryCommand, TransactionCanceledException, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { IncidentId } from '../core/id.ts';
import { genesis, hashOf } from '../core/ledger/chain.ts';
import type { LedgerDraft, LedgerEvent } from '../core/ledger/facts.ts';
import type { Sha256 } from '../core/json.ts';
import type { Clock, Ledger } from '../engine/ports.ts';
import { readModelsOf } from './ledger-read-models.ts';

export interface DynamoLedgerOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly clock: Clock;
  readonly exercise: boolean;
}
interface Head {
  readonly seq: number;
  readonly hash: Sha256;
}

/** A transaction holds at most 100 items; an event needs two and at most two read models. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const MAX_DRAFTS = 24;
const padded = (number: number): string => String(number).padStart(10, '0');
const text = (value: AttributeValue | undefined): string => value?.S ?? '';
const count = (value: AttributeValue | undefined): number => Number(value?.N ?? 0);

/**
 * One table, `pk` and `sk`: events under their incident, a marker per event id, the head of the chain, and read models in the same
 * transaction. Lost races answer `conflict`, never a partial write. Its change feed is the table's stream.
 */
export const dynamoLedger = ({ client, table, clock, exercise }: DynamoLedgerOptions): Ledger => {
  const get = async (pk: string, sk: string): Promise<Record<string, AttributeValue> | undefined> => {
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true }));
    return Item;
  };
  const query = async (pk: string, from: string, to: string, newestFirst = false): Promise<readonly Record<string, AttributeValue>[]> => {
    const found: Record<string, AttributeValue>[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table, ConsistentRead: true, ScanIndexForward: !newestFirst, KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':pk': { S: pk }, ':from': { S: from }, ':to': { S: to } }, ...(start && { ExclusiveStartKey: start }),
        }),
      );
      found.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return found;
  };
  const headOf = async (incidentId: IncidentId): Promise<Head> => {
    const item = await get(incidentId, 'HEAD');
    return item === undefined ? { seq: 0, hash: genesis(incidentId) } : { seq: count(item['seq']), hash: `sha256:${text(item['hash']).slice(7)}` };
  };
  const put = (pk: string, sk: string, rest: Record<string, AttributeValue>): TransactWriteItem => ({
    Put: { TableName: table, Item: { pk: { S: pk }, sk: { S: sk }, ...rest }, ConditionExpression: 'attribute_not_exists(pk)' },
  });
  const linked = (incidentId: IncidentId, head: Head, drafts: readonly LedgerDraft[]): readonly LedgerEvent[] => {
    let { seq, hash: prevHash } = head;
    return drafts.map((draft) => {
      seq += 1;
      const event = { ...draft, schemaVersion: 1 as const, incidentId, seq, at: clock.now(), exercise, prevHash };
      const hash = hashOf(event);
      prevHash = hash;
      return { ...event, hash };
    });
  };
  const writes = (incidentId: IncidentId, head: Head, events: readonly LedgerEvent[]): TransactWriteItem[] => {
    const last = events.at(-1);
    const seen = head.seq === 0 ? 'attribute_not_exists(pk)' : 'seq = :seen';
    return [
      {
        Put: {
          TableName: table, Item: { pk: { S: incidentId }, sk: { S: 'HEAD' }, seq: { N: String(last?.seq ?? 0) }, hash: { S: last?.hash ?? head.hash } },
          ConditionExpression: seen, ...(head.seq > 0 && { ExpressionAttributeValues: { ':seen': { N: String(head.seq) } } }),
        },
      },
      ...events.flatMap((event) => [
        put(incidentId, `E#${padded(event.seq)}`, { json: { S: JSON.stringify(event) } }),
        put(incidentId, `I#${event.id}`, { seq: { N: String(event.seq) } }),
        ...readModelsOf(event).map(({ pk, sk, generation }): TransactWriteItem => ({
          Put: { TableName: table, Item: { pk: { S: pk }, sk: { S: sk }, incidentId: { S: incidentId }, generation: { N: String(generation) } } },
        })),
      ]),
    ];
  };
  const unknown = async (incidentId: IncidentId, drafts: readonly LedgerDraft[]): Promise<readonly LedgerDraft[]> => {
    const known = await Promise.all(drafts.map(({ id }) => get(incidentId, `I#${id}`)));
    return drafts.filter((_, index) => known[index] === undefined);
  };
  const found = (item: Record<string, AttributeValue> | undefined): IncidentId | undefined => (item === undefined ? undefined : `inc-${text(item['incidentId']).slice(4)}`);

  return {
    read: async (incidentId, fromSeq = 1) => (await query(incidentId, `E#${padded(fromSeq)}`, 'E#~')).map((item): LedgerEvent => JSON.parse(text(item['json']))),
    append: async (incidentId, expectedSeq, drafts) => {
      if (drafts.length > MAX_DRAFTS) throw new Error(`at most ${MAX_DRAFTS} facts at once, got ${drafts.length}`);
      const head = await headOf(incidentId);
      const fresh = await unknown(incidentId, drafts);
      if (fresh.length === 0) return { kind: 'already', seq: head.seq };
      if (head.seq !== expectedSeq) return { kind: 'conflict', seq: head.seq };
      const events = linked(incidentId, head, fresh);
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems: writes(incidentId, head, events) }));
      } catch (thrown) {
        if (thrown instanceof TransactionCanceledException) return { kind: 'conflict', seq: (await headOf(incidentId)).seq };
        throw thrown;
      }
      return { kind: 'appended', seq: head.seq + events.length };
    },
    byCorrelation: async (key) => {
      const item = await get(`C#${key}`, 'C');
      const incidentId = found(item);
      return incidentId === undefined ? undefined : { incidentId, generation: count(item?.['generation']) };
    },
    byNumber: async (kind, number) => found(await get(`N#${kind}`, padded(number))),
    incidents: async () => (await query('INCIDENTS', '0', '~', true)).flatMap((item) => found(item) ?? []),
    nextNumber: async (kind) => {
      const { Attributes } = await client.send(
        new UpdateItemCommand({ TableName: table, Key: { pk: { S: 'COUNTER' }, sk: { S: kind } }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } }, ReturnValues: 'UPDATED_NEW' }),
      );
      return count(Attributes?.['n']);
    },
  };
};
