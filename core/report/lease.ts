import type { AssetsFile } from '../asset/asset.ts';
import type { RunId } from '../id.ts';
import type { Facts } from '../ledger/facts.ts';
import type { IncidentState } from '../ledger/incident.ts';
import { runIn } from '../ledger/incident.ts';
import type { LeaseWait } from '../run/run.ts';

/** What the run that is waited for waits for itself. */
const itsReason = (state: IncidentState, owner: RunId): string => {
  const asked = state.approvals.find(({ approval, state: { kind } }) => approval.run === owner && kind === 'pending');
  if (asked !== undefined)
    return `A-${asked.approval.number} is waiting for ${asked.approval.rounds[asked.round]?.asks.join(', ') ?? 'an answer'}`;
  const [other] = runIn(state, owner)?.leaseWaits ?? [];
  return other === undefined ? 'its run is at work' : other.sentence;
};

/** `waits for INC-1, which is changing fraud-scorer: A-2 is waiting for you, bo (step deny)`. */
export const leaseSentence = (name: string, path: string, state: IncidentState | undefined, owner: RunId): string =>
  state?.opened === undefined
    ? `waits: ${name} is being changed by ${owner}, a run that no ledger knows (step ${path})`
    : `waits for INC-${state.opened.number}, which is changing ${name}: ${itsReason(state, owner)} (step ${path})`;

/** What people are asked when a step has waited too long. Nothing is done and nothing is given up while they think. */
export const leaseQuestion = (
  { people }: AssetsFile,
  state: IncidentState,
  wait: LeaseWait,
  name: string,
): Pick<Facts['task.asked'], 'title' | 'ask' | 'people' | 'instruct' | 'doneWhen'> => {
  const other = wait.ownerIncident === null ? undefined : `INC-${wait.ownerIncident}`;
  const own = `INC-${state.opened?.number ?? 0}`;
  return {
    title: `${name}: step ${wait.path} of ${own} waits for ${other ?? 'another run'}`,
    ask: 'responder',
    people: Object.entries(people).flatMap(([id, { roles }]) => (roles.includes('responder') ? [id] : [])),
    instruct:
      `It has waited since ${wait.since}: ${wait.sentence}. Nothing is done to ${name} by ${own} meanwhile. ` +
      `Decide what ${other ?? 'the other run'} waits for (npx cordon ${other === undefined ? 'list' : `status ${other}`}), ` +
      `or stop one of the two: npx cordon abort ${other ?? own}`,
    doneWhen: `the step goes on, or one of the runs was stopped`,
  };
};

/** Each look says it again in the ledger; people read it once. */
export const saidOnce = ({ wait, sentence }: Facts['lease.waiting']): string | undefined => (wait.endsWith('.1') ? sentence : undefined);
