import type { Access } from '../../../tabletop/range/policy/evaluate.ts';
import type { Loose } from '../../infra/deployment.ts';

/** What a request to DynamoDB asks of IAM: one access per item, with the partition key that policies look at. */
const TABLE_ARN = 'arn:aws:dynamodb:eu-west-1:444455556666:table/';
type Body = Record<string, Loose>;

const access = (operation: string, table: string, pk: string): Access => ({
  action: `dynamodb:${operation}`,
  resource: `${TABLE_ARN}${table}`,
  context: { 'dynamodb:LeadingKeys': [pk] },
});

export const accessesOf = (operation: string, body: Body): readonly Access[] => {
  switch (operation) {
    case 'GetItem':
    case 'DeleteItem':
    case 'UpdateItem':
      return [access(operation, body.TableName, body.Key.pk.S)];
    case 'PutItem':
      return [access(operation, body.TableName, body.Item.pk.S)];
    case 'Query':
      return [access(operation, body.TableName, body.ExpressionAttributeValues[':pk'].S)];
    case 'BatchGetItem':
      return Object.entries(body.RequestItems as Body).flatMap(([table, { Keys }]) =>
        Keys.map(({ pk }: Body) => access(operation, table, pk.S)),
      );
    case 'TransactWriteItems':
      return body.TransactItems.map(({ Put }: Body) => access('PutItem', Put.TableName, Put.Item.pk.S));
    default:
      // Nothing of Cordon calls anything else; what does must say here what it asks.
      return [{ action: `dynamodb:${operation}`, resource: '*' }];
  }
};

/** New rows, as the table's stream shows them. */
export const imagesOf = (operation: string, body: Body): readonly Body[] =>
  operation === 'TransactWriteItems'
    ? body.TransactItems.flatMap(({ Put }: Body) => (String(Put.Item.sk.S).startsWith('E#') ? [Put.Item] : []))
    : [];
