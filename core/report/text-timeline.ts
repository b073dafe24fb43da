import { clockTime, secondsBetween, spoken, type Instant } from '../time.ts';
import type { IncidentCard, TimelineLine } from './card.ts';
import { row, spread, table, widthOf } from './layout.ts';
import type { Page } from './text-page.ts';

/** `cordon timeline INC-1`: date, UTC, time since the start, who, what. Kept text never shows a time without its date. */
export const timelineLines = (card: IncidentCard, { width }: Pick<Page, 'width'>, human: boolean): readonly string[] => {
  const lines = card.timeline.filter(({ by }) => !human || by === 'human');
  const head = spread(`INC-${card.number}  ${card.title}`, human ? '[human]' : '[all]', width);
  if (lines.length === 0) return [...head, human ? '  No person has done anything yet.' : '  Nothing has happened yet.'];
  const cells = lines.map(({ at, who, sentence }) => [
    `${at.slice(0, 10)} ${clockTime(at)}`,
    `T+${spoken(secondsBetween(card.openedAt, at))}`,
    who,
    sentence,
  ]);
  return [...head, ...table(cells, width)];
};

/** How sentence.ts begins what happens to a step or a run. */
const LABEL = /^(planned|calls sent|proven|refuted|unknown|not done|run (?:completed|failed|aborted))(?:: )(.+)$/s;
/** Shorter, or plainer, while people watch. */
const SAID: Readonly<Record<string, string>> = { 'calls sent': 'running', proven: 'proof', 'not done': 'skipped', 'run completed': 'done' };

/** `proven: deny: tag set` begins with a label; any other sentence has none. */
export const labelOf = (sentence: string): { readonly label: string | null; readonly rest: string } => {
  const [, label = null, rest = sentence] = LABEL.exec(sentence) ?? [];
  return { label, rest };
};

const WORD = /^(?:NOT CONTAINED|PARTLY CONTAINED|CONTAINED|UNKNOWN|RELEASED) /;
/** Not worth a line while people watch: said again, or the word, which the result says. */
export const isOldNews = ({ sentence }: TimelineLine, previous: string | null): boolean => sentence === previous || WORD.test(sentence);

/** One line while people watch: what it is, the sentence, and how long it took since the line before. */
export const progressLines = (line: TimelineLine, previous: Instant | null, { width }: Pick<Page, 'width'>): readonly string[] => {
  const { label, rest: sentence } = labelOf(line.sentence);
  const values = label === 'proven' ? sentence.split('; ') : [sentence];
  const seconds = previous === null ? 0 : secondsBetween(previous, line.at);
  const took = seconds >= 0.1 ? `${seconds.toFixed(1)} s` : '';
  const [first = '', ...rest] = row(label === null ? clockTime(line.at) : (SAID[label] ?? label), values, width);
  return rest.length === 0 && took !== '' && widthOf(first) + took.length + 2 <= width ? spread(first, took, width) : [first, ...rest];
};

/** Said when nothing else was said for a while: silence looks like a hang. */
export const stillLines = (sinceSeconds: number, last: string | null, { width }: Pick<Page, 'width'>): readonly string[] =>
  row('running', [`${last ?? 'waiting for the first step'}   (${spoken(sinceSeconds)})`], width);
