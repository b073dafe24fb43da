import type { LedgerEvent } from '../../core/ledger/facts.ts';

/** What an event says, without instants, hashes, numbers, tokens and how often somebody had to look. `undefined`: it says only that. */
const said = (event: LedgerEvent): readonly unknown[] | undefined => {
  switch (event.type) {
    case 'finding.received':
      return [event.data.finding.uid, event.data.decision.outcome];
    case 'incident.opened':
      return [event.data.incidentClass, event.data.sev, event.data.target?.arn];
    case 'run.requested':
      return [event.data.order.kind, event.data.mode];
    case 'run.started':
      return [event.data.mode];
    case 'run.ended':
      return [event.data.status, event.data.because];
    case 'step.planned':
      return [event.data.path, event.data.verb, event.data.action, event.data.plan.writes, event.data.undoWrites];
    case 'step.started':
      return [event.data.path, event.data.verb];
    case 'step.ended': {
      const { path, verb, result } = event.data;
      return [
        path,
        verb,
        result.effect,
        result.proof.kind,
        result.proof.kind === 'proven' ? result.proof.partly : result.proof.because,
        result.failure?.kind,
      ];
    }
    case 'step.skipped':
      return [event.data.path, event.data.because];
    case 'approval.requested':
      return [event.data.approval.step, event.data.approval.verb, event.data.approval.seats];
    case 'approval.voted':
      return [event.data.vote.by, event.data.vote.vote, event.data.vote.seat];
    case 'approval.closed':
      return [event.data.state];
    case 'grant.issued':
      return [event.data.grant.step, event.data.grant.verb, event.data.grant.by.kind];
    case 'containment.changed':
      return [event.data.from, event.data.to];
    case 'evidence.sealed':
      return [event.data.set, event.data.items, event.data.missing];
    case 'alarm.raised':
      return [event.data.kind, event.data.sentence];
    case 'review.set':
      return [event.data.path];
    case 'block.begun':
      return [event.data.path, event.data.kind, event.data.items];
    case 'block.ended':
      return [event.data.path, event.data.outcome, event.data.because];
    case 'choice.asked':
      // A bundle says when it was made.
      return [event.data.path, event.data.prompt.replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:n')];
    case 'choice.made':
      return [event.data.answer, event.data.by];
    case 'task.asked':
      return [event.data.path, event.data.instruct];
    case 'run.waiting':
    case 'step.progress':
    case 'hold.observed':
    case 'approval.waiting':
      return undefined;
    default:
      return [];
  }
};

/** The story of an incident, one line per state transition, in order. */
export const meaningOf = (events: readonly LedgerEvent[]): readonly string[] =>
  events.flatMap((event) => {
    const words = said(event);
    return words === undefined ? [] : [`${event.type} ${JSON.stringify(words)}`];
  });
