import { ListEndpointsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('range serve answers an AWS client until it is told to stop, and then ends well', async () => {
  const child = spawn(process.execPath, ['bin/cordon.js', 'range', 'serve', '--port', '0', '--json'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('close', () => reject(new Error('it ended before it was ready')));
  });
  const { endpoint, principals }: { readonly endpoint: string; readonly principals: readonly { readonly accessKeyId: string }[] } =
    JSON.parse(line);
  expect(principals.map(({ accessKeyId }) => accessKeyId)).toContain('NORTHBANK-ADMIN');
  const client = new SageMakerClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'NORTHBANK-ADMIN', secretAccessKey: 'any' },
  });
  const { Endpoints = [] } = await client.send(new ListEndpointsCommand({}));
  expect(Endpoints.map(({ EndpointName }) => EndpointName)).toContain('fraud-scorer');
  client.destroy();
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
