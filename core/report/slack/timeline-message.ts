import { clockTime, secondsBetween, spoken, type Instant } from '../../time.ts';
import type { TimelineLine } from '../card.ts';
import { clip, LIMIT, section, type SlackMessage } from './blocks.ts';
import { placed, type Place } from './incident-message.ts';
import { escaped } from './escape.ts';

/** One line is never longer than this, so that a reply can always hold several. */
const LONGEST_LINE = 900;

/** Date, UTC, time since the start, who, what: a line that is read alone, days later, still says when. */
const timelineText = ({ at, who, sentence }: TimelineLine, openedAt: Instant): string =>
  clip(`${at.slice(0, 10)} ${clockTime(at)}  T+${spoken(secondsBetween(openedAt, at))}  ${who}: ${sentence}`, LONGEST_LINE);

/** How many of these lines fit into one reply; at least one. */
export const linesPerReply = (lines: readonly TimelineLine[], openedAt: Instant): number => {
  let length = 0;
  for (const [index, line] of lines.entries()) {
    // `safe` spells what cannot be seen, up to ten characters for one.
    length += escaped(timelineText(line, openedAt)).length + 1;
    if (index > 0 && length > LIMIT.section - 50) return index;
  }
  return lines.length;
};

/** What happened, as a reply to the incident's card: people who need it look there, nobody else is disturbed. */
export const timelineMessage = (lines: readonly TimelineLine[], openedAt: Instant, place: Place): SlackMessage => {
  const texts = lines.map((line) => placed(place, timelineText(line, openedAt)));
  return { text: clip(escaped(texts.join(' | ')), LIMIT.message), blocks: section(texts) };
};
