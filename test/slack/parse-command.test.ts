import fc from 'fast-check';
import { parseCommand } from '../../adapters/slack/parse-command.ts';
import { COMMANDS } from '../../engine/commands/index.ts';

const parse = (text: string) => parseCommand(text, COMMANDS);

test.each([
  ['status', 'status', {}],
  ['  STATUS inc-1 ', 'status', { incident: 'inc-1' }],
  ['approve A-1', 'approve', { approval: 'A-1' }],
  ['approve A-4 --target fraud-scorer', 'approve', { approval: 'A-4', target: 'fraud-scorer' }],
  ['approve A-4 —target fraud-scorer', 'approve', { approval: 'A-4', target: 'fraud-scorer' }],
  ['approve A-4 --target=“fraud-scorer”', 'approve', { approval: 'A-4', target: 'fraud-scorer' }],
  ['deny A-1 the owner has switched it off', 'deny', { approval: 'A-1', reason: 'the owner has switched it off' }],
  ['deny A-1 "it isn\'t ours"', 'deny', { approval: 'A-1', reason: "it isn't ours" }],
  ['note INC-1 p99 &gt; 3 s &amp; rising – still', 'note', { incident: 'INC-1', text: 'p99 > 3 s & rising – still' }],
  ['timeline INC-1 --human', 'timeline', { incident: 'INC-1', human: true }],
  ['contain fraud-scorer --dry-run', 'contain', { endpoint: 'fraud-scorer', 'dry-run': true }],
  ['declare churn its answers are odd', 'declare', { endpoint: 'churn', what: 'its answers are odd' }],
  ['evidence verify E-1', 'evidence-verify', { evidence: 'E-1' }],
])('%s', (text, verb, args) => {
  expect(parse(text)).toEqual({ kind: 'command', verb, args });
});
test.each([
  ['frobnicate', /There is no verb frobnicate/],
  ['statsu', /Did you mean status\?/],
  ['evidence', /evidence what\? evidence list, evidence verify/],
  ['deny A-1', /deny needs reason/],
  ['approve', /approve needs approval/],
  ['approve A-1 --target', /--target needs a value/],
  ['approve A-1 --force', /does not know --force/],
  ['list everything', /list takes no words/],
  ['status fraud-scorer', /status takes an id such as INC-1 as incident, not fraud-scorer/],
  ['declare churn odd --class party', /does not know party as class/],
  ['send poisoned-training --no-follow', /does not know --no-follow/],
  ['start', /There is no verb start/],
  ['exercise run poisoned-retrain', /There is no verb exercise/],
])('%s is refused, with a command', (text, why) => {
  const parsed = parse(text);
  expect(parsed).toMatchObject({ kind: 'refused', next: expect.stringMatching(/^\/cordon help/) });
  expect(parsed.kind === 'refused' ? parsed.lines.join(' ') : '').toMatch(why);
});
test('nothing at all is help; help about a verb has its arguments', () => {
  expect(parse('')).toEqual(parse('help'));
  const about = parse('help deny');
  expect(about.kind === 'help' ? about.lines.join('\n') : '').toMatch(
    /\/cordon deny <approval> <reason>[^]*<reason> {2}a sentence; it is kept/,
  );
});
test('help lists what an incident needs, in its order, and nothing that only a terminal knows', () => {
  const help = parse('help');
  const names = help.kind === 'help' ? help.lines.map((line) => /^\/cordon ((?:[a-z]+ ?)+)/.exec(line)?.[1]?.trim()) : [];
  const first = 'help status show approve deny contain release declare note timeline'.split(' ');
  expect(names.filter((name) => first.includes(name ?? ''))).toEqual(first);
  expect(names).toEqual(expect.arrayContaining(['list', 'task done', 'evidence verify']));
  expect(names.filter((name) => /^(start|explain|exercise|whoami|slack)/.test(name ?? ''))).toEqual([]);
  const about = parse('help declare');
  expect(about.kind === 'help' ? about.lines.join('\n') : '').toMatch(/--sev <1-4> {2}.*\(2\) \(may be left out\)\n {4}1, 2, 3, 4/);
});
test('a thousand mistakes: never an error, never an empty answer, always a command that can be typed', () => {
  const words = fc.array(
    fc.oneof(fc.constantFrom('approve', 'deny', 'A-1', '--target', '"', '--', '=', 'note', '“'), fc.string({ unit: 'binary' })),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(words, (all) => {
      const parsed = parse(all.join(' '));
      if (parsed.kind === 'command') return expect(COMMANDS.map(({ name }) => name.replaceAll(' ', '-'))).toContain(parsed.verb);
      expect(parsed.lines.length).toBeGreaterThan(0);
      expect(['help', 'command']).toContain(parse(parsed.next.replace('/cordon ', '')).kind);
    }),
    { numRuns: 1000 },
  );
});
