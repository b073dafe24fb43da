import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { createHash } from 'node:crypto';
import { as, stillRange } from './clients.ts';

/** Printed, never asserted: the ratio to a fixed piece of work on the same machine says more than a time. */
test('10,000 calls in this process', async () => {
  const { range } = stillRange();
  const { sagemaker } = as(range, 'cordon-member');
  const command = new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' });
  await sagemaker.send(command);
  const calls = 10_000;
  const began = performance.now();
  let answered = 0;
  for (let n = 0; n < calls; n += 32) {
    const batch = await Promise.all(Array.from({ length: Math.min(32, calls - n) }, () => sagemaker.send(command)));
    answered += batch.filter(({ EndpointStatus }) => EndpointStatus === 'InService').length;
  }
  const spent = performance.now() - began;
  const page = Buffer.alloc(4096, 'x');
  const from = performance.now();
  for (let n = 0; n < calls; n += 1) createHash('sha256').update(page).digest();
  const hashing = performance.now() - from;
  expect(answered).toBe(calls);
  process.stdout.write(
    `range: ${calls} signed DescribeEndpoint in ${Math.round(spent)} ms = ${Math.round(calls / (spent / 1000))}/s, ${(spent / hashing).toFixed(1)} x hashing as many 4 KiB pages\n`,
  );
});

test('worlds a second', () => {
  const began = performance.now();
  for (let n = 0; n < 50; n += 1) stillRange({ seed: `speed-${n % 5}` }).range.close();
  const spent = performance.now() - began;
  expect(spent).toBeGreaterThan(0);
  process.stdout.write(`range: 50 worlds on 5 seeds in ${Math.round(spent)} ms\n`);
});
