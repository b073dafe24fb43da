import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { field, ROOT } from './field.ts';

/** What `cordon` runs in the clone: says what it got, or waits for a signal. */
const MAIN = `
process.on('SIGTERM', () => process.exit(7));
const [verb, ...rest] = process.argv.slice(2);
console.log(JSON.stringify({ verb, rest, node: process.versions.node, pid: process.pid }));
if (verb === 'wait') setInterval(() => {}, 1000);
else process.exitCode = verb === 'fail' ? 3 : 0;
`;
const thing = (name: string) => ({ [`vendor/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', license: 'MIT' }) });

/** A small clone of this project: the real launcher, a command of three lines, one package for the server and one for tests. */
export const smallClone = () => {
  const { at, clear } = field({ 'cli/main.ts': MAIN, ...thing('prod-thing'), ...thing('dev-thing') });
  for (const part of ['bin/node24.js', 'bin/cordon.js', 'bin/launch']) cpSync(join(ROOT, part), join(at, part), { recursive: true });
  const npm = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('npm', [...args], {
      cwd: at,
      encoding: 'utf8',
      timeout: 60_000,
      shell: process.platform === 'win32',
    });
    if (status !== 0) throw new Error(`npm ${args.join(' ')}: ${stderr}`);
  };
  npm('pack', './vendor/prod-thing', './vendor/dev-thing', '--silent');
  const manifest = {
    name: 'small',
    version: '1.0.0',
    type: 'module',
    dependencies: { 'prod-thing': 'file:prod-thing-1.0.0.tgz' },
    devDependencies: { 'dev-thing': 'file:dev-thing-1.0.0.tgz' },
  };
  writeFileSync(join(at, 'package.json'), JSON.stringify(manifest));
  npm('install', '--package-lock-only', '--offline', '--no-audit');
  return { at, clear };
};

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
/** Nothing of the npm that runs these tests, and a registry where nobody listens. */
const environment = (more: Readonly<Record<string, string>>) => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
  npm_config_registry: 'http://127.0.0.1:9/',
  npm_config_fetch_retries: '0',
  ...more,
});

export const launch = (at: string, args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
  const child: ChildProcess = spawn(process.execPath, [...args], { cwd: at, env: environment(more), stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, ...said }));
  });
  const firstLine = new Promise<string>((resolve) => {
    child.stdout?.on('data', () => {
      if (said.out.includes('\n')) resolve(said.out.split('\n')[0] ?? '');
    });
  });
  return { child, ended, firstLine };
};
