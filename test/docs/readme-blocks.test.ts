import { patternOf, shownIn, unsaid } from './readme-blocks.ts';

const page = (...lines: readonly string[]) => lines.join('\n');

describe('a page as commands', () => {
  test('commands, exit codes and what they say', () => {
    const text = page(
      '# Page',
      '```sh',
      'one',
      'two --x   # exits 4',
      '```',
      'prose',
      '```text',
      'said',
      '',
      '  more',
      '```',
      '```',
      'not a command',
      '```',
      '```sh',
      'three',
      '```',
    );
    expect(shownIn(text)).toEqual([
      { line: 3, command: 'one', exits: 0, says: [] },
      { line: 4, command: 'two --x', exits: 4, says: ['said', 'more'] },
      { line: 16, command: 'three', exits: 0, says: [] },
    ]);
  });
  test.each([
    ['a comment that is almost right', page('```sh', 'one # exit 4', '```'), /line 2: the comment must be/],
    ['a block that is never closed', page('```sh', 'one'), /line 1: this block is never closed/],
    ['a block inside another', page('```sh', 'one', '```text', 'x', '```'), /line 3: the block of line 1/],
    ['text without a command', page('```text', 'x', '```'), /line 1: this text belongs to no command/],
    ['a second text for one command', page('```sh', 'one', '```', '```text', 'x', '```', '```text', 'y', '```'), /line 7: this text/],
  ])('%s is caught', (_, text, message) => expect(() => shownIn(text)).toThrow(message));
});

describe('what must be said', () => {
  const output =
    'SANDBOX x\nCONTAINED 02:41:57Z, T+1:14. fraud-scorer\n      refuses every caller\n  Plan  7c40-e1d2-90ab\n  Next  npx cordon show A-2\n';

  test('varying parts may vary, wrapping does not matter, dots stand for anything', () => {
    expect(unsaid(['CONTAINED 11:11:11Z, T+0:02. fraud-scorer refuses every caller', 'Plan 0000-0000-0000'], output)).toBeUndefined();
    expect(unsaid(['CONTAINED ... refuses', 'Next ... A-2'], output)).toBeUndefined();
  });
  test.each([
    ['a wrong id', ['Next npx cordon show A-3']],
    ['a wrong word', ['NOT CONTAINED']],
    ['the wrong order', ['Plan 0000-0000-0000', 'CONTAINED']],
    ['a plan where there is a time', ['Plan 02:41:57Z']],
  ])('%s is caught', (_, says) => expect(unsaid(says, output)).toBeDefined());
  test('punctuation means itself', () => {
    expect(patternOf('a.b (c) [d] -> e?').test('a.b (c) [d] -> e?')).toBe(true);
    expect(patternOf('a.b').test('axb')).toBe(false);
    expect(patternOf('fraud-model/6').test('fraud-model/7')).toBe(false);
  });
});
