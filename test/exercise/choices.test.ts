import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLocalSigner } from '../../adapters/signer-local.ts';
import { lintScenario } from '../../core/exercise/lint.ts';
import { readScenario } from '../../core/exercise/read-scenario.ts';
import type { Outcome } from '../../core/exercise/outcome.ts';
import type { PolicyName } from '../../core/exercise/scenario.ts';
import { faultIn } from '../../core/exercise/vocabulary.ts';
import { fastPlayer } from '../../tabletop/exercise/play-fast.ts';
import { northbankPolicy } from '../../tabletop/northbank-policy.ts';
import { forkedPlaybooks } from '../engine/forked-playbook.ts';
import { FILE, ROOT, scenarioText } from './northbank.ts';

/* The shipped night with a playbook that asks people which way to go. */
const FORKS = 'choices:\n  - { step: choose, right: call-owner, wrong: hand-over }\n';
const ASSERTED = scenarioText()
  .replace('\nplanted:', `\n${FORKS}\nplanted:`)
  .replace(
    /\nassertions:\n/,
    (found) =>
      `${found}  - { id: owner-called, expression: 'run.chose[?"choose"].orValue("") == "call-owner"', objective: OBJECTIVE, because: said }\n`,
  );
const objective = /objectives:\n\s+- \{? ?id: ([a-z-]+)/.exec(ASSERTED)?.[1] ?? '';
const TEXT = ASSERTED.replace('OBJECTIVE', objective);
const directory = mkdtempSync(join(tmpdir(), 'cordon-forks-'));
const folders = { commander: forkedPlaybooks('commander'), responder: forkedPlaybooks('responder') };
afterAll(() => {
  for (const folder of [directory, ...Object.values(folders)]) rmSync(folder, { recursive: true, force: true });
});

const play = async (asks: keyof typeof folders, played: PolicyName, text = TEXT): Promise<Outcome> => {
  const read = readScenario(text, FILE);
  if (!read.ok) throw new Error(JSON.stringify(read.findings));
  const signer = await makeLocalSigner(join(directory, 'keys'), 'cordon');
  const playbooks = folders[asks];
  return fastPlayer({ root: ROOT, scenario: read.value, signer, policy: await northbankPolicy(), playbooks, playbooksName: 'test' })(
    played,
    1,
  );
};
const said = ({ log }: Outcome): readonly string[] =>
  log.flatMap(({ who, text }) => (/^C-1: |^> choose /.test(text) ? [`${who} ${text}`] : []));
const called = ({ assertions }: Outcome) => assertions.find(({ id }) => id === 'owner-called')?.passed;

test.each([
  ['perfect', ['player > choose C-1 call-owner', 'you C-1: call-owner'], true],
  ['trap', ['player > choose C-1 hand-over', 'you C-1: hand-over'], false],
  ['hasty', ['player > choose C-1 call-owner', 'you C-1: call-owner'], true],
  ['idle', ['approve C-1: keep-waiting, because nobody answered'], false],
] as const)(
  'you are asked, played %s',
  async (played, told, right) => {
    const outcome = await play('responder', played);
    expect(said(outcome).map((line) => line.replace(/^\S+ (C-1: .*because nobody)/, 'approve $1'))).toEqual(told);
    expect(called(outcome)).toBe(right);
  },
  60_000,
);

test('others are asked: the first of them who is there answers rightly; when nobody is to do anything, nobody does', async () => {
  expect(said(await play('commander', 'perfect'))).toEqual(['ann C-1: call-owner']);
  expect(said(await play('commander', 'idle')).join()).toMatch(/keep-waiting, because nobody answered$/);
}, 60_000);

test('a choice that the scenario does not know is answered by silence, and nothing breaks', async () => {
  const outcome = await play('responder', 'perfect', TEXT.replace(FORKS, ''));
  expect(said(outcome).join()).toMatch(/keep-waiting, because nobody answered$/);
}, 60_000);

test('lint: a wrong answer that is right, the same step twice; expressions know what is asked and what was answered', () => {
  const known = { people: [], roles: [], endpoints: [], versions: [], samples: [], operations: [], verbs: [] };
  const twice = TEXT.replace(FORKS, `${FORKS}  - { step: choose, right: a, wrong: a }\n`);
  const found = lintScenario(twice, FILE, known).map(({ rule, sentence }) => `${rule} ${sentence}`);
  expect(found).toContain('duplicate-id choose is there twice.');
  expect(found).toContain('schema a is the right answer, too.');
  expect(faultIn('has(run.choose.way) && run.chose["way"] == "rollback"', 'bool')).toBeUndefined();
  expect(faultIn('run.chosen.way == "rollback"', 'bool')?.fix).toContain('chose');
});
