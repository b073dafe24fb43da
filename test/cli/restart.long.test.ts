import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { cordon, newDataDir } from './run.ts';

const dir = newDataDir();
afterAll(dir.remove);
const env = { ...process.env, NO_COLOR: '1', CORDON_DATA_DIR: dir.path, CORDON_PORT: '0', CORDON_RANGE_PORT: '0' };

interface Server {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** Milliseconds from the start to the first 200 of /healthz. */
  readonly healthyAfter: number;
}
const address = (): { readonly url: string; readonly rangeUrl: string } => JSON.parse(readFileSync(join(dir.path, 'server.json'), 'utf8'));

const start = async (): Promise<Server> => {
  const begun = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'cli/main.ts', 'start'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  while (!/^Ready in /m.test(text)) {
    if (child.exitCode !== null || performance.now() - begun > 60_000) throw new Error(`not ready: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect((await fetch(`${address().url}/healthz`)).status).toBe(200);
  return { child, said: () => text, healthyAfter: performance.now() - begun };
};
const kill = async ({ child }: Server): Promise<void> => {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
};
/** Somebody who never heard of Cordon, over HTTP, with AWS's own client. */
const outsider = (key: string) => ({
  endpoint: address().rangeUrl,
  region: 'eu-west-1',
  credentials: { accessKeyId: key, secretAccessKey: 'any' },
  maxAttempts: 1,
});
const invoke = () =>
  new SageMakerRuntimeClient(outsider('NORTHBANK-CHECKOUT-API')).send(
    new InvokeEndpointCommand({ EndpointName: 'fraud-scorer', ContentType: 'text/csv', Body: '1,2,3' }),
  );

test('a server that was killed twice goes on where it was, says so, and the pretend AWS with it', async () => {
  const first = await start();
  expect(first.said()).not.toContain('Resumed');
  expect((await cordon(['send', 'poisoned-training'], dir.path)).exit).toBe(0);
  await expect(invoke()).resolves.toMatchObject({ InvokedProductionVariant: 'AllTraffic' });
  await kill(first);

  const second = await start();
  expect(second.said()).toMatch(/^Resumed 1 run: INC-1 is waiting for A-1 \(\d:\d\d left\)\.$/m);
  expect((await cordon(['approve', 'A-1'], dir.path)).exit).toBe(0);
  await expect(invoke()).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('with an explicit deny in an identity-based policy'),
  });
  expect((await cordon(['approve', 'A-2'], dir.path)).exit).toBe(4);
  const approving = cordon(['approve', 'A-2', '--as', 'bo'], dir.path);
  const sagemaker = () =>
    new SageMakerClient(outsider('NORTHBANK-ADMIN')).send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }));
  while ((await sagemaker()).EndpointStatus !== 'Updating') await new Promise((resolve) => setTimeout(resolve, 20));
  await kill(second);
  expect((await approving).exit).not.toBe(0);

  const third = await start();
  expect(third.said()).toMatch(/^Resumed 1 run/m);
  await expect(invoke()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  const show = async () => (await cordon(['show', 'A-3'], dir.path)).exit;
  while ((await show()) !== 0) await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await sagemaker()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'fraud-cfg-6' });
  expect((await cordon(['evidence', 'verify', 'E-1'], dir.path)).exit).toBe(0);
  third.child.kill('SIGTERM');
  await new Promise((resolve) => third.child.once('exit', resolve));
}, 180_000);
