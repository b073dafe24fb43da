import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cordon, newDataDir } from './run.ts';

const SHIPPED = fileURLToPath(new URL('../../playbooks', import.meta.url));
const ID = 'training-data-poisoning';
const dir = newDataDir();
let server: ChildProcess | undefined;
afterAll(async () => {
  if (server !== undefined) {
    const gone = new Promise((resolve) => server?.once('exit', resolve));
    server.kill('SIGTERM');
    await gone;
  }
  dir.remove();
});
const start = async (): Promise<void> => {
  const env = { ...process.env, NO_COLOR: '1', CORDON_DATA_DIR: dir.path, CORDON_PORT: '0', CORDON_RANGE_PORT: '0' };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'cli/main.ts', 'start'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  server = child;
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const until = performance.now() + 60_000;
  while (!/^Ready in /m.test(text)) {
    if (child.exitCode !== null || performance.now() > until) throw new Error(`not ready: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const said = async (...args: readonly string[]) => {
  const { exit, stdout, stderr } = await cordon(args, dir.path, { NO_COLOR: '1' });
  return { exit, text: `${stdout}\n${stderr}`.replaceAll(/\s+/g, ' ') };
};

describe('playbook publish', () => {
  const copied = (name: string): string => {
    const path = join(dir.path, name);
    cpSync(SHIPPED, path, { recursive: true });
    return path;
  };
  const edit = (folder: string, change: (text: string) => string): void => {
    const file = join(folder, ID, 'playbook.yaml');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  };
  const raised = (text: string): string =>
    text.replace('version: 1.0.0', 'version: 1.0.1').replace('Nobody may call', 'Nobody at all may call');

  test('releases what is worked on, once, and says what comes next', async () => {
    const folder = copied('one');
    edit(folder, raised);
    // Its rehearsals name the version that they expect: until they are told, it is not released.
    expect(await said('playbook', 'publish', ID, '--in', folder)).toMatchObject({
      exit: 3,
      text: expect.stringContaining(`Next npx cordon playbook test ${ID}`),
    });
    for (const name of ['fires.yaml', 'quiet.yaml']) {
      const file = join(folder, ID, name);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('@1.0.0', '@1.0.1'));
    }
    expect(await said('playbook', 'publish', ID, '--in', folder)).toMatchObject({
      exit: 0,
      text: expect.stringContaining(`Next npx cordon playbook activate ${ID} 1.0.1`),
    });
    const { playbooks } = JSON.parse(readFileSync(join(folder, 'versions.json'), 'utf8'));
    expect(Object.keys(playbooks[ID])).toEqual(['1.0.0', '1.0.1']);
    expect(existsSync(join(folder, ID, 'released/1.0.1.json'))).toBe(true);
    expect(await said('playbook', 'publish', '--in', folder)).toMatchObject({
      exit: 0,
      text: expect.stringContaining('nothing was written'),
    });
  });
  test('a released version that was changed is refused with both digests, and nothing is written', async () => {
    const folder = copied('two');
    const before = readFileSync(join(folder, 'versions.json'), 'utf8');
    edit(folder, (text) => text.replace('Nobody may call', 'Somebody may call'));
    const { exit, text } = await said('playbook', 'publish', '--in', folder);
    expect(exit).toBe(3);
    expect(text).toMatch(/version 1\.0\.0 was released as sha256:[0-9a-f]{64}; the file is now sha256:[0-9a-f]{64}/);
    expect(readFileSync(join(folder, 'versions.json'), 'utf8')).toBe(before);
  });
  test('what does not pass lint is not released', async () => {
    const folder = copied('three');
    edit(folder, (text) => raised(text).replace('uses: sagemaker.quarantine-endpoint', 'uses: sagemaker.no-such-action'));
    expect(await said('playbook', 'publish', '--in', folder)).toMatchObject({ exit: 3 });
    expect(existsSync(join(folder, ID, 'released/1.0.1.json'))).toBe(false);
  });
});

test('on a server: live, activate with its votes, stop and resume, each with the command that comes next', async () => {
  await start();
  expect(await said('playbook', 'live')).toMatchObject({ exit: 0, text: expect.stringContaining('nobody activated one') });
  const asked = await said('playbook', 'activate', ID, '1.0.0');
  expect(asked).toMatchObject({ exit: 4, text: expect.stringContaining('Next npx cordon approve A-1 --target') });
  const [, next = ''] = /Next npx cordon (approve A-1 \S+ \S+ --as \w+)/.exec(asked.text) ?? [];
  expect(await said(...next.split(' '))).toMatchObject({ exit: 4 });
  expect(await said('approve', 'A-1', '--target', `${ID}@1.0.0`, '--as', 'bo')).toMatchObject({
    exit: 0,
    text: expect.stringContaining(`${ID}@1.0.0 answers from now on`),
  });
  expect(await said('playbook', 'live', ID)).toMatchObject({ exit: 0, text: expect.stringMatching(/1\.0\.0 since .* asked for by you/) });

  expect(await said('stop', 'because', '--as', 'bo')).toMatchObject({ exit: 2 });
  expect(await said('stop', '--all', 'it hits the wrong endpoint')).toMatchObject({
    exit: 0,
    text: expect.stringContaining('Next npx cordon resume --all'),
  });
  for (const verb of ['status', 'list']) expect((await said(verb)).text).toContain('STOPPED since');
  expect((await said('playbook', 'activate', ID, '9.9.9')).exit).toBe(6);
  expect(await said('resume', '--all')).toMatchObject({ exit: 4, text: expect.stringContaining('--target all') });
  expect((await said('approve', 'A-2', '--target', 'all', '--as', 'cy')).exit).toBe(4);
  expect(await said('approve', 'A-2', '--target', 'all', '--as', 'bo')).toMatchObject({
    exit: 0,
    text: expect.stringContaining('Everything goes on'),
  });
  expect((await said('status')).text).not.toContain('STOPPED');
  expect(await said('stop', '--all', '--json', '--as', 'dee')).toMatchObject({ exit: 0, text: expect.stringContaining('"stopped":true') });
});
