import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { lintPlaybook } from '../../core/playbook/lint.ts';
import { spokenFinding } from '../../core/playbook/problem.ts';
import { stepsIn } from '../../core/playbook/walk.ts';
import { STEP_KINDS } from '../../core/playbook/step.ts';
import { documentOf } from '../core/playbook/sample.ts';
import { KNOWN } from '../core/playbook/shipped.ts';

const PAGE = readFileSync('docs/playbooks.md', 'utf8');
const BLOCKS = [...PAGE.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(({ 1: text = '', index }): readonly [string, string] => [
  `line ${PAGE.slice(0, index).split('\n').length}`,
  text,
]);
const HEAD = `apiVersion: cordon/v1
kind: Playbook
metadata: { id: example, version: 1.0.0, title: An example, owner: ml-security, references: { atlas: [], owaspLlm: [] } }
mode: propose
`;
const TRIGGERED = 'triggers: { findings: [training-data-poisoning], where: has(finding.target) }\nonEvidenceFailure: contain\n';
/** What an example leaves out, so that it is a whole playbook. */
const whole = (text: string): string =>
  text.startsWith('- id:') ? `${HEAD}${TRIGGERED}steps:\n${text.replaceAll(/^/gm, '  ')}` : `${HEAD}${text}`;
const lint = (text: string) => lintPlaybook(whole(text), 'example.yaml', KNOWN).map(spokenFinding);

test.each(BLOCKS)('the example at %s is sound', (_line, text) => expect(lint(text)).toEqual([]));
test('every kind of step has an example, and every field of an action', () => {
  const steps = BLOCKS.flatMap(([, text]) => stepsIn(documentOf(whole(text))));
  expect(STEP_KINDS.filter(({ key }) => !steps.some((step) => key in step)).map(({ key }) => key)).toEqual([]);
  for (const field of ['retry', 'timeout', 'approval', 'reviewAfter', 'when', 'onFailure'])
    expect([field, steps.some((step) => field in step)]).toEqual([field, true]);
});
test('planted: an example with a mistake is caught', () => {
  const [, text = ''] = BLOCKS[0] ?? [];
  expect(lint(text.replace('timeout: PT10M', 'timeout: PT1S'))).toEqual([expect.stringContaining('PT1S is no time')]);
  expect(lint(stringify(parse(text)).replace('retry', 'retri'))[0]).toContain('retri is not a field here');
});
