/* What the engine costs beside AWS's local runner and aws-local-stepfunctions: npm run bench:engine [-- --small] */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchEngine, type Sizes } from './engine-bench.ts';

const USUAL: Sizes = { runs: 50, playbookRuns: 15, replays: [100, 1000, 2900], wakes: 9 };
/** Shows that it works, not how fast anything is. */
const SMALL: Sizes = { runs: 2, playbookRuns: 1, replays: [5, 20], wakes: 2 };

const { values } = parseArgs({
  options: { small: { type: 'boolean', default: false }, directory: { type: 'string', default: tmpdir() } },
});
const directory = mkdtempSync(join(values.directory, 'cordon-bench-'));
try {
  await benchEngine(directory, values.small ? SMALL : USUAL, (line) => console.log(line));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
