import { rehearsePlaybook } from '../../../core/playbook/rehearse-playbook.ts';
import { EVERY_FIRES, EVERY_ID, EVERY_KNOWN, EVERY_TEXT } from './every-construct.ts';

const FOLDER = `playbooks/${EVERY_ID}`;
const QUIET = EVERY_FIRES.replace('certainty: likely', 'certainty: suspected').replace(
  /expect:[^]*/,
  'expect: { answers: false, because: where is false }\n',
);
/** Edits are of one text each, and must hit. */
const edited = (text: string, edits: readonly (readonly [string, string])[]): string =>
  edits.reduce((rest, [from, to]) => {
    if (!rest.includes(from)) throw new Error(`there is no ${from}`);
    return rest.replace(from, () => to);
  }, text);
const play = (
  fires: readonly (readonly [string, string])[] = [],
  playbook: readonly (readonly [string, string])[] = [],
): { readonly did: string; readonly faults: readonly string[] } => {
  const texts = {
    id: EVERY_ID,
    folder: FOLDER,
    playbook: edited(EVERY_TEXT, playbook),
    rehearsals: { 'fires.yaml': edited(EVERY_FIRES, fires), 'quiet.yaml': QUIET },
  };
  const runs = rehearsePlaybook(texts, EVERY_KNOWN).runs.filter(({ file }) => file.endsWith('fires.yaml'));
  const faults = runs.flatMap((run) =>
    run.faults.map(({ file, line, happened }) => `${file.slice(FOLDER.length + 1)}:${line} ${happened}`),
  );
  return { did: runs.map(({ did }) => did).join(), faults };
};
/** Without a list, nothing is compared; what it did is said. */
const NO_LIST = [/ {2}steps:\n[^]*/.exec(EVERY_FIRES)?.[0] ?? '', ''] as const;
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

test('every construct: each branch, the answer, and the steps of each item', () => {
  expect(play()).toEqual({ did: 'answers with 17 steps (3 skipped)', faults: [] });
});

test('without an answer, what is done then is assumed, and said so', () => {
  const { did, faults } = play([['  choose: { answer: rollback }\n', ''], NO_LIST]);
  expect(did).toBe('answers with 17 steps (5 skipped, choose: nobody answers: keep-contained), which the file does not compare');
  expect(faults).toEqual([]);
});
test('an answer that nobody can give asks a person', () => {
  const { faults } = play([['choose: { answer: rollback }', 'choose: { answer: run-away }']]);
  expect(faults[0]).toMatch(/^fires\.yaml:\d+ it would ask a person/);
});
test('another answer than expected is named, at its line', () => {
  const { faults } = play([['id: choose, answer: rollback', 'id: choose, answer: keep-contained']]);
  expect(faults).toEqual([`fires.yaml:${lineOf(EVERY_FIRES, '- { id: choose')} "rollback"`]);
});
test('an abort whose condition holds ends the list', () => {
  const { did, faults } = play([['choose: { answer: rollback }', 'choose: { answer: hand-over }'], NO_LIST]);
  expect(did).toContain('answers with 9 steps (1 skipped, stop-here ends the run)');
  expect(faults).toEqual([]);
});
test('more items than there may be: nothing inside is rehearsed, a person is asked', () => {
  const { did } = play([NO_LIST], [['atMost: 20', 'atMost: 1']]);
  expect(did).toContain('answers with 13 steps (2 skipped, 1 asking a person)');
});
test('no item at all', () => {
  const callers = /\n {2}callers:\n(?: {4}.*\n)+/.exec(EVERY_FIRES)?.[0] ?? '';
  expect(play([[callers, '\n'], NO_LIST]).did).toContain('answers with 13 steps (2 skipped)');
});
test('what is no list asks a person', () => {
  const { did } = play([NO_LIST], [["'${{ has(asset.callers) ? asset.callers : [] }}'", "'${{ finding.attributes.dataUri }}'"]]);
  expect(did).toContain('1 asking a person');
});
test('an item does not see what another one left; one item may be said to have failed', () => {
  const { faults } = play([['left:\n', 'left:\n  each/1/refuse: { outcome: failed }\n']]);
  expect(faults).toEqual([expect.stringContaining('batch-nightly (failed).')]);
});
test('a block that is skipped: its steps are skipped for those below', () => {
  const { did } = play(
    [NO_LIST],
    [
      ['    onFailure: continue\n    parallel:', '    when: finding.sev == 4\n    onFailure: continue\n    parallel:'],
      ['when: steps.choose.answer == "rollback"', 'when: steps.deny.outcome == "done"'],
    ],
  );
  expect(did).toContain('(6 skipped');
});
test('refused arguments inside a branch and inside a foreach are named at their own line', () => {
  const bad = [
    ["with: { endpoint: '${{ finding.target.arn }}' }\n          retry", "with: { endpoint: '${{ finding.title }}' }\n          retry"],
    ["client: '${{ item.principal }}'", "client: '${{ item.name }}'"],
  ] as const;
  const text = edited(EVERY_TEXT, bad);
  expect(play([NO_LIST], bad).faults).toEqual([
    expect.stringMatching(new RegExp(`^playbook.yaml:${lineOf(text, 'finding.title')} step deny: .*bare name`)),
    expect.stringMatching(new RegExp(`^playbook.yaml:${lineOf(text, 'item.name }}')} step each/1/refuse: .*bare name`)),
  ]);
});
