import { spawn } from 'node:child_process';
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { COMPILED, newDataDir } from './run.ts';

const [MAIN, SHIPPED] = ['../../cli/main.ts', '../../playbooks'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
const LIMIT_MILLISECONDS = 15_000;
const dir = newDataDir();
afterAll(dir.remove);

interface Watching {
  readonly said: () => string;
  /** Waits until standard output and error hold this. */
  readonly says: (text: RegExp) => Promise<void>;
  readonly stop: () => Promise<number | null>;
}
const watching = (...args: readonly string[]): Watching => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN ?? '', 'playbook', 'lint', '--watch', ...args], {
    env: { PATH: process.env.PATH, ...COMPILED, CORDON_DATA_DIR: dir.path },
    timeout: LIMIT_MILLISECONDS,
  });
  let said = '';
  const hear = (text: string) => {
    said += text;
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const until = performance.now() + LIMIT_MILLISECONDS;
  return {
    said: () => said,
    says: async (text) => {
      while (!text.test(said)) {
        if (performance.now() > until || child.exitCode !== null) throw new Error(`${String(text)} was not said in:\n${said}`);
        await after(20);
      }
    },
    stop: () => {
      child.kill('SIGINT');
      return closed;
    },
  };
};
const verdicts = (said: string) => said.match(/\d playbooks?: \d errors?, \d warnings?\./g) ?? [];
const folderOf = (name: string): string => {
  const path = join(dir.path, name);
  cpSync(SHIPPED ?? '', path, { recursive: true });
  return path;
};

test('prints once, again when a change changes the result, and ends on Ctrl-C with 130', async () => {
  const folder = folderOf('all');
  const file = join(folder, 'prompt-injection/playbook.yaml');
  const sound = readFileSync(file, 'utf8');
  const lint = watching('--in', folder);
  await lint.says(/3 playbooks: 0 errors/);
  writeFileSync(file, sound.replace('mode: propose', 'mode: proposed'));
  await lint.says(/playbook\.yaml:15:7[^]*1 error/);
  // As editors save: another file takes the place of the old one.
  writeFileSync(`${file}~`, sound);
  renameSync(`${file}~`, file);
  await lint.says(/0 errors[^]*1 error[^]*0 errors/);
  // A change of comments changes no result, so nothing is printed.
  writeFileSync(file, `${sound}# a comment\n`);
  await after(1000);
  cpSync(join(folder, 'forensic-snapshot'), join(folder, 'another'), { recursive: true });
  await lint.says(/4 playbooks: 1 error/);
  // A folder that came while watching is watched too.
  const added = join(folder, 'another/playbook.yaml');
  writeFileSync(added, readFileSync(added, 'utf8').replace('id: forensic-snapshot', 'id: another'));
  await lint.says(/4 playbooks: 0 errors/);
  expect(await lint.stop()).toBe(130);
  expect(verdicts(lint.said())).toEqual([
    '3 playbooks: 0 errors, 0 warnings.',
    '3 playbooks: 1 error, 0 warnings.',
    '3 playbooks: 0 errors, 0 warnings.',
    '4 playbooks: 1 error, 0 warnings.',
    '4 playbooks: 0 errors, 0 warnings.',
  ]);
});

test('one playbook: what happens in another says nothing; one that goes away may come back; --json is one object a line', async () => {
  const folder = folderOf('one');
  const file = join(folder, 'prompt-injection/playbook.yaml');
  const sound = readFileSync(file, 'utf8');
  const lint = watching('prompt-injection', '--in', folder, '--json');
  await lint.says(/"checked":\["prompt-injection"\]/);
  const other = join(folder, 'training-data-poisoning/playbook.yaml');
  writeFileSync(other, readFileSync(other, 'utf8').replace('mode: propose', 'mode: proposed'));
  await after(1000);
  rmSync(file);
  await lint.says(/There is no playbook prompt-injection now/);
  writeFileSync(file, sound.replace('version: 1.0.0', 'version: 1'));
  await lint.says(/"errors":1/);
  expect(await lint.stop()).toBe(130);
  const objects = lint
    .said()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  expect(objects.map((line) => JSON.parse(line).errors)).toEqual([0, 1]);
});

test('a playbook or a folder that is not there is refused before anything is watched', async () => {
  for (const args of [['no-such-playbook'], ['--in', join(dir.path, 'nowhere')]]) {
    const lint = watching(...args);
    await expect(lint.says(/There is no (playbook|folder)/)).resolves.toBeUndefined();
    expect(lint.said()).not.toContain('Watching');
  }
});
