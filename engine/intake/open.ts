import type { Decision, Finding } from '../../core/finding/finding.ts';
import { incidentIdOf, runIdOf, type IncidentId } from '../../core/id.ts';
import { digestOf } from '../../core/json.ts';
import type { LedgerDraft, RunOrder } from '../../core/ledger/facts.ts';
import { isOpen } from '../../core/ledger/incident.ts';
import { lowerMode } from '../../core/playbook/document.ts';
import { decideAndAppend, readIncident, type Reading } from '../append.ts';
import type { Desk } from '../desk.ts';

export interface Joined {
  readonly incidentId: IncidentId;
  readonly number: number;
  /** `same`: the very finding again. `joined`: another word about the same problem or the same target. */
  readonly how: 'opened' | 'joined' | 'same';
}
const intake = { kind: 'system', id: 'intake' } as const;

const receivedDraft = (finding: Finding, decision: Decision): LedgerDraft => {
  const { findings: _findings, ...rest } = decision;
  return { id: `finding:${finding.uid}`, type: 'finding.received', actor: intake, data: { finding, decision: rest } };
};

const titleOf = ({ title, target }: Finding): string => (target === undefined || title.includes(target.name) ? title : `${target.name}: ${title}`);

/** The open incident that this finding is about: same correlation key, or same target. */
const known = async (desk: Desk, finding: Finding): Promise<Reading | undefined> => {
  const correlated = await desk.ledger.byCorrelation(finding.correlationKey);
  const first = correlated && (await readIncident(desk, correlated.incidentId));
  if (first !== undefined && isOpen(first)) return first;
  if (finding.target === undefined) return undefined;
  for (const incidentId of await desk.ledger.incidents()) {
    const state = await readIncident(desk, incidentId);
    if (isOpen(state) && state.opened?.target?.arn === finding.target.arn) return state;
  }
  return undefined;
};

/** Tells an open incident; the finding itself is recorded once however often it arrives. */
export const join = async (desk: Desk, finding: Finding, decision: Decision): Promise<Joined | undefined> => {
  const state = await known(desk, finding);
  if (state === undefined) return undefined;
  const draft = receivedDraft(finding, { ...decision, outcome: 'record' });
  const how = state.findings.some(({ uid }) => uid === finding.uid) ? 'same' : 'joined';
  await decideAndAppend(desk, state.incidentId, () => ({ drafts: [draft], answer: undefined }));
  // Ordered, but the process died before it could start: the repeated event is as good a sweep as any.
  for (const { runId, status } of state.runs) if (status === 'requested') await desk.runs.start({ runId, incidentId: state.incidentId });
  return { incidentId: state.incidentId, number: state.opened?.number ?? 0, how };
};

/**
 * Opens an incident and orders its playbook in one append, then starts the run. A crash in between leaves an order that the sweep finds;
 * the same event again finds the incident.
 */
export const open = async (desk: Desk, finding: Finding, decision: Decision): Promise<Joined> => {
  const generation = ((await desk.ledger.byCorrelation(finding.correlationKey))?.generation ?? 0) + 1;
  const incidentId = incidentIdOf(finding.correlationKey, generation);
  const number = await desk.ledger.nextNumber('incident');
  const { playbook } = decision;
  const loaded = playbook && (await desk.library.byRef(playbook));
  const order: RunOrder | undefined = playbook && { kind: 'playbook', playbook };
  const runId = order && runIdOf(incidentId, digestOf(order), 1);
  const tier = desk.policy.assets.assets.find(({ arn }) => arn === finding.target?.arn)?.tier ?? 'unknown';
  const opened: LedgerDraft = {
    id: `${incidentId}:opened`, type: 'incident.opened', actor: intake,
    data: {
      incidentClass: finding.incidentClass, title: titleOf(finding), sev: finding.sev,
      sevBecause: `tier ${tier} and level ${finding.certainty}`, number, correlationKey: finding.correlationKey, generation, ...(finding.target && { target: finding.target }),
    },
  };
  const requested: readonly LedgerDraft[] = order === undefined || runId === undefined ? [] : [
    { id: `${runId}:requested`, type: 'run.requested', actor: intake, data: { runId, order, mode: lowerMode(loaded?.document.mode ?? 'observe', desk.policy.mode), attempt: 1 } },
  ];
  const given = await decideAndAppend(desk, incidentId, (state) => ({ drafts: [receivedDraft(finding, decision), ...(state.opened ? [] : [opened]), ...(state.opened ? [] : requested)], answer: state.opened?.number ?? number }));
  if (runId !== undefined) await desk.runs.start({ runId, incidentId });
  return { incidentId, number: given, how: 'opened' };
};
