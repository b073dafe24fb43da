import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, smallClone } from './clone.ts';

const clone = smallClone();
const at = clone.at;
afterAll(clone.clear);

const inClone = (...parts: readonly string[]): string => join(at, ...parts);
const cordon = (...args: readonly string[]) => launch(at, ['bin/cordon.js', ...args]);
const node24 = (...args: readonly string[]) => launch(at, ['bin/node24.js', ...args]);
const gone = async (pid: number): Promise<boolean> => {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await sleep(100);
  }
  return false;
};
/** As after `git clone`. */
const uninstall = () => rmSync(inClone('node_modules'), { recursive: true, force: true });

test('the very first command installs the server’s set, says so on stderr, and runs; the second says nothing', async () => {
  const first = await cordon('status', 'INC-1', '--json').ended;
  expect(first.err).toContain('Cordon: first start. Fetching what the server needs: 1 package, about');
  expect(first.err).toMatch(/\.{40} 1\/1 +\d+ s\n/);
  expect(JSON.parse(first.out)).toMatchObject({ verb: 'status', rest: ['INC-1', '--json'] });
  expect(first.code).toBe(0);
  expect([existsSync(inClone('node_modules/prod-thing')), existsSync(inClone('node_modules/dev-thing'))]).toEqual([true, false]);
  expect(await cordon('fail').ended).toMatchObject({ code: 3, err: '' });
});

test('the whole set is added beside a running server: nothing of its own is taken away; and it is never taken back', async () => {
  writeFileSync(inClone('node_modules/prod-thing/loaded-later.js'), '');
  const upgrade = await node24('-p', '40 + 2').ended;
  expect(upgrade).toMatchObject({ code: 0, out: '42\n' });
  expect(upgrade.err).toContain('what tests and tools need besides: 1 package');
  expect([existsSync(inClone('node_modules/prod-thing/loaded-later.js')), existsSync(inClone('node_modules/dev-thing'))]).toEqual([
    true,
    true,
  ]);
  expect(await cordon('status').ended).toMatchObject({ code: 0, err: '' });
  expect(existsSync(inClone('node_modules/dev-thing'))).toBe(true);
});

test('an install by hand is recognised: nothing is fetched twice', async () => {
  rmSync(inClone('node_modules/.cordon-install.json'));
  expect(await node24('-p', '1').ended).toEqual({ code: 0, out: '1\n', err: '' });
});

test('without a network it says which host is silent and what to type, and ends with 75', async () => {
  const lock = readFileSync(inClone('package-lock.json'), 'utf8');
  const manifest = readFileSync(inClone('package.json'), 'utf8');
  const elsewhere = (text: string) => text.replaceAll('file:prod-thing-1.0.0.tgz', '1.0.0').replace('"resolved": "1.0.0",', '');
  writeFileSync(inClone('package-lock.json'), elsewhere(lock));
  writeFileSync(inClone('package.json'), elsewhere(manifest));
  uninstall();
  const { code, out, err } = await launch(at, ['bin/cordon.js', 'show', 'A-1'], { npm_config_cache: inClone('no-cache') }).ended;
  expect([code, out]).toEqual([75, '']);
  expect(err).toMatch(/127\.0\.0\.1:9 does not answer \(ECONNREFUSED\)/);
  expect(err).toMatch(/\n {4}npx cordon show A-1\n/);
  writeFileSync(inClone('package-lock.json'), lock);
  writeFileSync(inClone('package.json'), manifest);
});

test('what npm refuses is shown, with the command to repeat, and ends with 75', async () => {
  const manifest = readFileSync(inClone('package.json'), 'utf8');
  writeFileSync(inClone('package.json'), manifest.replace('"devDependencies":{', '"devDependencies":{"another":"1.0.0",'));
  uninstall();
  const { code, err } = await launch(at, ['bin/node24.js', '-p', '1'], { npm_lifecycle_event: 'test' }).ended;
  expect(code).toBe(75);
  expect(err).toMatch(/npm error code (EUSAGE|ECONNREFUSED)|does not answer/);
  expect(err).toMatch(/\n {4}npm test\n/);
  writeFileSync(inClone('package.json'), manifest);
});

test('two terminals at once, and an installer that died before: one installs, the other waits, both run', async () => {
  uninstall();
  const dead = launch(at, ['-e', '']);
  await dead.ended;
  writeFileSync(inClone('.cordon-install.lock'), `${dead.child.pid}@${hostname()}`);
  const both = await Promise.all([node24('-p', '1').ended, node24('-p', '2').ended]);
  expect(both.map(({ code, out }) => [code, out])).toEqual([
    [0, '1\n'],
    [0, '2\n'],
  ]);
  expect(both.filter(({ err }) => err.includes('Fetching')).length).toBe(1);
  expect(both.filter(({ err }) => err.includes('another terminal')).length).toBe(1);
  expect(existsSync(inClone('.cordon-install.lock'))).toBe(false);
});

test('signals reach the command and its exit code comes back', async () => {
  const { child, ended, firstLine } = cordon('wait');
  const { pid } = JSON.parse(await firstLine);
  expect(pid).not.toBe(child.pid);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(7);
});

test('a launcher that is killed outright leaves no server behind', async () => {
  const { child, firstLine } = cordon('wait');
  const { pid } = JSON.parse(await firstLine);
  child.kill('SIGKILL');
  expect(await gone(pid)).toBe(true);
});
