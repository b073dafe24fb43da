import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from './bundle.ts';

/* Prints what each function weighs and how long it takes to import, beside the design's limits: node bin/node24.js infra/sizes.ts */
const LIMIT_BYTES = 500 * 1024;
const LIMIT_MILLISECONDS = 50;
/** Odd, for the median. */
const RUNS = 7;
/** The limits are for what stands between an event and its first effect; the others are shown without one. */
const LIMITED = /^cordon-(intake|action-.*)$/;

const run = promisify(execFile);
/** Processor time, so that a busy machine says the same; a process each time, as in a cold start; without Node's own start. */
const importMilliseconds = async (file: string): Promise<number> => {
  const spent = `const { user, system } = process.cpuUsage(began); console.log((user + system) / 1000);`;
  const script = `const began = process.cpuUsage(); await import(${JSON.stringify(file)}); ${spent}`;
  // What a client asks for while it is made; nothing is sent.
  const env = { ...process.env, AWS_REGION: 'eu-west-1', CORDON_EVIDENCE_BUCKET: 'bucket', CORDON_EVIDENCE_KEY: 'key' };
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
    const missed = LIMITED.test(name)
      ? [bytes > LIMIT_BYTES ? 'over 500 KB' : '', milliseconds > LIMIT_MILLISECONDS ? 'over 50 ms' : '']
          .filter((text) => text !== '')
          .join(', ') || 'ok'
      : 'no limit';
    console.log(
      `${name.padEnd(48)}${`${Math.round(bytes / 1024)} KB`.padStart(8)}${`${milliseconds.toFixed(1)} ms`.padStart(12)}   ${missed}`,
    );
  }
} finally {
  await rm(outdir, { recursive: true, force: true });
}
