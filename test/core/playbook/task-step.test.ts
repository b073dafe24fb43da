import { knownFrom } from '../../../core/playbook/known-from.ts';
import { lintPlaybook } from '../../../core/playbook/lint.ts';
import { operationsOf } from '../../../core/playbook/operations-of.ts';
import { rulesOf } from '../../../core/playbook/step.ts';
import { ACTIONS, documentOf } from './sample.ts';

const FILE = 'playbooks/sample/playbook.yaml';
const known = knownFrom({ actions: ACTIONS, documents: [] });
const playbook = (task: string, more = ''): string => `# yaml-language-server: $schema=../schema.json
apiVersion: cordon/v1
kind: Playbook
metadata:
  id: sample
  version: 1.0.0
  title: A sample
  owner: ml-security
  references: { atlas: [], owaspLlm: [] }
triggers: { findings: [prompt-injection], where: 'atLeast(finding.certainty, "likely")' }
mode: enforce
steps:
  - id: read
    phase: investigate
    task: ${task}
${more}`;
const GOOD =
  "{ ask: owner, instruct: 'Read what ${{ finding.target.name }} said in INC-${{ incident.number }}.', due: PT4H, doneWhen: it is read }";
const said = (text: string): readonly string[] =>
  lintPlaybook(text, FILE, known).map(({ line, column, rule, sentence }) => `${line}:${column} ${rule} ${sentence}`);

test('a sound task has no findings, and costs one durable operation', () => {
  expect(said(playbook(GOOD))).toEqual([]);
  const document = documentOf(playbook(GOOD));
  expect(operationsOf(document, known)).toBe(1);
  const [step] = document.steps;
  if (step === undefined) throw new Error('no step');
  const rules = rulesOf(step);
  expect([rules.calls, rules.covers(known), rules.endangers(known), rules.contains(known)]).toEqual([[], [], [], false]);
});

test('a later step sees that it was asked, and its number', () => {
  const after = (when: string) =>
    `  - { id: late, phase: learn, when: '${when}', task: { ask: owner, instruct: Read it again., due: P1D } }\n`;
  expect(said(playbook(GOOD, after('steps.read.outcome == "done" && steps.read.output.task > 0')))).toEqual([]);
  expect(said(playbook(GOOD, after('steps.read.answer == "yes"')))).toEqual([expect.stringContaining('steps.read.answer is not a field')]);
});

test.each([
  ['a role that nobody can have', GOOD.replace('owner', 'data-science'), /15:18 schema .*data-science/],
  ['no instruction', '{ ask: owner, due: PT4H }', /15:11 schema instruct is missing/],
  ['no deadline', '{ ask: owner, instruct: Read it. }', /due is missing|due/],
  ['a deadline that is none', GOOD.replace('PT4H', 'tomorrow'), /schema .*tomorrow/],
  ['a field that it does not have', GOOD.replace('due:', 'wait: true, due:'), /unknown-field wait is not a field/],
  ['a name that does not exist', GOOD.replace('finding.target.name', 'finding.target.nam'), /15:\d+ expression .*nam/],
  ['the outcome of itself', GOOD.replace('finding.target.name', 'steps.read.outcome'), /later-step/],
  ['an expression that is not closed', GOOD.replace('incident.number }}', 'incident.number }'), /expression A \$\{\{ is not closed/],
  [
    'a list for an instruction',
    "{ ask: owner, instruct: '${{ finding.principals }}', due: PT4H }",
    /input-type The expression is of type list/,
  ],
  ['an expression for a role', GOOD.replace('owner', "'${{ asset.owner }}'"), /schema/],
])('%s is refused where it stands', (_what, task, says) => {
  expect(said(playbook(task)).join('\n')).toMatch(says);
});

test('a task is never undone, so it may not ask for that', () => {
  expect(said(playbook(GOOD, '    onFailure: undo\n')).join()).toContain('undo');
});
