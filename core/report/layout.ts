import { safe } from './safe.ts';

/** Columns that a terminal gives to one character: 0 for marks, 2 for East Asian wide characters and emoji, else 1. */
const WIDE =
  /[\u{1100}-\u{115f}\u{2e80}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const MARK = /\p{M}/u;
export const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + (MARK.test(character) ? 0 : WIDE.test(character) ? 2 : 1), 0);

/** Columns of a printed page when nobody says otherwise. */
export const WIDTH = 100;
/** Columns before the values of labelled rows; the longest label, `If no answer`, and its margins. */
const VALUE_AT = 16;
/** Values narrower than this are put under their label instead of beside it. */
const NARROWEST = 24;

const padTo = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - widthOf(text)));

/** Breaks at spaces only: a token that is longer than the width stays whole, so that it can be copied. */
export const wrap = (text: string, width: number): readonly string[] => {
  const whole = safe(text).trim();
  if (whole !== '' && widthOf(whole) <= width) return [whole];
  const lines: string[] = [];
  let line = '';
  for (const word of whole.split(' ').filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
};

/** Text below an indentation. Continuation lines never start further left, so a long value cannot pass for a label. */
const indented = (text: string, indent: number, width: number): readonly string[] =>
  wrap(text, width - indent).map((line) => ' '.repeat(indent) + line);

/** A sentence from the first column on; where it goes on, it stands to the right of every label. */
export const paragraph = (text: string, width: number, indent = 0): readonly string[] => {
  const [first = '', ...rest] = wrap(text, width - 4);
  return widthOf(safe(text)) + indent <= width
    ? [' '.repeat(indent) + safe(text).trim()]
    : [' '.repeat(indent) + first, ...rest.map((line) => `    ${line}`)];
};

/** A label and its values, each value on a line of its own. No values: no row. */
export const row = (label: string, values: readonly string[], width: number): readonly string[] => {
  const beside = width - VALUE_AT >= NARROWEST && widthOf(label) <= VALUE_AT - 4;
  const lines = values.flatMap((value) => indented(value, beside ? VALUE_AT : 4, width));
  const [first, ...rest] = lines;
  if (first === undefined) return [];
  return beside ? [padTo(`  ${safe(label)}`, VALUE_AT) + first.trimStart(), ...rest] : [`  ${safe(label)}`, ...lines];
};

/** Left and right on one line; on two when they do not fit. */
export const spread = (left: string, right: string, width: number): readonly string[] => {
  const [a, b] = [safe(left), safe(right)];
  const room = width - widthOf(a) - widthOf(b);
  if (b === '') return paragraph(a, width);
  return room >= 2 ? [a + ' '.repeat(room) + b] : [...paragraph(a, width), ...indented(b, 4, width)];
};

/** Columns as wide as their widest cell; the last one wraps. */
export const table = (cells: readonly (readonly string[])[], width: number, indent = 2): readonly string[] => {
  const columns = Math.max(0, ...cells.map((line) => line.length - 1));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...cells.map((line) => widthOf(safe(line[at] ?? '')))));
  const before = indent + widths.reduce((sum, columnWidth) => sum + columnWidth + 2, 0);
  return cells.flatMap((line) => {
    const head = ' '.repeat(indent) + widths.map((columnWidth, at) => `${padTo(safe(line[at] ?? ''), columnWidth)}  `).join('');
    if (width - before < NARROWEST) return paragraph(line.join('  '), width, indent);
    const [first = '', ...rest] = indented(line[columns] ?? '', before, width);
    return [(head + first.trimStart()).trimEnd(), ...rest];
  });
};

/** Lines that were laid out for a wider page, on a narrower one; what stands under a value stays under it. */
export const refit = (line: string, width: number): readonly string[] => {
  const text = safe(line);
  if (widthOf(text) <= width) return [text];
  const lead = /^( *(?:\S+(?: \S+)* {2,})?)(.*)$/.exec(text);
  const [head, body] = [lead?.[1] ?? '', lead?.[2] ?? text];
  if (width - widthOf(head) < NARROWEST) {
    return paragraph(text, width, Math.min(/^ */.exec(text)?.[0].length ?? 0, 4));
  }
  const [first = '', ...rest] = indented(body, widthOf(head), width);
  return [head + first.trimStart(), ...rest];
};
