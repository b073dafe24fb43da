import { ConditionalCheckFailedException, DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RunId } from '../core/id.ts';
import type { Leases } from '../engine/ports.ts';

const ownerOf = (value: string | undefined): RunId | undefined => (value === undefined ? undefined : `run-${value.slice(4)}`);

/** Leases as items of the ledger's table: `L#arn` is the lease, `R#run` lists what a run holds so that it can be freed at once. */
export const dynamoLeases = ({ client, table }: { readonly client: DynamoDBClient; readonly table: string }): Leases => {
  const key = (pk: string, sk: string) => ({ pk: { S: pk }, sk: { S: sk } });
  const holder = async (arn: string): Promise<RunId | undefined> => {
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: key(`L#${arn}`, 'L'), ConsistentRead: true }));
    return ownerOf(Item?.['owner']?.S);
  };
  return {
    holder,
    take: async (target, owner) => {
      await client.send(new PutItemCommand({ TableName: table, Item: { ...key(`R#${owner}`, target) } }));
      try {
        await client.send(
          new PutItemCommand({
            TableName: table, Item: { ...key(`L#${target}`, 'L'), owner: { S: owner } },
            ConditionExpression: 'attribute_not_exists(pk) OR #owner = :owner', ExpressionAttributeNames: { '#owner': 'owner' }, ExpressionAttributeValues: { ':owner': { S: owner } },
          }),
        );
        return { kind: 'mine' };
      } catch (thrown) {
        if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
        const other = await holder(target);
        return other === undefined || other === owner ? { kind: 'mine' } : { kind: 'theirs', owner: other };
      }
    },
    free: async (owner) => {
      const { Items = [] } = await client.send(new QueryCommand({ TableName: table, ConsistentRead: true, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: `R#${owner}` } } }));
      for (const { sk } of Items) {
        await client
          .send(new DeleteItemCommand({ TableName: table, Key: key(`L#${sk?.S ?? ''}`, 'L'), ConditionExpression: '#owner = :owner', ExpressionAttributeNames: { '#owner': 'owner' }, ExpressionAttributeValues: { ':owner': { S: owner } } }))
          .catch((thrown: unknown) => {
            // Somebody else's by now, or never ours: nothing to free.
            if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
          });
        await client.send(new DeleteItemCommand({ TableName: table, Key: key(`R#${owner}`, sk?.S ?? '') }));
      }
    },
  };
};
