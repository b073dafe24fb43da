import type { ExerciseScope } from '../../core/exercise/vocabulary.ts';
import { noted, type Milestone, type Times } from '../../core/exercise/times.ts';
import type { LedgerEvent } from '../../core/ledger/facts.ts';
import { millisecondsOf } from '../../core/time.ts';
import type { Found } from '../../engine/commands/answer.ts';
import { START_MS } from './night.ts';

/** Tenths are enough for people, and for a hash. */
export const secondsOfInstant = (at: LedgerEvent['at']): number => Math.round((millisecondsOf(at) - START_MS) / 100) / 10;

const REJECT = 'sagemaker.reject-model-package';

const milestonesIn = (event: LedgerEvent, events: readonly LedgerEvent[]): readonly Milestone[] => {
  switch (event.type) {
    case 'incident.opened':
      return ['declared', ...(event.data.target === undefined ? [] : ['detected' as const])];
    case 'evidence.sealed':
      return ['evidence'];
    case 'run.requested':
      return event.data.order.kind === 'manual' ? ['decided'] : [];
    case 'approval.voted': {
      const { vote } = event.data;
      const asked = events.find((one) => one.type === 'approval.requested' && one.data.approval.id === vote.approvalId);
      const contains = asked?.type === 'approval.requested' && asked.data.approval.risk === 'A2-contain';
      return contains && vote.vote === 'grant' ? ['decided'] : [];
    }
    case 'containment.changed':
      return event.data.to === 'partly-contained' ? ['partly'] : event.data.to === 'released' ? ['released'] : [];
    case 'step.ended': {
      const { runId, path, result } = event.data;
      const planned = events.findLast((one) => one.type === 'step.planned' && one.data.runId === runId && one.data.path === path);
      return planned?.type === 'step.planned' && planned.data.action === REJECT && result.proof.kind === 'proven' ? ['rejected'] : [];
    }
    case 'note.added':
      return ['told'];
    default:
      return [];
  }
};
export const timesFrom = (events: readonly LedgerEvent[], known: Times): Times =>
  events.reduce(
    (times, event) => milestonesIn(event, events).reduce((so, milestone) => noted(so, milestone, secondsOfInstant(event.at)), times),
    known,
  );

const isRunning = ({ state }: Found): boolean => state.runs.some(({ status }) => status === 'running' || status === 'requested');

/** Effects by who permitted them; A0 only looks. */
const granted = (events: readonly LedgerEvent[]): Pick<ExerciseScope['run'], 'unapproved' | 'silent'> => {
  const grants = events.flatMap((event) => (event.type === 'grant.issued' ? [event.data.grant] : []));
  const risky = grants.filter((grant) => {
    const planned = events.findLast((one) => one.type === 'step.planned' && one.data.runId === grant.run && one.data.path === grant.step);
    return planned?.type === 'step.planned' && planned.data.risk !== 'A0';
  });
  return {
    unapproved: risky.filter(({ by }) => by.kind === 'policy').length,
    silent: risky.filter(({ by }) => by.kind === 'silence').length,
  };
};

/** The last name of a path: what a scenario calls the step. */
export const stepName = (path: string): string => path.split('/').at(-1) ?? '';

const answersOf = (found: readonly Found[]): Pick<ExerciseScope['run'], 'choose' | 'chose'> => {
  const numbers = new Set(found.flatMap(({ card }) => card.choices.flatMap(({ state, number }) => (state === 'waiting' ? [number] : []))));
  const views = found.flatMap(({ state }) => state.choices);
  return {
    choose: Object.fromEntries(views.flatMap(({ path, number }) => (numbers.has(number) ? [[stepName(path), `C-${number}`]] : []))),
    chose: Object.fromEntries(views.flatMap(({ path, made }) => (made === undefined ? [] : [[stepName(path), made.answer]]))),
  };
};

/** What the ledgers of all incidents say, as far as expressions ask for it. */
export const ledgerFacts = (
  found: readonly Found[],
  endpoint: string,
  you: string,
): {
  readonly incident: ExerciseScope['incident'];
  readonly run: Pick<ExerciseScope['run'], 'ask' | 'choose' | 'chose' | 'voted' | 'unapproved' | 'silent' | 'releasers' | 'busy'>;
} => {
  const main = found.find(({ card }) => card.target?.name === endpoint) ?? found[0];
  const events = found.flatMap(({ state }) => state.believed.events);
  const views = found.flatMap(({ state }) => state.approvals);
  const votes = views.flatMap(({ votes, approval }) => votes.map((vote) => ({ ...vote, approval }))).filter(({ vote }) => vote === 'grant');
  const pending = views.filter(({ state }) => state.kind === 'pending');
  return {
    incident: { open: main !== undefined && !main.card.resolved, number: main?.card.number ?? 0, word: main?.card.word ?? 'QUIET' },
    run: {
      ask: Object.fromEntries(
        pending.map(({ approval }) => [approval.verb === 'undo' ? 'release' : stepName(approval.step), `A-${approval.number}`]),
      ),
      ...answersOf(found),
      voted: votes.flatMap(({ by, approval }) => (by === you ? [`A-${approval.number}`] : [])),
      releasers: new Set(votes.flatMap(({ by, approval }) => (approval.risk === 'L' ? [by] : []))).size,
      busy: found.some(isRunning),
      ...granted(events),
    },
  };
};
