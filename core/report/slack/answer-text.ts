import { clip } from './blocks.ts';
import { inCode } from './escape.ts';
import { inSlack } from './mrkdwn.ts';

/** Characters of one answer; Slack cuts messages at 40,000, and nobody reads more than this on a telephone. */
const MOST = 12_000;
/** Of an answer that is too long, this share shows how it begins; the rest shows how it ends, which is what happened last. */
const HEAD = 0.25;

/** As many lines from the front as fit. */
const fitting = (lines: readonly string[], most: number): number => {
  let length = 0;
  const count = lines.findIndex((line) => (length += line.length + 1) > most);
  return count === -1 ? lines.length : count;
};
const shortened = (lines: readonly string[]): readonly string[] => {
  const clipped = lines.map((line) => clip(line, MOST / 8));
  if (fitting(clipped, MOST) === clipped.length) return clipped;
  const head = fitting(clipped, MOST * HEAD);
  const tail = fitting(clipped.slice(head).toReversed(), MOST * (1 - HEAD));
  const left = clipped.length - head - tail;
  return [
    ...clipped.slice(0, head),
    `… ${left} lines are left out; the command line shows them …`,
    ...clipped.slice(clipped.length - tail),
  ];
};

/** The next command, as it is typed here; unless the lines say that it is for a terminal. */
const stepFor = (lines: readonly string[], next: string): string =>
  lines.some((line) => line.includes(`terminal: ${next.replace(/ --as \S+$/, '')}`)) ? next : inSlack(next);

/** What a verb answers, as one person sees it: aligned as on a terminal, and nothing in it is a link, a mention or a command. */
export const answerText = ({ lines, next }: { readonly lines: readonly string[]; readonly next?: string }): string => {
  const body = shortened(lines.map((line) => inCode(inSlack(line)))).join('\n');
  const step = next === undefined ? '' : `\nNext: \`${clip(inCode(stepFor(lines, next)), 500).replaceAll('`', "'")}\``;
  return `\`\`\`\n${body.trim() === '' ? '-' : body}\n\`\`\`${step}`;
};
