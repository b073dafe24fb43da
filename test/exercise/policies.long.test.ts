import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playbooksWith } from '../../tabletop/exercise/files.ts';
import { runSuite } from '../../tabletop/exercise/suite.ts';
import type { SeedVerdict } from '../../core/exercise/verdict.ts';
import { ROOT } from './northbank.ts';

const PLAYBOOK = readFileSync(join(ROOT, 'playbooks/training-data-poisoning/playbook.yaml'), 'utf8');
const directory = mkdtempSync(join(tmpdir(), 'cordon-mutants-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const suite = (seeds: readonly number[], playbooks: string, rounds: 1 | 2): Promise<readonly SeedVerdict[]> =>
  runSuite({ root: ROOT, id: 'poisoned-retrain', seeds: [...seeds], playbooks, playbooksName: 'test', rounds, onVerdict: () => undefined });

test('idle < trap < hasty < perfect, and every run twice the same', async () => {
  const verdicts = await suite([11, 102], join(ROOT, 'playbooks'), 2);
  expect(verdicts.flatMap(({ faults }) => faults)).toEqual([]);
  expect(verdicts.map(({ points }) => points.perfect)).toEqual([100, 100]);
  expect(Math.max(...verdicts.map(({ points }) => points.idle))).toBeLessThanOrEqual(15);
  expect(Math.max(...verdicts.map(({ points }) => points.trap))).toBeLessThanOrEqual(49);
}, 240_000);

const part = (from: string, to: string): string =>
  PLAYBOOK.slice(PLAYBOOK.indexOf(`  - id: ${from}`), to === '' ? undefined : PLAYBOOK.indexOf(`  - id: ${to}`));
const head = PLAYBOOK.slice(0, PLAYBOOK.indexOf('  - id: evidence'));
const MUTANTS = [
  [
    'evidence after the change',
    `${head}${part('deny', 'rollback')}${part('rollback', 'reject')}${part('evidence', 'deny')}${part('reject', '')}`,
    'evidence-first',
  ],
  [
    'wrong version chosen',
    PLAYBOOK.replace(/ +badData:.*\n/, '').replace(/badSince: .*/, "badSince: '2026-11-25T00:00:00Z'"),
    'right-version',
  ],
  ['approval skipped', PLAYBOOK.replace('mode: propose', 'mode: enforce'), 'chosen-by-people'],
] as const;

test.each(MUTANTS)(
  'a playbook with %s is caught',
  async (name, text, check) => {
    expect(text).not.toBe(PLAYBOOK);
    const file = join(directory, `${name.replaceAll(' ', '-')}.yaml`);
    writeFileSync(file, text);
    const made = await playbooksWith(ROOT, file);
    if ('findings' in made) throw new Error(JSON.stringify(made.findings));
    const [verdict] = await suite([1], made.folder, 1);
    await made.remove();
    expect(verdict?.faults).toContainEqual(
      expect.objectContaining({ seed: 1, policy: 'perfect', sentence: expect.stringContaining(check) }),
    );
  },
  240_000,
);
