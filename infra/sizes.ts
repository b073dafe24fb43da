import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from './bundle.ts';

/* Prints what each function weighs and how long it takes to import, beside the design's limits: node bin/node24.js infra/sizes.ts */
/** Odd, for the median. */
const RUNS = 7;
/** Limits are for what stands between an event and its first effect, and for what Slack waits for; the others are shown without one. */
const LIMITS = [
  { of: /^cordon-(intake|action-.*)$/, kilobytes: 500, milliseconds: 50 },
  { of: /^cordon-slack-ingress$/, kilobytes: 60, milliseconds: 15 },
];
/** What is missed, in words. */
const verdict = (name: string, bytes: number, milliseconds: number): string => {
  const limit = LIMITS.find(({ of }) => of.test(name));
  if (limit === undefined) return 'no limit';
  const missed = [
    ...(bytes > limit.kilobytes * 1024 ? [`over ${limit.kilobytes} KB`] : []),
    ...(milliseconds > limit.milliseconds ? [`over ${limit.milliseconds} ms`] : []),
  ];
  return missed.length === 0 ? `ok (limits ${limit.kilobytes} KB, ${limit.milliseconds} ms)` : missed.join(', ');
};

/** What a function or a client of it asks for while it is made; nothing is sent. */
const ASKED = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
  CORDON_EVIDENCE_BUCKET: 'bucket',
  CORDON_EVIDENCE_KEY: 'key',
  CORDON_TABLE: 'table',
  CORDON_SLACK_QUEUE_URL: 'queue',
  CORDON_SLACK_SIGNING_PARAMETER: '/signing',
  CORDON_SLACK_TOKEN_PARAMETER: '/token',
};
const run = promisify(execFile);
/** Processor time, so that a busy machine says the same; a process each time, as in a cold start; without Node's own start. */
const importMilliseconds = async (file: string): Promise<number> => {
  const spent = `const { user, system } = process.cpuUsage(began); console.log((user + system) / 1000);`;
  const script = `const began = process.cpuUsage(); await import(${JSON.stringify(file)}); ${spent}`;
  const env = { ...process.env, ...ASKED };
  const times: number[] = [];
  for (let round = 0; round < RUNS; round += 1) {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { env, timeout: 30_000 });
    times.push(Number(stdout));
  }
  return times.toSorted((a, b) => a - b)[(RUNS - 1) / 2] ?? Number.NaN;
};

const outdir = await mkdtemp(join(tmpdir(), 'cordon-sizes-'));
try {
  const { bundles } = await bundle(outdir);
  for (const { name, directory, bytes } of bundles.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const milliseconds = await importMilliseconds(join(directory, 'index.mjs'));
    console.log(
      `${name.padEnd(48)}${`${Math.round(bytes / 1024)} KB`.padStart(8)}${`${milliseconds.toFixed(1)} ms`.padStart(12)}   ${verdict(name, bytes, milliseconds)}`,
    );
  }
} finally {
  await rm(outdir, { recursive: true, force: true });
}
