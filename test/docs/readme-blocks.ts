/** One command of a page, what it must exit with, and what it must say. */
export interface Shown {
  /** Line in the page, from 1. */
  readonly line: number;
  readonly command: string;
  readonly exits: number;
  /** Lines of the `text` block below it, in order. */
  readonly says: readonly string[];
}

const FENCE = /^```(\S*)\s*$/;
/** The only comment that a command may carry; anything else that starts with # after two spaces is a mistake of the page. */
const EXITS = /^(.*?)\s+# exits (\d{1,3})$/;
const COMMENT = /\s#\s/;

const commandOf = (text: string, line: number): Shown => {
  const [, command = text, exits = '0'] = EXITS.exec(text) ?? [];
  if (COMMENT.test(command)) throw new Error(`line ${line}: the comment must be "# exits N": ${text}`);
  return { line, command: command.trim(), exits: Number(exits), says: [] };
};

interface Fenced {
  readonly language: string;
  readonly line: number;
  readonly lines: readonly string[];
}
const fenced = (markdown: string): readonly Fenced[] => {
  const blocks: Fenced[] = [];
  let open: { language: string; line: number; lines: string[] } | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    const fence = FENCE.exec(text);
    if (open === undefined) {
      if (fence !== null) open = { language: fence[1] ?? '', line: index + 1, lines: [] };
    } else if (fence?.[1] === '') {
      blocks.push(open);
      open = undefined;
    } else if (fence !== null) throw new Error(`line ${index + 1}: the block of line ${open.line} was never closed`);
    else open.lines.push(text);
  }
  if (open !== undefined) throw new Error(`line ${open.line}: this block is never closed`);
  return blocks;
};

/** Commands of the `sh` blocks; a `text` block belongs to the last command before it. */
export const shownIn = (markdown: string): readonly Shown[] => {
  const shown: Shown[] = [];
  for (const { language, line, lines } of fenced(markdown)) {
    const filled = lines.map((text, index) => ({ text: text.trim(), at: line + 1 + index })).filter(({ text }) => text !== '');
    if (language === 'sh') shown.push(...filled.map(({ text, at }) => commandOf(text, at)));
    if (language !== 'text') continue;
    const last = shown.pop();
    if (last === undefined || last.says.length > 0) throw new Error(`line ${line}: this text belongs to no command`);
    shown.push({ ...last, says: filled.map(({ text }) => text) });
  }
  return shown;
};

/** What differs from run to run: clock times, durations, digests, ports and keys. Everything else must be there as it stands. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\d{2}:\d{2}:\d{2}Z/, '\\d{2}:\\d{2}:\\d{2}Z'],
  [/T\+\d+:\d{2}(?::\d{2})?/, 'T\\+\\d+:\\d{2}(?::\\d{2})?'],
  [/\d+:\d{2} left/, '\\d+:\\d{2}\\s+left'],
  [/\d+\.\d s\b/, '\\d+\\.\\d\\s+s\\b'],
  [/[0-9a-f]{4}(?:-[0-9a-f]{4})+/, '[0-9a-f]{4}(?:-[0-9a-f]{4})+'],
  [/127\.0\.0\.1:\d+/, '127\\.0\\.0\\.1:\\d+'],
  [/\.\.\./, '[^]*?'],
  [/\s+/, '\\s+'],
];
const SPLIT = new RegExp(`(${VARYING.map(([pattern]) => pattern.source).join('|')})`);
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** `...` stands for anything; where a line was wrapped does not matter. */
export const patternOf = (line: string): RegExp =>
  new RegExp(
    line
      .split(SPLIT)
      .filter((part) => part !== undefined && part !== '')
      .map((part) => VARYING.find(([pattern]) => new RegExp(`^(?:${pattern.source})$`).test(part))?.[1] ?? escaped(part))
      .join('')
      .replaceAll('\\s+[^]*?', '[^]*?')
      .replaceAll('[^]*?\\s+', '[^]*?'),
  );

/** The first line that is not there, in order; undefined: all are. */
export const unsaid = (says: readonly string[], output: string): string | undefined => {
  let rest = output;
  for (const line of says) {
    const found = patternOf(line).exec(rest);
    if (found === null) return line;
    rest = rest.slice(found.index + found[0].length);
  }
  return undefined;
};
