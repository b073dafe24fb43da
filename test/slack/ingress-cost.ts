/* Prints what the Slack ingress costs beside the design's limits (design §7): node bin/node24.js test/slack/ingress-cost.ts */
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { makeIngress } from '../../adapters/slack/ingress.ts';
import { seenInMemory } from '../../adapters/slack/seen-memory.ts';

const LIMITS = { 'CPU per request': [1, 'ms'], import: [15, 'ms'], bundle: [60, 'KB'] } as const;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SECRET = 'cost';
const REQUESTS = 5000;
/** Odd, for the median. */
const RUNS = 9;

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[(numbers.length - 1) / 2] ?? Number.NaN;
const line = (what: keyof typeof LIMITS, value: number): void => {
  const [limit, unit] = LIMITS[what];
  console.log(
    `${what.padEnd(18)}${value.toFixed(3).padStart(10)} ${unit}   limit ${limit} ${unit}   ${(value / limit).toFixed(2)} of it   ${value <= limit ? 'ok' : 'MISSED'}`,
  );
  if (value > limit) process.exitCode = 1;
};

const outdir = await mkdtemp(join(tmpdir(), 'cordon-ingress-'));
try {
  const outfile = join(outdir, 'index.mjs');
  const { metafile } = await build({
    entryPoints: [join(ROOT, 'functions/slack-ingress.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    metafile: true,
  });
  line('bundle', (Object.values(metafile.outputs)[0]?.bytes ?? Number.NaN) / 1024);

  const settings = [
    'AWS_REGION',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'CORDON_TABLE',
    'CORDON_SLACK_QUEUE_URL',
    'CORDON_SLACK_SIGNING_PARAMETER',
    'CORDON_SLACK_TOKEN_PARAMETER',
  ];
  const env = { ...process.env, ...Object.fromEntries(settings.map((name) => [name, 'x'])) };
  const script = `const began = performance.now(); await import(${JSON.stringify(outfile)}); console.log(performance.now() - began);`;
  const times: number[] = [];
  // A process each time, as in a cold start.
  for (let round = 0; round < RUNS; round += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env, timeout: 30_000 });
    times.push(Number(stdout));
  }
  line('import', median(times));
} finally {
  await rm(outdir, { recursive: true, force: true });
}

/** A click on a full card, the largest that Slack sends often. */
const bodyOf = (index: number): string =>
  new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      trigger_id: `t${index}`,
      message: { blocks: 'x'.repeat(8000) },
      actions: [{ action_id: 'v1:approve', value: '1' }],
    }),
  }).toString();
const timestamp = String(Math.floor(Date.now() / 1000));
const requests = Array.from({ length: REQUESTS }, (_, index) => {
  const body = bodyOf(index);
  const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signature,
  };
  return { method: 'POST', headers, body, isBase64Encoded: false };
});
const queued: string[] = [];
const ingress = makeIngress({
  secrets: [SECRET],
  nowMilliseconds: Date.now,
  seen: seenInMemory(Date.now),
  enqueue: async ({ key }) => void queued.push(key),
});
const before = process.cpuUsage();
for (const request of requests) await ingress(request);
const { user, system } = process.cpuUsage(before);
if (queued.length !== REQUESTS) throw new Error(`${queued.length} of ${REQUESTS} were taken`);
line('CPU per request', (user + system) / 1000 / REQUESTS);
