import type { ApprovalCard } from '../../core/report/card.ts';
import { approveCommand, statusCommand, votedText } from '../../core/report/text-approval.ts';
import type { Desk } from '../desk.ts';
import type { Voted } from '../ports.ts';
import type { Answer, ExitCode, Run } from '../verb.ts';
import { findApproval, noSuch, pageOf, plainOf, refusal } from './answer.ts';
import { houseOutcome } from './house-order.ts';

type Refused = Extract<Voted, { kind: 'refused' }>;
const EXIT: Readonly<Record<Refused['because'], ExitCode>> = {
  'not-eligible': 5,
  requester: 5,
  'already-voted': 7,
  closed: 7,
  'plan-changed': 7,
  'typed-target': 2,
  'reason-missing': 2,
  'needs-iam': 5,
  unknown: 6,
};

/** Somebody else who could say yes, as a command. Only where acting as another person is possible. */
const askOther = (desk: Desk, card: Parameters<typeof approveCommand>[0], not: string): string => {
  const other = card.seats
    .filter(({ filledBy }) => filledBy === null)
    .flatMap(({ people }) => people)
    .find((id) => id !== not);
  return desk.policy.place.kind === 'LIVE' || other === undefined
    ? `npx cordon show A-${card.number}`
    : `${approveCommand(card)} --as ${other}`;
};

const refused = (desk: Desk, { because, sentence }: Refused, card: ApprovalCard, actor: string): Answer => {
  const own = `${approveCommand(card)}${desk.policy.place.kind === 'LIVE' || actor === 'you' ? '' : ` --as ${actor}`}`;
  const next: Partial<Record<Refused['because'], string>> = {
    requester: askOther(desk, card, actor),
    'not-eligible': askOther(desk, card, actor),
    'already-voted': askOther(desk, card, actor),
    'typed-target': own,
    'needs-iam': own,
    'reason-missing': `npx cordon deny A-${card.number} "why not"`,
  };
  return refusal(EXIT[because], because, sentence, next[because] ?? statusCommand(card));
};

type Ballot = Parameters<Desk['authority']['vote']>[0];
/** One person's word about one approval: what was recorded, or why it was not. */
const ballot = async (desk: Desk, number: number, actor: Parameters<Run<'deny'>>[2], word: Pick<Ballot, 'vote' | 'typed' | 'reason'>) => {
  const found = await findApproval(desk, number);
  if (found === undefined) return noSuch(`A-${number}`);
  const { approvalId, state } = found;
  const voted = await desk.authority.vote({ incidentId: state.incidentId, approvalId, actor, ...word });
  return voted.kind === 'refused' ? refused(desk, voted, found.approval, actor.id) : { found, voted };
};

export const approve: Run<'approve'> = async (desk, { approval: number, target }, actor) => {
  const cast = await ballot(desk, number, actor, { vote: 'grant', ...(target !== undefined && { typed: target }) });
  if ('exit' in cast) return cast;
  const { found, voted } = cast;
  const now = (await findApproval(desk, number))?.approval ?? found.approval;
  const line = votedText(now, actor.id, pageOf(desk));
  if (!voted.closed)
    return {
      exit: 4,
      lines: [line, `It still needs: ${voted.missing.join(', ')}.`],
      data: plainOf(now),
      // In Slack the next yes cannot be typed, so the card says where it can be given.
      next: actor.via === 'slack' && now.byIam === 'next' ? `npx cordon show A-${number}` : askOther(desk, now, actor.id),
    };
  if (now.incident === null) {
    const outcome = await houseOutcome(desk, found.runId);
    return { ...outcome, lines: [line, ...outcome.lines], data: plainOf((await findApproval(desk, number))?.approval ?? now) };
  }
  return {
    exit: 0,
    lines: [line],
    data: plainOf(now),
    next: statusCommand(now),
    follow: { incident: now.incident, fromSeq: found.state.seq + 1 },
  };
};

export const deny: Run<'deny'> = async (desk, { approval: number, reason }, actor) => {
  const cast = await ballot(desk, number, actor, { vote: 'deny', reason });
  if ('exit' in cast) return cast;
  const { found } = cast;
  return {
    exit: 0,
    lines: [`A-${number} denied by ${actor.id}. It is not done.`],
    data: plainOf(found.approval),
    next: statusCommand(found.approval),
  };
};
