import { dynamoOutbox } from '../../adapters/slack/outbox-dynamodb.ts';
import { outboxContract } from '../slack/outbox-contract.ts';
import { startDynamo, type DynamoServer } from './server.ts';

let server: DynamoServer | undefined;
beforeAll(async () => {
  server = await startDynamo();
});
afterAll(() => server?.stop());

outboxContract('DynamoDB', async () => {
  if (server === undefined) throw new Error('no server');
  return dynamoOutbox({ client: server.client, table: await server.newTable() });
});
