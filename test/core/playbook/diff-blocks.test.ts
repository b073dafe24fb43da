import { diffPlaybooks } from '../../../core/playbook/diff.ts';
import { diffLines } from '../../../core/playbook/diff-text.ts';
import { EVERY, EVERY_KNOWN, EVERY_TEXT, EVIDENCE_TEXT } from './every-construct.ts';
import { documentOf } from './sample.ts';

type Edit = readonly [from: string, to: string];
const edited = (text: string, edits: readonly Edit[]): string =>
  edits.reduce((rest, [from, to]) => {
    if (!rest.includes(from)) throw new Error(`there is no ${from}`);
    return rest.replace(from, () => to);
  }, text);
const between = (edits: readonly Edit[], text = EVERY_TEXT) =>
  diffPlaybooks(documentOf(text), documentOf(edited(text, edits)), EVERY_KNOWN);
/** `kind step field: safety bump`. */
const said = (edits: readonly Edit[], text?: string): readonly string[] =>
  between(edits, text).changes.map(
    ({ kind, step = '', field = '', safety, bump, means }) => `${kind} ${step} ${field}: ${safety} ${bump}: ${means}`,
  );
const partOf = (pattern: RegExp): string => pattern.exec(EVERY_TEXT)?.[0] ?? 'nothing';

const DENY = partOf(/ {8}- id: deny\n[^]*?reviewAfter: PT4H\n/);
const OUT = DENY.replaceAll(/^ {6}/gm, '').replace(/^/, '');
const REFUSE = partOf(/ {8}- id: refuse\n[^]*?onFailure: continue\n/);
const NOTE = '        - { id: note, phase: contain, wait: { for: PT1S, because: x } }\n';

test('the same text says the same', () => {
  expect(between([])).toMatchObject({ changes: [], consequences: [], bump: 'none' });
});

test.each<[string, readonly Edit[], readonly RegExp[]]>([
  [
    'another otherwise',
    [['otherwise: keep-contained', 'otherwise: rollback']],
    [/^changed choose decide.otherwise: unsure major: .*rollback/],
  ],
  ['less time to answer', [['timeout: PT20M', 'timeout: PT2M']], [/^changed choose decide.timeout: looser major: .*keep-contained/]],
  ['more time to answer', [['timeout: PT20M', 'timeout: PT40M']], [/^changed choose decide.timeout: unsure major/]],
  ['the same time, written otherwise', [['timeout: PT20M', 'timeout: PT1200S']], [/^changed choose decide.timeout: same patch/]],
  ['other people answer', [['ask: commander', 'ask: responder']], [/^changed choose decide.ask: unsure major: other people/]],
  ['the question in other words', [['Roll back now?', 'Shall we roll back?']], [/^changed choose decide.prompt: same patch/]],
  ['an answer in other words', [['nobody calls it until the morning', 'it stays closed']], [/^changed choose decide.options: same patch/]],
  [
    'an answer more',
    [['        - { answer: hand-over', '        - { answer: purge, means: delete it }\n        - { answer: hand-over']],
    [/^changed choose decide.options: unsure major: people have other ways/],
  ],
  ['more items', [['atMost: 20', 'atMost: 200']], [/^changed each foreach.atMost: looser major: up to 200 items .* not 20/]],
  ['fewer items are contained', [['atMost: 20', 'atMost: 2']], [/^changed each foreach.atMost: looser major: .*nothing is contained/]],
  ['more at once', [['atOnce: 2', 'atOnce: 10']], [/^changed each foreach.atOnce: looser major/]],
  ['fewer at once', [['      atOnce: 2\n', '']], [/^removed each foreach.atOnce: tighter minor/]],
  ['other items', [['asset.callers : []', 'asset.callers : [asset]']], [/^changed each foreach.in: unsure major/]],
  ['no question any more', [[partOf(/ {4}approval: .*\n/), '']], [/^removed rollback approval: looser major: people are no longer asked/]],
  [
    'the same question in other words',
    [['the older model scores', 'the old model scores']],
    [/^changed rollback approval.because: same patch/],
  ],
  ['an effect may take longer', [['timeout: PT30M', 'timeout: PT40M']], [/^changed rollback timeout: looser major/]],
  ['an effect is given up earlier', [['timeout: PT30M', 'timeout: PT1M']], [/^changed rollback timeout: unsure major/]],
  ["the action's own time, said aloud", [['timeout: PT30M', 'timeout: PT45M']], [/^changed rollback timeout: looser major/]],
  ['a longer wait', [['for: PT2M', 'for: PT4M']], [/^changed settle wait.for: unsure major: .*later/]],
  ['a wait for another reason', [['give up their open sessions', 'hang up']], [/^changed settle wait.because: same patch/]],
  ['the words of an abort', [['takes INC-', 'now takes INC-']], [/^changed stop-here abort.because: same patch/]],
  [
    'when a run is ended',
    [['when: steps.choose.answer == "hand-over"', 'when: steps.choose.answer != "rollback"']],
    [/^changed stop-here when: unsure major: the run is steered/],
  ],
  ['no abort', [[partOf(/ {2}- id: stop-here\n[^]*?\n\n/), '']], [/^removed stop-here : unsure major: no longer here: ends the run/]],
  [
    'nobody chooses',
    [
      [partOf(/ {2}- id: choose\n[^]*?otherwise: .*\n/), ''],
      [' == "rollback"', ' == "x"'],
      [' == "hand-over"', ' == "y"'],
    ],
    [/^removed choose : looser major: people no longer choose/],
  ],
  [
    'a containing step less, inside a branch',
    [[DENY, NOTE]],
    [/^removed deny : looser major: this step contained/, /^added note : unsure major: new here: waits PT1S/],
  ],
  [
    'a containing step more, inside a foreach',
    [['        - id: tell\n', `${REFUSE.replace('id: refuse', 'id: again')}        - id: tell\n`]],
    [/^added again : looser major: it now does iam.quarantine-client/],
  ],
  [
    'a branch more',
    [['      people:\n', `      more:\n${NOTE}      people:\n`]],
    [/^added note : unsure/, /^added at-once parallel.more: same minor: one branch more/],
  ],
  [
    'out of a branch',
    [
      [DENY, NOTE],
      ['  - id: choose\n', `${OUT}\n  - id: choose\n`],
    ],
    [/^moved deny : unsure major: it is done in its own place; before, beside the other branches of at-once/],
  ],
  [
    'a containing step goes into a foreach',
    [
      [DENY, NOTE],
      ['        - id: tell\n', `${DENY}        - id: tell\n`],
    ],
    [/^moved deny : looser major: it is done once for each item of each.*nothing is contained/],
  ],
  [
    'a task goes into another branch',
    [
      [partOf(/ {8}- id: watch\n[^]*?due: PT1H }\n/), ''],
      [
        '      callers:\n',
        '        - { id: watch, phase: investigate, task: { ask: responder, instruct: Look whether callers still fail., due: PT1H } }\n      callers:\n',
      ],
    ],
    [/^moved watch : same minor: .*changes nothing/, /^removed watch when: /],
  ],
  [
    'the order inside a branch',
    [
      [partOf(/ {8}- id: refuse\n[^]*?onFailure: continue\n/), ''],
      [
        "instruct: 'Tell the team of ${{ item.name }} (${{ steps.refuse.outcome }}).', due: PT2H }\n",
        `instruct: 'Tell the team of \${{ item.name }} (\${{ steps.refuse.outcome }}).', due: PT2H }\n${REFUSE}`,
      ],
    ],
    [/^moved (refuse|tell) : /],
  ],
  [
    'a condition on a block that contains',
    [['    onFailure: continue\n    parallel:', '    when: finding.sev == 1\n    onFailure: continue\n    parallel:']],
    [/^added at-once when: looser major: it contains less often/],
  ],
  [
    'a block whose failure is no matter',
    [['    onFailure: continue\n    foreach:', '    foreach:']],
    [/^removed each onFailure: unsure major/],
  ],
])('%s', (_what, edits, expected) => {
  const found = said(edits);
  for (const pattern of expected)
    expect({ pattern, found: found.some((line) => pattern.test(line)), said: found }).toMatchObject({ found: true });
});

test('a block that is moved is one move: nothing inside it was moved', () => {
  const [evidence, mustServe, atOnce, ...rest] = EVERY.steps;
  if (evidence === undefined || mustServe === undefined || atOnce === undefined) throw new Error('EVERY has become short');
  const { changes } = diffPlaybooks(EVERY, { ...EVERY, steps: [evidence, atOnce, mustServe, ...rest] }, EVERY_KNOWN);
  expect(changes.map(({ kind, step }) => `${kind} ${step ?? ''}`)).toHaveLength(1);
  expect(changes[0]).toMatchObject({ kind: 'moved', safety: 'unsure' });
});
test('evidence that no longer stands before a branch is a consequence of the step inside it', () => {
  const { consequences, bump } = between([
    [partOf(/ {2}- id: evidence\n[^]*?continue\n/), ''],
    [partOf(/ Evidence is in .*?\}\}\./), ''],
  ]);
  expect(consequences).toContainEqual({
    step: 'deny',
    safety: 'looser',
    bump: 'major',
    means: 'evidence was taken before this step; now it acts first',
  });
  expect(consequences.map(({ step }) => step)).toContain('refuse');
  expect(bump).toBe('major');
});
test('the highest level is looked for inside blocks, too', () => {
  const without = between([
    [partOf(/ {2}- id: rollback\n[^]*?onFailure: undo\n/), ''],
    [partOf(/ {2}- id: reject\n[^]*?onFailure: continue\n/), ''],
    [DENY, NOTE],
  ]);
  expect(without.consequences.map(({ means }) => means).join()).toContain('highest approval level down: from A2-change to A1');
});
test.each<[string, readonly Edit[], RegExp]>([
  [
    'an output less',
    [['  missing: ${{ steps.copy.output.missing }}\n', '']],
    /^removed  outputs.missing: same major: callers that read missing find nothing/,
  ],
  [
    'an output more',
    [['outputs:\n', 'outputs:\n  when: ${{ incident.openedAt }}\n']],
    /^added  outputs.when: same minor: callers may read when/,
  ],
  ['another output', [['steps.copy.output.missing }', 'steps.copy.outcome }']], /^changed  outputs.missing: unsure major/],
  ['no outputs', [[/outputs:[^]*(?=mode)/.exec(EVIDENCE_TEXT)?.[0] ?? '', '']], /^removed  outputs: same major/],
  ['no time of its own', [['    timeout: PT2M\n', '']], /^removed copy timeout: unsure major/],
])('a shared playbook: %s', (_what, edits, pattern) => expect(said(edits, EVIDENCE_TEXT)).toEqual([expect.stringMatching(pattern)]));

test('the place inside a block is said in words', () => {
  const diff = between([
    [DENY, NOTE],
    ['  - id: choose\n', `${OUT}\n  - id: choose\n`],
  ]);
  const text = diffLines(diff, ['a', 'b'], '1.0.0', 100).join('\n');
  expect(text).toContain('moved    step deny: place "at-once/close 1" -> 4');
  expect(text).toContain('This is a major change');
});
