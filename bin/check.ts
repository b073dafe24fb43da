import { spawn } from 'node:child_process';
import { styleText } from 'node:util';

interface Guard {
  readonly name: string;
  readonly args: readonly string[];
  /** The command that repairs it, or shows what a person must repair. */
  readonly fix: string;
}
const GUARDS: readonly Guard[] = [
  { name: 'format', args: ['node_modules/@biomejs/biome/bin/biome', 'format', '--max-diagnostics=none'], fix: 'npm run format' },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint'], fix: 'npm run lint -- --fix' },
  { name: 'house', args: ['bin/check-house.ts'], fix: 'npm run check -- house' },
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '--project', '.'], fix: 'npm run check -- types' },
  { name: 'unused', args: ['node_modules/knip/bin/knip.js', '--no-progress'], fix: 'npm run check -- unused' },
  { name: 'generated', args: ['bin/generate.ts', '--check'], fix: 'npm run generate' },
];
/** Five minutes: a guard that hangs is a guard that failed. */
const TIMEOUT_MILLISECONDS = 300_000;

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const holds = ({ name, args, fix }: Guard): Promise<boolean> =>
  new Promise((resolve) => {
    const began = performance.now();
    const child = spawn(process.execPath, [...args], { stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT_MILLISECONDS });
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      const mark = code === 0 ? styleText('green', 'ok    ') : styleText('red', 'FAILED');
      console.log(`${mark} ${name.padEnd(10)} ${seconds(began).padStart(7)}`);
      if (code !== 0) console.log(`${Buffer.concat(said).toString()}\n${name} failed. Fix it: ${fix}\n`);
      resolve(code === 0);
    });
  });

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !GUARDS.some((guard) => guard.name === name));
if (unknown.length > 0) {
  console.error(`No guard is called ${unknown.join(', ')}. There are: ${GUARDS.map(({ name }) => name).join(' ')}`);
  process.exit(2);
}
const chosen = asked.length === 0 ? GUARDS : GUARDS.filter(({ name }) => asked.includes(name));
const failed: string[] = [];
// One after the other: two of them use every core by themselves, and the times stay comparable.
for (const guard of chosen) {
  if (!(await holds(guard))) failed.push(guard.name);
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
