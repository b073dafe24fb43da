import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './northbank.ts';

const directory = mkdtempSync(join(tmpdir(), 'cordon-play-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const cordon = (args: readonly string[], input = '', dataDir = directory) =>
  spawnSync(process.execPath, [join(ROOT, 'cli/main.ts'), 'exercise', ...args], {
    encoding: 'utf8',
    input,
    timeout: 120_000,
    env: { ...process.env, NO_COLOR: '1', CORDON_DATA_DIR: dataDir },
  });

describe('a person plays', () => {
  // Enter starts it; an empty line goes on to what happens next.
  const typed = [
    '',
    '',
    'status',
    'explain last',
    '',
    '',
    '',
    'show A-1',
    'npx cordon approve a-1',
    'hint',
    'answer uncovered cover',
    'answer uncovered cover',
    'note "we are on it"',
    'approve A-2 --as bo',
    'frobnicate',
    'q',
  ];
  let played: ReturnType<typeof cordon>;
  beforeAll(() => {
    played = cordon(['run', 'poisoned-retrain', '--fast', '--seed', '7'], `${typed.join('\n')}\n`);
  }, 120_000);

  test('says EXERCISE first, and that nothing can reach AWS', () => {
    expect(played.stderr.split('\n')[0]).toMatch(/^EXERCISE northbank/);
    expect(played.stdout).toContain('EXERCISE D-1  "The retrain that learned too much"');
  });
  test('sees injects, the same answers as anywhere, and colleagues who do what they were asked', () => {
    for (const said of [
      'Chargebacks are up 40 %',
      'QUIET. Nothing is open.',
      'AccessDenied: 164 requests/s',
      'A-1 approved by you',
      'PARTLY CONTAINED fraud-scorer',
      'Attached. It gets AccessDenied',
      'Noted in INC-1',
    ])
      expect(played.stdout.replaceAll(/\s+/g, ' ')).toContain(said);
  });
  test('is refused what it may not do, with a reason', () => {
    expect(played.stdout).toContain('Nobody asks uncovered');
    expect(played.stdout).toContain('you are you; the others are played');
    expect(played.stdout).toContain('There is no verb frobnicate');
  });
  test('stops with a verdict and two reports, and everything in a folder of its own', () => {
    expect(played.status).toBe(0);
    expect(played.stdout).toContain('you stopped it');
    const folder = join(directory, 'exercises/D-1');
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('<title>EXERCISE D-1');
    expect(readFileSync(join(folder, 'report.md'), 'utf8')).toMatch(/^# EXERCISE D-1/);
    const events = new DatabaseSync(join(folder, 'state.db'), { readOnly: true }).prepare('SELECT json FROM event').all();
    expect(events.length).toBeGreaterThan(10);
    expect(events.every(({ json }) => String(json).includes('"exercise":true'))).toBe(true);
  });
  test('report writes it again; --markdown prints it; an exercise that is not there is exit 6', () => {
    expect(cordon(['report', 'D-1'])).toMatchObject({ status: 0, stdout: expect.stringContaining('report.html') });
    expect(cordon(['report', 'd-1', '--markdown']).stdout).toMatch(/^# EXERCISE D-1/);
    expect(cordon(['report', 'D-9'])).toMatchObject({ status: 6, stdout: '' });
    expect(cordon(['report', 'nine']).status).toBe(2);
  });
});

test('list says what there is; unknown scenarios, policies and seeds are refused', () => {
  expect(cordon(['list']).stdout).toContain('poisoned-retrain');
  expect(cordon(['run', 'nothing'])).toMatchObject({ status: 6 });
  expect(cordon(['run', 'poisoned-retrain', '--policy', 'brave'])).toMatchObject({ status: 2 });
  expect(cordon(['run', 'poisoned-retrain', '--seed', '0'])).toMatchObject({ status: 2 });
  expect(cordon(['test', 'poisoned-retrain', '--playbook', '/nowhere.yaml'])).toMatchObject({ status: 2 });
});

test('beside LIVE nothing is played', () => {
  const live = join(directory, 'live');
  mkdirSync(live);
  const place = { kind: 'LIVE', company: 'Northbank', account: '111122223333', region: 'eu-west-1' };
  writeFileSync(
    join(live, 'server.json'),
    JSON.stringify({ url: 'http://127.0.0.1:1', rangeUrl: '', key: 'k', pid: 1, place, shiftDays: 0 }),
  );
  for (const args of [['list'], ['run', 'poisoned-retrain', '--policy', 'idle'], ['test'], ['report', 'D-1']])
    expect(cordon(args, '', live)).toMatchObject({ status: 2, stderr: expect.stringContaining('LIVE') });
});

test('a playbook that breaks the order makes exercise test exit 3 with one command that replays it', () => {
  const text = readFileSync(join(ROOT, 'playbooks/training-data-poisoning/playbook.yaml'), 'utf8');
  const file = join(directory, 'mutant.yaml');
  writeFileSync(file, text.replace('mode: propose', 'mode: enforce'));
  const { status, stdout } = cordon(['test', 'poisoned-retrain', '--seed', '1', '--playbook', file]);
  expect(status).toBe(3);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`npx cordon exercise run poisoned-retrain --seed 1 --policy perfect --playbook ${file}`);
}, 120_000);
