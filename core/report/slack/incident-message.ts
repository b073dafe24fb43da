import { clockTime, secondsBetween, spoken } from '../../time.ts';
import type { IncidentCard } from '../card.ts';
import { asked } from '../text-approval.ts';
import { choiceLine } from '../text-choice.ts';
import { evidenceText, wordText } from '../text-incident.ts';
import { clip, context, fields, header, LIMIT, plain, section, type Block, type SlackMessage } from './blocks.ts';
import { escaped } from './escape.ts';
import { dated, inSlack, markup } from './mrkdwn.ts';

export type Place = 'SANDBOX' | 'EXERCISE' | 'LIVE';
/** Nobody may take an exercise for the real thing; the real thing needs no word. */
export const placed = (place: Place, text: string): string => (place === 'LIVE' ? text : `${place} - ${text}`);

/** Most questions and alarms on one card; the rest is counted. The card stays readable on a phone. */
const SHOWN = 5;
const some = (lines: readonly string[], what: string): readonly string[] =>
  lines.length <= SHOWN ? lines : [...lines.slice(0, SHOWN), `and ${lines.length - SHOWN} more ${what}`];

const stateOf = (card: IncidentCard): string =>
  card.resolved ? `resolved; last known: ${wordText(card.word, card.because)}` : wordText(card.word, card.because);

const lastBlocks = (card: IncidentCard): readonly Block[] => {
  const last = card.timeline.at(-1);
  const start = markup(`Started ${dated(card.openedAt)}`);
  if (last === undefined) return [context(start)];
  const when = markup(`last change ${dated(last.at)}, T+${spoken(secondsBetween(card.openedAt, last.at))}`);
  return [context(start, when, plain(`by ${last.who}`, LIMIT.context))];
};

/**
 * The one pinned message of an incident. It is edited in place, so that everybody reads the same now; what it says is the card alone, and
 * nothing in it changes while nothing happens: no clock that would be wrong a second later.
 */
export const incidentMessage = (card: IncidentCard, place: Place): SlackMessage => {
  const { target } = card;
  const title = placed(place, `SEV${card.sev} INC-${card.number}: ${card.title}`);
  const waiting = [
    ...card.waiting.map(
      (approval) =>
        `A-${approval.number} ${approval.title}: ${asked(approval)} until ${clockTime(approval.until)}; if nobody answers, ${clockTime(approval.endsAt)} ${approval.onSilence}`,
    ),
    ...card.choices.filter(({ state }) => state === 'waiting').map(choiceLine),
  ];
  const text = `${title}. ${stateOf(card)}${waiting.length === 0 ? '' : ` Waiting: ${waiting.join('; ')}`}`;
  const rows: readonly (readonly [string, ...string[]])[] = [
    ...(card.stopped === undefined ? [] : [['STOPPED', card.stopped] as const]),
    ['Status', stateOf(card)],
    ['Target', target === null ? 'not known yet' : `${target.name}, ${target.tier === null ? 'not adopted' : `tier ${target.tier}`}`],
    ['Owner', target?.owner ?? 'none'],
    [`SEV${card.sev} because`, card.sevBecause],
    ['Evidence', ...(card.evidence.length === 0 ? ['none yet'] : some(card.evidence.map(evidenceText), 'bundles'))],
    ['Playbook', card.playbook ?? 'none'],
  ];
  return {
    text: clip(escaped(text), LIMIT.message),
    blocks: [
      header(title),
      fields(rows),
      ...section(card.because.slice(1).map((sentence) => `- ${sentence}`)),
      ...section(some(card.alarms, 'alarms').map((alarm) => `ALARM: ${alarm}`)),
      ...section(some(card.attention ?? [], 'open points')),
      ...section(some(waiting, 'questions').map((question) => `Waiting for ${question}`)),
      ...section([`Next: ${inSlack(card.next)}`]),
      ...lastBlocks(card),
    ],
  };
};
