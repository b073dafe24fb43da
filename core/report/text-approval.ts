import { canonical } from '../json.ts';
import { clockTime, secondsBetween, spoken } from '../time.ts';
import type { PlannedWrite } from '../action/plan.ts';
import type { ApprovalCard } from './card.ts';
import { row, spread } from './layout.ts';
import { counted, listed, named, when, type Page } from './text-page.ts';

/** Who is next, when, and what then happens: fixed before anybody waits, so it is told before. */
export const onSilence = ({ afterwards, until, endsAt, onSilence: then }: ApprovalCard, page: Page): string => {
  const { now } = page;
  const end = `${when(endsAt, now)} ${then}`;
  if (afterwards === null) return end;
  const asked = afterwards.asks.map((id) => named(id, page));
  return `${when(until, now)} ${listed(asked, 'and')} ${asked.length > 1 ? 'are' : 'is'} asked; ${end}`;
};

/** `you, ann or cy (one of you)`; with several seats, each seat and who may fill it. */
export const asked = ({ seats, asks }: ApprovalCard): string => {
  const open = seats.filter(({ filledBy }) => filledBy === null);
  if (seats.length < 2) return `${listed(asks, 'or')}${asks.length > 1 ? ' (one of you)' : ''}`;
  return open.map(({ role, people }) => `${role} (${listed(people, 'or')})`).join(' and ');
};

const timeLeft = ({ until }: ApprovalCard, { now }: Page): string => {
  const seconds = secondsBetween(now, until);
  return seconds > 0 ? `${spoken(seconds)} left` : 'time is up';
};

/** What became of it, in words. */
export const STATES: Readonly<Record<ApprovalCard['state'], string>> = {
  waiting: 'waiting',
  approved: 'approved',
  denied: 'denied',
  expired: 'nobody answered; it was not done',
  void: 'void: it may not be used any more',
  'done-on-silence': 'nobody answered; it was done, as declared beforehand',
};

const callText = ({ operation, input }: PlannedWrite): string => `${operation} ${canonical(input)}`;
const calls = ({ calls: writes }: ApprovalCard, inFull: boolean): readonly string[] => {
  const [only] = writes;
  if (only === undefined) return ['none'];
  if (writes.length === 1) return [`1: ${callText(only)}`];
  if (inFull) return writes.map((write, at) => `${at + 1} of ${writes.length}: ${callText(write)}`);
  return [`${writes.length}: ${writes.map(({ operation }) => operation).join(', ')}   (--calls shows them in full)`];
};
const seatTexts = ({ seats }: ApprovalCard, page: Page): readonly string[] =>
  seats.map(({ role, people: may, filledBy }) => {
    const who =
      filledBy === null
        ? `open: ${listed(
            may.map((id) => named(id, page)),
            'or',
          )}`
        : `yes from ${named(filledBy, page)}`;
    return `${role} - ${who}`;
  });

/** The exact command that says yes. */
export const yesCommand = (number: number, typed: string | undefined): string =>
  `npx cordon approve A-${number}${typed === undefined ? '' : ` --target ${typed}`}`;
export const approveCommand = ({ number, typedTarget, target }: ApprovalCard): string =>
  yesCommand(number, typedTarget ? target.name : undefined);

/** What it is about, for people. */
export const about = ({ incident }: Pick<ApprovalCard, 'incident'>): string => (incident === null ? 'the whole house' : `INC-${incident}`);
/** Where its outcome is seen. */
export const statusCommand = ({ incident }: Pick<ApprovalCard, 'incident'>): string =>
  incident === null ? 'npx cordon playbook live' : `npx cordon status INC-${incident}`;

/** Where the missing yes may be given, if not everywhere. A command after `terminal: ` is not for Slack (slack/mrkdwn.ts leaves it alone). */
export const where = (card: ApprovalCard): readonly string[] => {
  if (card.byIam === 'nothing') return [];
  return card.byIam === 'one'
    ? ['at least one yes in the console or at a terminal; Slack alone does not suffice']
    : [`in the console, or at a terminal: ${approveCommand(card)}`, 'Slack alone does not suffice here; it can deny'];
};

/** `cordon show A-1`: everything that a person needs to say yes or no, and nothing that is known only afterwards. */
export const approvalLines = (card: ApprovalCard, page: Page & { readonly calls?: boolean }): readonly string[] => {
  const { width, now } = page;
  const waiting = card.state === 'waiting';
  // One open seat is said by `Asked` already.
  const seated = card.seats.length > 1 || !waiting;
  // Who loses something by it, or what is done to the endpoint.
  const impact = card.risk === 'A2-contain' || card.risk === 'L' ? 'Who notices' : 'What and why';
  const stands = waiting ? timeLeft(card, page) : STATES[card.state];
  const state = card.closedBecause === null ? STATES[card.state] : `${STATES[card.state]} (${card.closedBecause})`;
  return [
    ...spread(`A-${card.number}  ${card.title}`, `asked ${when(card.askedAt, now)}, ${stands}`, width),
    ...row('STOPPED', card.stopped === undefined ? [] : [`${card.stopped}; a yes is kept, and nothing is done until it goes on`], width),
    ...row('For', [`${about(card)}, ${card.target.name}`], width),
    ...row('State', waiting ? [] : [state], width),
    ...row(impact, card.impact, width),
    ...row('Undo', [card.undo], width),
    ...row('Asked', waiting ? [`${asked(card)} until ${clockTime(card.until)}, ${timeLeft(card, page)}`] : [], width),
    ...row('Where', where(card), width),
    ...row('Seats', seated ? seatTexts(card, page) : [], width),
    ...row('Rule', [card.rule], width),
    ...row('If no answer', waiting ? [onSilence(card, page)] : [], width),
    ...row('AWS calls', calls(card, page.calls === true), width),
    ...row('Before', card.before, width),
    ...row('Plan', [`${card.plan}   anything else than this plan is refused`], width),
    ...row('Type', waiting && card.typedTarget ? [`the name of the target: --target ${card.target.name}`] : [], width),
  ];
};

/** `cordon list` of approvals, and the short form inside `status`. */
export const waitingText = (card: ApprovalCard, page: Page): string =>
  `A-${card.number} ${card.title}: ${asked(card)}, ${timeLeft(card, page)}`;

export const approvalNext = (card: ApprovalCard): string => (card.state === 'waiting' ? approveCommand(card) : statusCommand(card));

/** One line for a vote that was taken. */
export const votedText = (card: ApprovalCard, by: string, page: Page): string => {
  const open = card.seats.filter(({ filledBy }) => filledBy === null).length;
  const place = card.byIam === 'next' ? ', in the console or at a terminal' : '';
  const rest = card.state === 'waiting' && open > 0 ? `, ${counted(open, 'yes', 'more yes')} needed${place}` : '';
  return `A-${card.number} approved by ${by}, ${when(page.now, page.now)}, plan ${card.plan}${rest}.`;
};
