import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface DynamoServer {
  readonly client: DynamoDBClient;
  readonly newTable: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** The binary of this platform; only linux-x64 is pinned. Throws where there is none: a suite that is asked for must not pass by not running. */
const binary = (): string => {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'dynoxide');
};
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });

/** DynamoDB's protocol in memory, in a child process. It cannot choose a port itself: 0 stays 0 in what it prints. */
export const startDynamo = async (): Promise<DynamoServer> => {
  const port = await freePort();
  const child = spawn(binary(), ['serve', '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
  // A test that fails while it prepares must not leave it behind.
  process.once('exit', () => child.kill('SIGKILL'));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    const bound = setTimeout(() => reject(new Error(`dynoxide did not start in 10 s: ${said}`)), 10_000);
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (!said.includes('listening on')) return;
      clearTimeout(bound);
      resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`dynoxide ended with ${code}: ${said}`)));
  });
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  let serial = 0;
  return {
    client,
    newTable: async () => {
      const TableName = `cordon-${(serial += 1)}`;
      await client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'sk', AttributeType: 'S' },
          ],
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
        }),
      );
      return TableName;
    },
    stop: () =>
      new Promise((resolve) => {
        client.destroy();
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
};
