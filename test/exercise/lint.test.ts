import { lintScenario, type KnownWorld } from '../../core/exercise/lint.ts';
import { knownWorld } from '../../tabletop/exercise/files.ts';
import { northbankPolicy } from '../../tabletop/northbank-policy.ts';
import { FILE, ROOT, scenarioText } from './northbank.ts';

let known: KnownWorld;
beforeAll(async () => {
  known = await knownWorld(ROOT, await northbankPolicy());
});
const text = scenarioText();
const lineOf = (part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

test('the shipped scenario has no fault and no warning', () => {
  expect(lintScenario(text, FILE, known)).toEqual([]);
});

test.each([
  ['a typing error in a milestone', 'run.times.acknowledged <=', 'run.times.acknowleged <=', 'expression', 'acknowleged'],
  ['a condition that is no condition', 'when: has(run.ask.rollback)\n', 'when: run.commands\n', 'expression', 'true or false'],
  ['a function that may not be used', '- run.times.released + 30 < clock.seconds', '- incident.word.matches("a")', 'expression', ''],
  ['an unknown sample', 'sample: poisoned-training', 'sample: poisoned-trainings', 'schema', 'Did you mean poisoned-training?'],
  ['an unknown call', "operation: 'iam:AttachRolePolicy'", "operation: 'iam:DeleteRole'", 'schema', 'call that an effect may make'],
  ['an unknown role', 'as: mlops', 'as: mlopps', 'schema', 'Did you mean mlops?'],
  ['an unknown person', 'away: [cy, ann, dee]', 'away: [cy, ann, zoe]', 'schema', 'zoe is no person'],
  ['an unknown version', 'right: fraud-model/6', 'right: fraud-model/9', 'schema', 'fraud-model/9'],
  ['an unknown caller', 'uncovered: [batch-nightly, checkout-api]', 'uncovered: [batch-nightly, crm]', 'schema', 'crm is no caller'],
  ['an unknown decision', 'has(world.chosen.prefix)', 'has(world.chosen.prefixx)', 'schema', 'Did you mean prefix?'],
  [
    'an unknown objective',
    "objective: release, expression: 'run.releasers",
    "objective: realease, expression: 'run.releasers",
    'schema',
    'Did you mean release?',
  ],
  ['an unknown command', 'command: answer by-hand accept', 'command: reply by-hand accept', 'schema', 'reply is no command'],
  [
    'an unknown name inside a command',
    "command: 'approve ${{ run.ask.deny }}'",
    "command: 'approve ${{ runn.ask.deny }}'",
    'expression',
    'runn',
  ],
  ['unknown evidence', 'evidence: poisoned-object }', 'evidence: poisoned-objekt }', 'schema', 'Did you mean poisoned-object?'],
  ['an inject after the end', 'at: PT5M', 'at: PT50M', 'unreachable', 'after the end'],
  ['weights that are not 100', 'weight: 30', 'weight: 31', 'schema', '101 together'],
  ['a field that does not exist', 'difficulty: 2', 'dificulty: 2', 'unknown-field', 'dificulty'],
  ['two injects of one name', '- id: press', '- id: guardduty', 'duplicate-id', 'guardduty is there twice'],
])('planted: %s', (_name, good, bad, rule, says) => {
  expect(text).toContain(good);
  const findings = lintScenario(text.replace(good, bad), FILE, known);
  const found = findings.find((one) => one.rule === rule && `${one.sentence} ${one.fix}`.includes(says));
  expect(found).toBeDefined();
  expect(found?.line).toBeGreaterThan(0);
});

test('a fault stands on its line', () => {
  const [found] = lintScenario(text.replace('as: mlops', 'as: mlopps'), FILE, known);
  expect(found).toMatchObject({ file: FILE, line: lineOf('as: mlops') });
  expect(text.split('\n')[(found?.line ?? 1) - 1]?.indexOf('mlops')).toBe((found?.column ?? 0) - 1);
});

test('an objective that nothing can show, and a scenario without a trap, are found', () => {
  const unshown = text.replaceAll('objective: release,', 'objective: look,');
  expect(lintScenario(unshown, FILE, known)).toContainEqual(
    expect.objectContaining({ rule: 'unreachable', sentence: expect.stringContaining('release') }),
  );
  const [head, tail] = [text.slice(0, text.indexOf('traps:')), text.slice(text.indexOf('assertions:'))];
  expect(lintScenario(`${head}traps: []\n\n${tail}`, FILE, known)).toContainEqual(
    expect.objectContaining({ level: 'warning', sentence: 'There is no trap.' }),
  );
});
