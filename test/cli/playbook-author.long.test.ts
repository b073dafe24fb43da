import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cordon, newDataDir } from './run.ts';

const SHIPPED = fileURLToPath(new URL('../../playbooks', import.meta.url));
const dir = newDataDir();
afterAll(dir.remove);
let count = 0;
/** A folder of playbooks of its own; the shipped ones are never touched. */
const copied = (): string => {
  const path = join(dir.path, `playbooks-${(count += 1)}`);
  cpSync(SHIPPED, path, { recursive: true });
  return path;
};
const empty = (): string => {
  const path = join(dir.path, `empty-${(count += 1)}`);
  mkdirSync(path);
  return path;
};
const run = (...args: readonly string[]) => cordon(['playbook', ...args], dir.path);
const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(
    file,
    text.replace(from, () => to),
  );
};

describe('playbook test', () => {
  test('every shipped playbook does what its rehearsals say: one line for each', async () => {
    const { exit, stdout, stderr } = await run('test');
    expect([exit, stderr.startsWith('OFFLINE  ')]).toEqual([0, true]);
    expect(stdout.split('\n').filter((line) => line.startsWith('ok '))).toHaveLength(4);
    expect(stdout).toMatch(/^none {4}playbooks\/forensic-snapshot /m);
    expect(stdout).toContain('4 rehearsals: all as expected.');
  });
  test('--json: every rehearsal with what was done', async () => {
    const { exit, stdout } = await run('test', 'prompt-injection', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      failed: 0,
      playbooks: [{ playbook: 'prompt-injection', shared: false, runs: [{ faults: [] }, { faults: [] }] }],
      next: 'npx cordon playbook lint prompt-injection',
    });
  });
  test('planted: what differs is said with its line, what was expected, what happened, why, and the fix; 3', async () => {
    const folder = copied();
    edit(join(folder, 'prompt-injection/fires.yaml'), 'role/partner-bot\n        endpoint', 'role/web-chat\n        endpoint');
    rmSync(join(folder, 'prompt-injection/quiet.yaml'));
    const { exit, stdout } = await run('test', '--in', folder);
    expect(exit).toBe(3);
    expect(stdout).toMatch(
      /fires\.yaml:69:17\n {2}Expected {6}step client, client: [^]*web-chat[^]*\n {2}Happened [^]*partner-bot[^]*\n {2}Why [^]*\n {2}Fix /,
    );
    expect(stdout).toContain('quiet.yaml:1:1');
    expect(stdout).toContain('4 rehearsals: 2 not as expected.');
    const json = JSON.parse((await run('test', 'prompt-injection', '--in', folder, '--json')).stdout);
    expect(json).toMatchObject({ failed: 2, next: `npx cordon playbook test prompt-injection --in ${folder}` });
    expect(json.playbooks[0].runs[0].faults[0]).toMatchObject({ line: 69, column: 17, why: expect.any(String), fix: expect.any(String) });
  });
  test.each([
    ['a playbook that is not there', ['no-such-playbook'], 6],
    ['a folder that is not there', ['--in', '/no/such/folder'], 6],
    ['a file as folder', ['--in', join(SHIPPED, 'versions.json')], 2],
    ['an option that is not there', ['--frobnicate'], 2],
    ['a path as id', ['../playbooks/prompt-injection'], 6],
  ])('%s: refused on standard error alone', async (_what, args, code) => {
    const { exit, stdout, stderr } = await run('test', ...args);
    expect([exit, stdout]).toEqual([code, '']);
    expect(stderr).toMatch(/ {2}Next {10}npx cordon playbook /);
  });
});

describe('playbook new', () => {
  test.each(['prompt-injection', 'training-data-poisoning', 'forensic-snapshot'])('from %s: passes lint and test at once', async (from) => {
    const folder = empty();
    const made = await run('new', 'card-testing', '--from', from, '--into', folder, '--owner', 'fraud desk, nights', '--json');
    expect(made.exit).toBe(0);
    const { files, toWrite, passes } = JSON.parse(made.stdout);
    expect([passes, new Set(readdirSync(join(folder, 'card-testing')))]).toEqual([true, new Set(files)]);
    const lines = (file: string) => readFileSync(join(folder, 'card-testing', file), 'utf8').split('\n');
    expect(toWrite.length).toBeGreaterThan(6);
    for (const { file, line } of toWrite) expect(lines(file)[line - 1]?.trim()).toBeTruthy();
    const [lint, rehearsed] = [await run('lint', '--in', folder, '--json'), await run('test', '--in', folder)];
    expect(JSON.parse(lint.stdout)).toMatchObject({ checked: ['card-testing'], findings: [], errors: 0 });
    expect([lint.exit, rehearsed.exit]).toEqual([0, 0]);
    const [first = '', ...rest] = lines('playbook.yaml');
    const schema = first.replace('# yaml-language-server: $schema=', '');
    expect(existsSync(join(folder, 'card-testing', schema))).toBe(true);
    expect(rest.join('\n')).toMatch(/ {2}id: card-testing\n {2}version: 0\.1\.0\n[^]* {2}owner: "fraud desk, nights"\n/);
  });
  test('without an owner lint warns until there is one; nothing else is wrong', async () => {
    const folder = empty();
    expect((await run('new', 'card-testing', '--from', 'prompt-injection', '--into', folder)).exit).toBe(0);
    const { exit, stdout } = await run('lint', '--in', folder, '--json');
    expect([exit, JSON.parse(stdout).findings.map(({ rule, line, level }: Record<string, unknown>) => [rule, line, level])]).toEqual([
      0,
      [['owner', 8, 'warning']],
    ]);
    edit(join(folder, 'card-testing/playbook.yaml'), 'nobody-yet', 'fraud-desk');
    expect(JSON.parse((await run('lint', '--in', folder, '--json')).stdout).findings).toEqual([]);
  });
  test('comments and every other line stay as they were; two with the same triggers are said', async () => {
    const folder = copied();
    const { exit, stdout } = await run('new', 'a-new-one', '--from', 'prompt-injection', '--into', folder);
    expect(exit).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'the same findings as prompt-injection: until you change findings or where, a-new-one is started',
    );
    const [old, made] = ['prompt-injection', 'a-new-one'].map((id) => readFileSync(join(folder, id, 'playbook.yaml'), 'utf8').split('\n'));
    expect(made?.flatMap((line, at) => (line === old?.[at] ? [] : [line.trim()]))).toEqual([
      'id: a-new-one',
      'version: 0.1.0',
      'owner: nobody-yet',
    ]);
    expect(readdirSync(join(folder, 'a-new-one')).toSorted()).toEqual(['fires.yaml', 'guide.md', 'playbook.yaml', 'quiet.yaml']);
  });

  const UNSAFE = ['../x', '/etc/x', '..', '.', 'x\\y', 'X', 'a_b', 'a--b', '1a', 'x'.repeat(49), 'a b', '__proto__'];
  test.each(UNSAFE)('unsafe id %j: 2, and nothing is written', async (id) => {
    const folder = empty();
    const { exit, stdout, stderr } = await run('new', '--from', 'prompt-injection', '--into', folder, '--', id);
    expect([exit, stdout, readdirSync(folder)]).toEqual([2, '', []]);
    expect(stderr).toContain('npx cordon playbook new --help');
  });
  test('what is there stays: a folder, a file, a link into nothing', async () => {
    const folder = empty();
    mkdirSync(join(folder, 'one'));
    writeFileSync(join(folder, 'one/mine.txt'), 'mine');
    writeFileSync(join(folder, 'two'), 'mine');
    symlinkSync(join(dir.path, 'elsewhere'), join(folder, 'three'));
    for (const id of ['one', 'two', 'three']) {
      const { exit, stderr } = await run('new', id, '--from', 'prompt-injection', '--into', folder);
      expect([id, exit, stderr.includes('nothing is overwritten')]).toEqual([id, 7, true]);
    }
    expect([readdirSync(folder), readdirSync(join(folder, 'one')), existsSync(join(dir.path, 'elsewhere'))]).toEqual([
      ['one', 'three', 'two'],
      ['mine.txt'],
      false,
    ]);
  });
  test('a name that was released or retired is never used again: 7', async () => {
    const folder = copied();
    rmSync(join(folder, 'forensic-snapshot'), { recursive: true });
    edit(
      join(folder, 'versions.json'),
      '"tombstones": []',
      '"tombstones": [{ "id": "old-one", "lastVersion": "1.0.0", "replacedBy": null }]',
    );
    expect((await run('new', 'constructor', '--from', 'prompt-injection', '--into', folder)).exit).toBe(0);
    for (const id of ['forensic-snapshot', 'old-one'])
      expect(await run('new', id, '--from', 'prompt-injection', '--into', folder)).toMatchObject({
        exit: 7,
        stderr: expect.stringContaining('never used again'),
      });
    expect(existsSync(join(folder, 'old-one'))).toBe(false);
  });
  test.each([
    ['a source that is not there', ['--from', 'prompt-injektion'], 6, 'Did you mean prompt-injection?'],
    ['a path as source', ['--from', '../playbooks/prompt-injection'], 6, 'There is no playbook'],
    ['no source', [], 2, '--from'],
    ['an owner of nothing', ['--from', 'prompt-injection', '--owner', ''], 2, 'owner'],
  ])('%s is refused', async (_what, args, code, sentence) => {
    const folder = empty();
    const { exit, stdout, stderr } = await run('new', 'card-testing', '--into', folder, ...args);
    expect([exit, stdout, readdirSync(folder)]).toEqual([code, '', []]);
    expect(stderr).toContain(sentence);
  });
  test('into a folder that is not there, or from a playbook that cannot be read', async () => {
    expect((await run('new', 'x', '--from', 'prompt-injection', '--into', join(dir.path, 'nowhere'))).exit).toBe(6);
    const folder = copied();
    edit(join(folder, 'prompt-injection/playbook.yaml'), 'mode: propose', 'mode: proposed');
    const { exit, stderr } = await run('new', 'x', '--from', 'prompt-injection', '--into', folder);
    expect([exit, existsSync(join(folder, 'x'))]).toEqual([3, false]);
    expect(stderr).toContain('playbook.yaml:15:7');
  });
  test('a source that fails its own rehearsals says so of the new one: written, and 3', async () => {
    const folder = copied();
    edit(join(folder, 'prompt-injection/fires.yaml'), 'certainty: likely', 'certainty: suspected');
    const { exit, stdout } = await run('new', 'x', '--from', 'prompt-injection', '--into', folder);
    expect([exit, stdout.replaceAll(/\s+/g, '').includes('x/fires.yaml:50:12')]).toEqual([3, true]);
    expect((await run('test', 'x', '--in', folder)).exit).toBe(3);
  });
});

describe('playbook diff', () => {
  test('the same: 0, also when differing would be 3', async () => {
    const { exit, stdout } = await run('diff', 'prompt-injection', '1.0.0', '--exit-code');
    expect([exit, stdout.split('\n')[0]]).toEqual([0, 'prompt-injection 1.0.0 and the working copy say the same.']);
  });
  test('a changed working copy: each change, what it means, and the version; 0, and 3 when asked', async () => {
    const folder = copied();
    const file = join(folder, 'training-data-poisoning/playbook.yaml');
    edit(file, 'mode: propose', 'mode: enforce');
    edit(file, 'reviewAfter: PT4H', 'reviewAfter: P1D');
    const args = ['diff', 'training-data-poisoning', '1.0.0', '--in', folder];
    const { exit, stdout } = await run(...args);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/mode: "propose" -> "enforce"\n {2}LOOSER +mode raised[^]*step deny: reviewAfter: "PT4H" -> "P1D"\n {2}LOOSER/);
    expect(stdout).toContain('at least version 2.0.0');
    const json = await run(...args, '--exit-code', '--json');
    expect([json.exit, JSON.parse(json.stdout)]).toMatchObject([
      3,
      {
        same: false,
        bump: 'major',
        needs: '2.0.0',
        versioned: false,
        from: { version: '1.0.0' },
        changes: [{ field: 'mode' }, { step: 'deny', field: 'reviewAfter' }],
      },
    ]);
    const files = await run(
      'diff',
      'training-data-poisoning',
      join(SHIPPED, 'training-data-poisoning/released/1.0.0.json'),
      file,
      '--json',
    );
    expect(JSON.parse(files.stdout).changes).toEqual(JSON.parse(json.stdout).changes);
    expect(JSON.parse((await run(...args.slice(0, 2), 'working', '1.0.0', '--in', folder, '--json')).stdout)).toMatchObject({
      changes: [{ safety: 'tighter' }, { safety: 'tighter' }],
    });
  });
  test.each([
    ['a playbook that is not there', ['prompt-injektion', '1.0.0'], 6, 'Did you mean prompt-injection?'],
    ['a version that is not there', ['prompt-injection', '1.0.1'], 6, 'Released: 1.0.0'],
    ['a file that is not there', ['prompt-injection', 'nothing.yaml'], 6, 'neither a version nor a file'],
    ['a folder as file', ['prompt-injection', SHIPPED], 2, 'cannot be read'],
    ['a file that is no playbook', ['prompt-injection', join(SHIPPED, 'prompt-injection/fires.yaml')], 2, 'is no playbook'],
    ['JSON that is no playbook', ['prompt-injection', join(SHIPPED, 'versions.json')], 2, 'no playbook document'],
    ['nothing to compare', ['prompt-injection'], 2, 'from'],
  ])('%s is refused', async (_what, args, code, sentence) => {
    const { exit, stdout, stderr } = await run('diff', ...args);
    expect([exit, stdout]).toEqual([code, '']);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(sentence);
  });
  test('a released document that was changed afterwards is not compared', async () => {
    const folder = copied();
    edit(join(folder, 'prompt-injection/released/1.0.0.json'), '"propose"', '"enforce"');
    const { exit, stderr } = await run('diff', 'prompt-injection', '1.0.0', '--in', folder);
    expect([exit, stderr.replaceAll(/\s+/g, ' ').includes('versions.json says')]).toEqual([2, true]);
  });
});
