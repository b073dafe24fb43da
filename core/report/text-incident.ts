import { secondsBetween, spoken } from '../time.ts';
import type { EvidenceCard, IncidentCard, StatusWord } from './card.ts';
import { paragraph, row, spread, table } from './layout.ts';
import { onSilence, waitingText } from './text-approval.ts';
import { counted, when, type Page } from './text-page.ts';
import { choiceText } from './text-choice.ts';
import { taskText } from './text-task.ts';

/** What stands between a word and its reason: a stop after what is settled, a dash where a person must read on. */
const AFTER: Readonly<Record<StatusWord, string>> = {
  QUIET: '. ',
  'NOT CONTAINED': '. ',
  'PARTLY CONTAINED': ' - ',
  CONTAINED: '. ',
  UNKNOWN: ' - ',
  RECOVERING: '. ',
};
/** `PARTLY CONTAINED - 1 of 2 callers not covered: …`. The word is never printed in another form. */
export const wordText = (word: StatusWord, because: readonly string[]): string =>
  because[0] === undefined ? `${word}.` : `${word}${AFTER[word]}${because[0]}`;

export const evidenceText = ({ number, set, items, missing }: EvidenceCard): string => {
  const rest = missing.length === 0 ? 'complete' : `${missing.length} not collected: ${missing.join('; ')}`;
  return `E-${number} ${set} set, ${counted(items, 'item')}, ${rest}`;
};

const SETTLED = new Set(['done', 'ended', 'proven', 'skipped', 'planned']);
const stepTexts = (card: IncidentCard): readonly string[] =>
  card.steps
    .filter(({ status }) => !SETTLED.has(status))
    .map(({ title, status, detail }) => `${status}: ${title}${detail === '' ? '' : ` - ${detail}`}`);

const targetText = ({ target }: IncidentCard): readonly string[] => {
  if (target === null) return ['not known yet: nothing can be done to it by a playbook'];
  const { name, tier, owner } = target;
  return [
    [name, tier === null ? 'not adopted: nothing may be changed' : `tier ${tier}`, owner === null ? 'no owner' : `owner ${owner}`].join(
      ', ',
    ),
  ];
};

/** `cordon status INC-1`: what is wrong, is it contained, what is asked of whom, by when, and what happens if nobody does anything. */
export const incidentLines = (card: IncidentCard, page: Page): readonly string[] => {
  const { width, now } = page;
  const many = card.waiting.length > 1;
  return [
    ...spread(
      `INC-${card.number}  SEV${card.sev}  ${card.title}`,
      `T+${spoken(secondsBetween(card.openedAt, now))}  ${when(now, now)}`,
      width,
    ),
    ...row('STOPPED', card.stopped === undefined ? [] : [card.stopped], width),
    ...row(
      'Status',
      [card.resolved ? `resolved; last known: ${wordText(card.word, card.because)}` : wordText(card.word, card.because)],
      width,
    ),
    ...row('Because', card.because.slice(1), width),
    ...row('Alarm', card.alarms, width),
    ...row('Target', targetText(card), width),
    ...row(`SEV${card.sev}`, [card.sevBecause], width),
    ...row(
      'Found',
      card.findings.map(
        ({ title, certainty, because, product }) => `${certainty}: ${title} (${product})${card.facts.length === 0 ? `; ${because}` : ''}`,
      ),
      width,
    ),
    ...row('Known', card.facts, width),
    ...row('Evidence', card.evidence.length === 0 ? ['none yet'] : card.evidence.map(evidenceText), width),
    ...row('Open', card.attention ?? [], width),
    ...row('Playbook', card.playbook === null ? [] : [card.playbook], width),
    ...row('Running', stepTexts(card), width),
    ...row(
      'Tasks',
      card.tasks.map((task) => taskText(task, page)),
      width,
    ),
    ...row(
      'Waiting for',
      [
        ...card.waiting.map((approval) => waitingText(approval, page)),
        ...card.choices.filter(({ state }) => state === 'waiting').map((choice) => choiceText(choice, page)),
      ],
      width,
    ),
    ...row(
      'If no answer',
      card.waiting.map((approval) => `${many ? `A-${approval.number}: ` : ''}${onSilence(approval, page)}`),
      width,
    ),
  ];
};

/** What came of it, once the incident waits or its runs have ended. `RELEASED` is an outcome, not a state to stay in. */
export const resultLines = (card: IncidentCard, page: Page): readonly string[] => {
  const { word, because, containment, timeline, openedAt, target } = card;
  if (word === 'PARTLY CONTAINED' || word === 'UNKNOWN')
    return [...paragraph(wordText(word, because), page.width), ...row('Because', because.slice(1), page.width)];
  const said = containment === 'released' ? 'RELEASED' : word;
  const at = timeline.findLast(({ sentence }) => sentence.startsWith(`${said} `))?.at ?? page.now;
  const stamp = `${when(at, page.now)}, T+${spoken(secondsBetween(openedAt, at))}`;
  return [
    ...paragraph(`${said} ${stamp}.${target === null ? '' : ` ${target.name}`}`, page.width),
    ...row(said === 'NOT CONTAINED' ? 'Because' : 'Proof', because, page.width),
  ];
};

/** `cordon list`. */
export const listLines = (cards: readonly IncidentCard[], { now, width }: Page): readonly string[] => {
  if (cards.length === 0) return ['Nothing is open.'];
  return table(
    cards.map((card) => [
      `INC-${card.number}`,
      `SEV${card.sev}`,
      card.resolved ? 'resolved' : card.word,
      `T+${spoken(secondsBetween(card.openedAt, now))}`,
      [
        ...card.waiting.map(({ number }) => `A-${number}`),
        ...card.choices.flatMap(({ state, number }) => (state === 'waiting' ? [`C-${number}`] : [])),
      ].join(' '),
      card.title,
    ]),
    width,
    0,
  );
};
