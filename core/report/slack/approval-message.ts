import { clockTime } from '../../time.ts';
import type { ApprovalCard } from '../card.ts';
import { about, asked, STATES, where } from '../text-approval.ts';
import { clip, context, fields, header, LIMIT, plain, section, type Block, type Button, type SlackMessage } from './blocks.ts';
import { escaped } from './escape.ts';
import { ACTION } from './forms.ts';
import { placed, type Place } from './incident-message.ts';
import { dated, inSlack, markup } from './mrkdwn.ts';

/** The buttons say which approval, and nothing else: who may decide, and on what, is looked up at the click. */
const buttons = (card: ApprovalCard): Block => {
  const value = String(card.number);
  const sure = {
    title: plain(`Approve A-${card.number}?`, 100),
    text: plain(`${card.title}, exactly as in plan ${card.plan}.`, 300),
    confirm: plain('Approve', 30),
    deny: plain('Back', 30),
  };
  const deny: Button = { type: 'button', action_id: ACTION.deny, text: plain('Deny…', LIMIT.button), value, style: 'danger' };
  // A yes from here would not count; where it does, the card says.
  if (card.byIam === 'next') return { type: 'actions', elements: [deny] };
  const approve: Button = card.typedTarget
    ? { type: 'button', action_id: ACTION.approveTyped, text: plain('Approve…', LIMIT.button), value, style: 'primary' }
    : { type: 'button', action_id: ACTION.approve, text: plain('Approve', LIMIT.button), value, style: 'primary', confirm: sure };
  return { type: 'actions', elements: [approve, deny] };
};

const seats = ({ seats: all }: ApprovalCard): readonly string[] =>
  all.map(({ role, people, filledBy }) => `${role}: ${filledBy === null ? `open (${people.join(', ')})` : `yes from ${filledBy}`}`);

const silence = ({ afterwards, until, endsAt, onSilence }: ApprovalCard): string =>
  `${afterwards === null ? '' : `${clockTime(until)} ${afterwards.asks.join(', ')} asked; `}${clockTime(endsAt)} ${onSilence}`;

/** Most calls shown one by one; the command line shows them all. */
const CALLS = 6;
const calls = ({ calls: writes, number }: ApprovalCard): readonly string[] =>
  writes.length === 0
    ? ['none']
    : [
        ...writes.slice(0, CALLS).map(({ operation, input }) => `${operation} ${clip(JSON.stringify(input), 200)}`),
        ...(writes.length > CALLS ? [`and ${writes.length - CALLS} more: /cordon show A-${number} --calls`] : []),
      ];

/** One question with its buttons; once it is decided the same message says how, and has none. */
export const approvalMessage = (card: ApprovalCard, place: Place): SlackMessage => {
  const waiting = card.state === 'waiting';
  const title = placed(place, `A-${card.number}: ${card.title}`);
  const state = `${STATES[card.state]}${card.closedBecause === null ? '' : ` (${card.closedBecause})`}`;
  const question = `${title} (${about(card)}, ${card.target.name}). ${waiting ? `${asked(card)} until ${clockTime(card.until)}.` : `${state}.`}`;
  const places = waiting ? where(card) : [];
  const rows: readonly (readonly [string, ...string[]])[] = [
    ...(card.stopped === undefined ? [] : [['STOPPED', card.stopped] as const]),
    ['For', `${about(card)}, ${card.target.name}`],
    ['State', waiting ? `waiting for ${asked(card)}` : state],
    ['Seats', ...seats(card)],
    ...(places.length > 0 ? [['Where', ...places] as const] : []),
    ['Undo', inSlack(card.undo)],
    ['Rule', card.rule],
    ...(waiting ? [['If no answer', silence(card)] as const] : []),
    ['Plan', `${card.plan}; anything else than this plan is refused`],
  ];
  const impact = card.risk === 'A2-contain' || card.risk === 'L' ? 'Who notices' : 'What and why';
  const typed = card.typedTarget && waiting && card.byIam !== 'next' ? [`To approve, type the target's name: ${card.target.name}`] : [];
  return {
    text: clip(escaped(question), LIMIT.message),
    blocks: [
      header(title),
      ...section([impact, ...card.impact.map((sentence) => `- ${sentence}`), ...typed]),
      fields(rows),
      ...section(['AWS calls', ...calls(card)]),
      ...(waiting ? [buttons(card)] : []),
      context(markup(waiting ? `asked ${dated(card.askedAt)}, until ${dated(card.until)}` : `asked ${dated(card.askedAt)}`)),
    ],
  };
};
