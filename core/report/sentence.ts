import type { Actor } from '../approval/approval.ts';
import { targetOf } from '../asset/resource.ts';
import { isHouseOrder } from '../house/house.ts';
import { shortDigest } from '../json.ts';
import type { Facts, LedgerEvent } from '../ledger/facts.ts';
import { clockTime } from '../time.ts';
import { flowSentence } from './sentence-flow.ts';
import { houseSentence, orderSentence } from './sentence-house.ts';

const WORDS = {
  'not-contained': 'NOT CONTAINED',
  'partly-contained': 'PARTLY CONTAINED',
  contained: 'CONTAINED',
  unknown: 'UNKNOWN',
  released: 'RELEASED',
} as const;

const listed = (sentences: readonly string[]): string => (sentences.length === 0 ? '' : `: ${sentences.join('; ')}`);

const requested = ({ order, mode }: Facts['run.requested']): string => {
  if (isHouseOrder(order)) return orderSentence(order);
  if (order.kind === 'playbook') return `playbook ${order.playbook.id}@${order.playbook.version} ordered, mode ${mode}`;
  if (order.kind === 'child') return `${order.path}: items ${order.from + 1} to ${order.to} in a run of their own`;
  return order.kind === 'release' ? `release of ${targetOf(order.target).name} asked for` : 'containment asked for by hand';
};

/** One sentence per fact, for the timeline. `undefined`: machinery that people need not read. */
export const sentenceFor = (event: LedgerEvent): string | undefined => {
  switch (event.type) {
    case 'finding.received': {
      const { finding, decision } = event.data;
      return `${decision.outcome}: ${finding.source.detailType} from ${finding.source.product}: ${finding.title}`;
    }
    case 'incident.opened':
      return `incident opened, SEV${event.data.sev} because ${event.data.sevBecause}`;
    case 'incident.resolved':
      return `resolved as ${event.data.verdict}: ${event.data.summary}`;
    case 'containment.changed': {
      const { to, target, because } = event.data;
      return `${WORDS[to]} ${targetOf(target).name}${listed(because)}`;
    }
    case 'run.requested':
      return requested(event.data);
    case 'run.ended':
      return `run ${event.data.status}: ${event.data.because}`;
    case 'step.planned':
      return event.data.risk === 'A0' ? undefined : `planned: ${event.data.title} (plan ${shortDigest(event.data.planDigest)})`;
    case 'step.skipped':
      return `not done: ${event.data.path}: ${event.data.because}`;
    case 'step.started':
      return `calls sent: ${event.data.path}${event.data.verb === 'undo' ? ' (undo)' : ''}`;
    case 'step.progress':
      return event.data.sentence;
    case 'step.ended': {
      const { proof } = event.data.result;
      return proof.kind === 'proven'
        ? `proven: ${event.data.path}${listed(proof.observed)}`
        : `${proof.kind}: ${event.data.path}: ${proof.because}`;
    }
    case 'approval.requested': {
      const { approval } = event.data;
      return `waiting for A-${approval.number} ${approval.title}: ${approval.rounds[0]?.asks.join(', ') ?? 'nobody'} until ${clockTime(approval.rounds[0]?.until ?? approval.askedAt)}`;
    }
    case 'approval.escalated':
      return 'nobody answered; the next people are asked';
    case 'approval.voted': {
      const { vote } = event.data;
      return vote.vote === 'grant'
        ? `${vote.by} said yes${vote.seat === null ? '' : ` as ${vote.seat}`}`
        : `${vote.by} said no: ${vote.reason ?? ''}`;
    }
    case 'approval.closed': {
      const { state } = event.data;
      if (state.kind === 'granted') return state.by === 'people' ? 'approved' : 'nobody answered: done as the owner declared';
      return state.kind === 'denied'
        ? `denied by ${state.by}`
        : state.kind === 'void'
          ? `approval void: ${state.because}`
          : 'approval expired; not done';
    }
    case 'evidence.sealed':
      return `evidence E-${event.data.number}: ${event.data.set} set, ${event.data.items} items sealed${event.data.missing.length > 0 ? `, ${event.data.missing.length} not collected` : ''}`;
    case 'alarm.raised':
      return `ALARM ${event.data.kind}: ${event.data.sentence}`;
    case 'task.asked': {
      const { number, title, ask, people, due } = event.data;
      return `T-${number} for ${ask} (${people.length === 0 ? 'nobody fills this role' : people.join(', ')}) until ${due.slice(0, 16)}Z: ${title}`;
    }
    case 'task.done':
      return `T-${event.data.number} done: ${event.data.said}`;
    case 'note.added':
      return event.data.text;
    case 'block.begun':
    case 'block.ended':
    case 'choice.asked':
    case 'choice.made':
    case 'lease.waiting':
    case 'lease.waited':
    case 'lease.awaited':
    case 'outcome.asked':
    case 'outcome.settled':
    case 'change.adopted':
    case 'review.kept':
    case 'review.due':
      return flowSentence(event);
    case 'playbook.activated':
    case 'house.stopped':
    case 'house.resumed':
    case 'run.held':
    case 'run.freed':
      return houseSentence(event);
    case 'review.set':
      return undefined;
    case 'run.started':
    case 'run.waiting':
    case 'hold.observed':
    case 'grant.issued':
    case 'approval.waiting':
    case 'review.ignored':
    // Its run.ended says it.
    case 'run.aborted':
      return undefined;
  }
};

export const whoIs = (event: LedgerEvent): { readonly by: 'human' | 'machine'; readonly who: string } => {
  if (event.type === 'approval.voted') return { by: 'human', who: event.data.vote.by };
  if (event.type === 'choice.made' && event.data.by !== null) return { by: 'human', who: event.data.by };
  const { actor } = event;
  return actor.kind === 'human' ? { by: 'human', who: actor.id } : { by: 'machine', who: nameOf(actor) };
};
const nameOf = (actor: Exclude<Actor, { kind: 'human' }>): string => (actor.kind === 'run' ? 'run' : actor.id);
