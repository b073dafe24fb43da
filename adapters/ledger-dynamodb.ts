import { TransactionCanceledException, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { IncidentId } from '../core/id.ts';
import { canonical, type Sha256 } from '../core/json.ts';
import { genesis, hashOf } from '../core/ledger/chain.ts';
import type { LedgerDraft, LedgerEvent } from '../core/ledger/facts.ts';
import type { Clock, Ledger } from '../engine/ports.ts';
import { dynamoTable, itemKey, numberOf, textOf, type Item, type Key } from './dynamo-table.ts';
import { padded, readModelsOf } from './ledger-read-models.ts';

export interface DynamoLedgerOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Stamps `at`. */
  readonly clock: Clock;
  /** Stamped on every event: an exercise must never be taken for the real thing. */
  readonly exercise: boolean;
}
interface Head {
  readonly seq: number;
  readonly hash: Sha256;
}
interface Write {
  readonly item: TransactWriteItem;
  /** A read model that is there already is left as it is, like INSERT OR IGNORE: the first incident keeps its number. */
  readonly optional: boolean;
}

/** Items of one transaction. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const MAX_ITEMS = 100;
const CONDITION = 'ConditionalCheckFailed';
/** Somebody wrote, or is writing, one of the items: read again. Anything else (throttled, too large) is thrown. */
const RACES: readonly string[] = [CONDITION, 'TransactionConflict'];

/** A repeated draft is the same event, whoever sends it: the first counts. */
const firstOf = (drafts: readonly LedgerDraft[]): readonly LedgerDraft[] =>
  drafts.filter(({ id }, index) => drafts.findIndex((other) => other.id === id) === index);

/**
 * One table, `pk` and `sk`: events under their incident, a marker per event id, the head of the chain, and read models in the same
 * transaction. Lost races answer `conflict`, never a partial write. Its change feed is the table's stream.
 */
export const dynamoLedger = ({ client, table, clock, exercise }: DynamoLedgerOptions): Ledger => {
  const { some, range } = dynamoTable(client, table);
  const put = (key: Key, rest: Item, optional = false): Write => ({
    item: { Put: { TableName: table, Item: { ...itemKey(key), ...rest }, ConditionExpression: 'attribute_not_exists(pk)' } },
    optional,
  });
  const linked = (incidentId: IncidentId, head: Head, drafts: readonly LedgerDraft[]): readonly LedgerEvent[] => {
    let { seq, hash: prevHash } = head;
    return drafts.map((draft) => {
      seq += 1;
      const event = { ...draft, schemaVersion: 1 as const, incidentId, seq, at: clock.now(), exercise, prevHash };
      prevHash = hashOf(event);
      return { ...event, hash: prevHash };
    });
  };
  const newHead = (incidentId: IncidentId, seen: number, { seq, hash }: Head): Write => ({
    item: {
      Put: {
        TableName: table,
        Item: { ...itemKey({ pk: incidentId, sk: 'HEAD' }), seq: { N: String(seq) }, hash: { S: hash } },
        ...(seen === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'seq = :seen', ExpressionAttributeValues: { ':seen': { N: String(seen) } } }),
      },
    },
    optional: false,
  });
  const writesOf = (incidentId: IncidentId, event: LedgerEvent): readonly Write[] => [
    // Canonical text: what cannot be hashed again after reading cannot be written either.
    put({ pk: incidentId, sk: `E#${padded(event.seq)}` }, { json: { S: canonical(event) } }),
    put({ pk: incidentId, sk: `I#${event.id}` }, { seq: { N: String(event.seq) } }),
    ...readModelsOf(event).map(({ generation, ...key }) =>
      put(key, { incidentId: { S: incidentId }, generation: { N: String(generation) } }, true),
    ),
  ];
  /** All or nothing. Tried again without the read models that are taken; each try drops at least one, so it ends. */
  const commit = async (writes: readonly Write[]): Promise<'done' | 'raced'> => {
    if (writes.length > MAX_ITEMS) throw new Error(`too many facts at once: ${writes.length} items, at most ${MAX_ITEMS}`);
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: writes.map(({ item }) => item) }));
      return 'done';
    } catch (thrown) {
      if (!(thrown instanceof TransactionCanceledException)) throw thrown;
      const codes = (thrown.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
      if (codes.length !== writes.length || codes.some((code) => code !== 'None' && !RACES.includes(code))) throw thrown;
      const free = writes.filter(({ optional }, index) => !optional || codes[index] !== CONDITION);
      const lost = writes.some(({ optional }, index) => codes[index] !== 'None' && !(optional && codes[index] === CONDITION));
      return lost || free.length === writes.length ? 'raced' : commit(free);
    }
  };
  // Cast: only `append` writes the attribute.
  const incidentOf = (item: Item | undefined): IncidentId | undefined =>
    item === undefined ? undefined : (textOf(item['incidentId']) as IncidentId);
  const headOf = (incidentId: IncidentId, item: Item | undefined): Head =>
    item === undefined ? { seq: 0, hash: genesis(incidentId) } : { seq: numberOf(item['seq']), hash: textOf(item['hash']) as Sha256 };

  return {
    read: async (incidentId, fromSeq = 1) => {
      const items = await range(incidentId, { from: `E#${padded(fromSeq)}`, to: 'E#~' });
      return items.map((item): LedgerEvent => JSON.parse(textOf(item['json'])));
    },
    append: async (incidentId, expectedSeq, drafts) => {
      const first = firstOf(drafts);
      const known = await some(incidentId, ['HEAD', ...first.map(({ id }) => `I#${id}`)]);
      const head = headOf(incidentId, known.get('HEAD'));
      const fresh = first.filter(({ id }) => !known.has(`I#${id}`));
      if (fresh.length === 0) return { kind: 'already', seq: head.seq };
      if (head.seq !== expectedSeq) return { kind: 'conflict', seq: head.seq };
      const events = linked(incidentId, head, fresh);
      const last = events.at(-1) ?? head;
      const outcome = await commit([newHead(incidentId, head.seq, last), ...events.flatMap((event) => writesOf(incidentId, event))]);
      if (outcome === 'done') return { kind: 'appended', seq: last.seq };
      return { kind: 'conflict', seq: headOf(incidentId, (await some(incidentId, ['HEAD'])).get('HEAD')).seq };
    },
    byCorrelation: async (key) => {
      const [newest] = await range(`C#${key}`, { from: '0', to: '~', newestFirst: true, limit: 1 });
      const incidentId = incidentOf(newest);
      return incidentId === undefined ? undefined : { incidentId, generation: numberOf(newest?.['generation']) };
    },
    byNumber: async (kind, number) => incidentOf((await some(`N#${kind}`, [padded(number)])).get(padded(number))),
    incidents: async () => (await range('INCIDENTS', { from: '0', to: '~', newestFirst: true })).flatMap((item) => incidentOf(item) ?? []),
    nextNumber: async (kind) => {
      const { Attributes } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: itemKey({ pk: 'COUNTER', sk: kind }),
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return numberOf(Attributes?.['n']);
    },
  };
};
