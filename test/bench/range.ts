/* What one call of the range costs, in this process and over HTTP, beside hashing and beside building a world: npm run bench:range [-- CALLS] */
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { createHash } from 'node:crypto';
import { virtualClock } from '../../tabletop/range/clock.ts';
import { createRange } from '../../tabletop/range/range.ts';

const NOW = '2026-11-20T03:00:00.000Z';
const AT_ONCE = 32;
/** What the design allows for 10,000 calls in this process. */
const LIMIT_MS_PER_CALL = 0.3;

const calls = Number(process.argv[2] ?? 10_000);
const spent = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
const command = new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' });
const many = async (client: SageMakerClient, count: number): Promise<void> => {
  for (let n = 0; n < count; n += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - n) }, () => client.send(command)));
};

const firstWorld = await spent(async () => createRange({ clock: virtualClock(NOW), seed: 'first' }).close());
const nextWorld = await spent(async () => createRange({ clock: virtualClock(NOW), seed: 'first' }).close());
const range = createRange({ clock: virtualClock(NOW) });
const config = range.clientConfig('cordon-member');
const here = new SageMakerClient(config);
const listening = await range.listen();
const there = new SageMakerClient({ region: config.region, credentials: config.credentials, endpoint: listening.endpoint });
await many(here, AT_ONCE);
await many(there, AT_ONCE);

const inProcess = await spent(() => many(here, calls));
const overHttp = await spent(() => many(there, Math.ceil(calls / 5)));
const page = Buffer.alloc(4096, 'x');
const hashing = await spent(async () => {
  for (let n = 0; n < calls; n += 1) createHash('sha256').update(page).digest();
});
const row = (what: string, milliseconds: number, count: number, limit?: number): string => {
  const each = milliseconds / count;
  const beside = `${(each / (hashing / calls)).toFixed(1)} x`;
  return `| ${what} | ${each.toFixed(3)} ms | ${beside} | ${limit === undefined ? 'no limit' : (each / limit).toFixed(2)} |`;
};
console.log(
  [
    '| signed DescribeEndpoint | each | beside hashing 4 KiB | of what is allowed (0.3 ms) |',
    '|---|---|---|---|',
    row('in this process', inProcess, calls, LIMIT_MS_PER_CALL),
    row('over HTTP', overHttp, Math.ceil(calls / 5)),
    '',
    `A world of a new seed ${Math.round(firstWorld)} ms, of a known one ${Math.round(nextWorld)} ms.`,
  ].join('\n'),
);
here.destroy();
there.destroy();
await listening.close();
range.close();
