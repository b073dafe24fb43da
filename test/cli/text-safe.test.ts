import fc from 'fast-check';
import { paragraph, refit, row, spread, table, widthOf, wrap } from '../../core/report/layout.ts';
import { isSafe, safe } from '../../core/report/safe.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        '\u001b[2J',
        '\u009b31m',
        '\u202e',
        '\u2066',
        '\u200b',
        '\r',
        '\n',
        '\t',
        '\0',
        '\ud800',
        'ab c',
        ' ',
        '警告',
        '\u{e0041}',
      ),
    )
    .map((parts) => parts.join('')),
);
/** Written apart from `safe`'s own list: what a terminal obeys, or hides. */
const obeyed = (text: string): boolean =>
  Array.from(text).some((character) => {
    const code = character.codePointAt(0) ?? 0;
    return (
      code < 0x20 ||
      (code >= 0x7f && code <= 0x9f) ||
      (code >= 0x200b && code <= 0x200f) ||
      (code >= 0x2028 && code <= 0x202e) ||
      (code >= 0x2060 && code <= 0x206f) ||
      (code >= 0xd800 && code <= 0xdfff) ||
      code === 0xfeff ||
      code === 0x061c ||
      (code >= 0xe0000 && code <= 0xe007f)
    );
  });

describe('untrusted text', () => {
  test('no character that a terminal obeys or hides survives', () => {
    fc.assert(fc.property(hostile, (text) => !obeyed(safe(text))));
  });
  test('what is safe stays as it is', () => {
    fc.assert(fc.property(hostile, (text) => safe(safe(text)) === safe(text) && isSafe(safe(text))));
    expect(safe('fraud-scorer: 114 req/s – größer, 不正, naïve')).toBe('fraud-scorer: 114 req/s – größer, 不正, naïve');
  });
  test('an escape sequence is shown, not obeyed', () => {
    expect(safe('\u001b[2Jok\u202e')).toBe('\\u{1b}[2Jok\\u{202e}');
    expect(safe('one\ntwo')).toBe('one\\u{a}two');
    expect(obeyed('\u001b')).toBe(true);
  });
});

describe('layout', () => {
  const width = fc.integer({ min: 20, max: 140 });
  const fits = (columns: number) => (line: string) => widthOf(line) <= columns || !line.trim().includes(' ') || / {2,}\S+$/.test(line);

  test('every line fits, unless one word alone does not', () => {
    fc.assert(
      fc.property(hostile, hostile, width, (label, text, columns) => {
        const lines = [...wrap(text, columns), ...row('Label', [text, label], columns), ...refit(text, columns)];
        expect(lines.filter((line) => !fits(columns)(line) || obeyed(line))).toEqual([]);
      }),
    );
  });
  test('nothing is lost and nothing is added', () => {
    const words = (text: string) => text.split(' ').filter((word) => word !== '');
    fc.assert(
      fc.property(hostile, width, (text, columns) => {
        expect(words(wrap(text, columns).join(' '))).toEqual(words(safe(text)));
        expect(words(refit(text, columns).join(' '))).toEqual(words(safe(text)));
      }),
    );
  });
  test('a sentence that goes on stands to the right of every label', () => {
    expect(paragraph('INC-1  SEV1  a title that is long and then Next npx cordon approve A-1', 40)).toEqual([
      'INC-1 SEV1 a title that is long and',
      '    then Next npx cordon approve A-1',
    ]);
  });
  test('a long value cannot pass for a label: its lines never start further left', () => {
    const lines = row('Found', [`${'x '.repeat(80)}Next npx cordon approve A-1`], 60);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.slice(1).every((line) => line.startsWith(' '.repeat(16)))).toBe(true);
  });
  test('labels and values stand in columns', () => {
    expect(row('Undo', ['a', 'b'], 100)).toEqual(['  Undo          a', '                b']);
    expect(row('Undo', [], 100)).toEqual([]);
    expect(
      table(
        [
          ['INC-1', 'SEV1', 'poisoned'],
          ['INC-12', 'SEV2', 'x'],
        ],
        100,
        0,
      ),
    ).toEqual(['INC-1   SEV1  poisoned', 'INC-12  SEV2  x']);
    expect(spread('left', 'right', 20)).toEqual(['left           right']);
    expect(spread('a long left side', 'a long right side', 20)).toEqual(['a long left side', '    a long right', '    side']);
  });
  test('a laid-out line on a narrower page keeps its column', () => {
    const [line = ''] = row(
      'If no answer',
      ['02:45:51Z bo is asked; 02:50:51Z it is done anyway (fail mode of fraud-scorer: contain)'],
      120,
    );
    const lines = refit(line, 60);
    expect(lines[0]).toMatch(/^ {2}If no answer {2}02:45:51Z/);
    expect(lines.slice(1).every((rest) => rest.startsWith(' '.repeat(16)))).toBe(true);
  });
  test('wide characters count twice, marks not at all', () => {
    expect([widthOf('ab'), widthOf('不正'), widthOf('e\u0301')]).toEqual([2, 4, 1]);
  });
});
