import { ConditionalCheckFailedException, DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RunId } from '../core/id.ts';
import type { Leases } from '../engine/ports.ts';
import { itemKey, textOf, type Item } from './dynamo-table.ts';

/** Somebody freed it while we asked who holds it; more than a few times in a row is no coincidence. */
const TRIES = 5;
const OWNED = {
  ExpressionAttributeNames: { '#owner': 'owner' },
} as const;

const lease = (target: string) => itemKey({ pk: `L#${target}`, sk: 'L' });
const held = (owner: RunId, target: string) => itemKey({ pk: `R#${owner}`, sk: target });
// Cast: only `take` writes the attribute.
const ownerOf = (item: Item | undefined): RunId | undefined => item?.['owner']?.S as RunId | undefined;

/** Leases as items of the ledger's table: `L#arn` is the lease, `R#run` lists what a run may hold so that it can be freed at once. */
export const dynamoLeases = ({ client, table }: { readonly client: DynamoDBClient; readonly table: string }): Leases => {
  const holder = async (target: string): Promise<RunId | undefined> => {
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: lease(target), ConsistentRead: true }));
    return ownerOf(Item);
  };
  /** Takes it, or answers who has it; `undefined`: it was free again by the time we looked. */
  const tryOnce = async (target: string, owner: RunId): Promise<RunId | undefined> => {
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: { ...lease(target), owner: { S: owner } },
          ConditionExpression: 'attribute_not_exists(pk) OR #owner = :owner',
          ExpressionAttributeValues: { ':owner': { S: owner } },
          ...OWNED,
        }),
      );
      return owner;
    } catch (thrown) {
      if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
      return holder(target);
    }
  };
  const letGo = async (owner: RunId, target: string): Promise<void> => {
    try {
      await client.send(
        new DeleteItemCommand({
          TableName: table,
          Key: lease(target),
          ConditionExpression: '#owner = :owner',
          ExpressionAttributeValues: { ':owner': { S: owner } },
          ...OWNED,
        }),
      );
    } catch (thrown) {
      // Somebody else's by now, or never ours: nothing to free.
      if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
    }
    await client.send(new DeleteItemCommand({ TableName: table, Key: held(owner, target) }));
  };
  return {
    holder,
    take: async (target, owner) => {
      // First: a crash between the two leaves a line that frees nothing, never a lease that nobody frees.
      await client.send(new PutItemCommand({ TableName: table, Item: held(owner, target) }));
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const has = await tryOnce(target, owner);
        if (has === owner) return { kind: 'mine' };
        if (has !== undefined) return { kind: 'theirs', owner: has };
      }
      throw new Error(`${target} was taken and freed ${TRIES} times while ${owner} asked for it`);
    },
    free: async (owner, targets) => {
      if (targets !== undefined) {
        for (const target of targets) await letGo(owner, target);
        return;
      }
      // One page is 1 MB, thousands of leases; a run holds a handful.
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: `R#${owner}` } },
        }),
      );
      for (const { sk } of Items) await letGo(owner, textOf(sk));
    },
  };
};
