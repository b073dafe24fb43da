import type { Decision, Finding } from '../../core/finding/finding.ts';
import { incidentIdOf, type IncidentId } from '../../core/id.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { isOpen } from '../../core/ledger/incident.ts';
import { lowerMode } from '../../core/playbook/document.ts';
import { readIncident, type Reading } from '../append.ts';
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

const titleOf = ({ title, target }: Finding): string =>
  target === undefined || title.includes(target.name) ? title : `${target.name}: ${title}`;

/**
 * The open incident that this finding is about: same correlation key, or same target. What a playbook answers joins another incident of its
 * target only when that one is of the same class: it must not disappear in one that nobody's playbook works on.
 */
const known = async (desk: Desk, finding: Finding, outcome: Decision['outcome']): Promise<Reading | undefined> => {
  const correlated = await desk.ledger.byCorrelation(finding.correlationKey);
  const first = correlated && (await readIncident(desk, correlated.incidentId));
  if (first !== undefined && isOpen(first)) return first;
  if (finding.target === undefined) return undefined;
  for (const incidentId of await desk.ledger.incidents()) {
    const state = await readIncident(desk, incidentId);
    const same = outcome !== 'respond' || state.opened?.incidentClass === finding.incidentClass;
    if (same && isOpen(state) && state.opened?.target?.arn === finding.target.arn) return state;
  }
  return undefined;
};

/** Tells an open incident; the finding itself is recorded once however often it arrives. */
export const join = async (desk: Desk, finding: Finding, decision: Decision): Promise<Joined | undefined> => {
  const state = await known(desk, finding, decision.outcome);
  if (state === undefined) return undefined;
  const { incidentId } = state;
  const how = state.findings.some(({ uid }) => uid === finding.uid) ? 'same' : 'joined';
  await desk.authority.admit({ incidentId, facts: [receivedDraft(finding, { ...decision, outcome: 'record' })] });
  // Ordered, but the process died before it could start: the repeated event is as good a sweep as any.
  for (const { runId, status } of state.runs) if (status === 'requested') await desk.runs.start({ runId, incidentId });
  return { incidentId, number: state.opened?.number ?? 0, how };
};

const openedDraft = (desk: Desk, finding: Finding, incidentId: IncidentId, number: number, generation: number): LedgerDraft => {
  const { correlationKey, target, incidentClass, sev, certainty } = finding;
  const tier = desk.policy.assets.assets.find(({ arn }) => arn === target?.arn)?.tier ?? 'unknown';
  const sevBecause = `tier ${tier} and level ${certainty}`;
  const data = { incidentClass, title: titleOf(finding), sev, sevBecause, number, correlationKey, generation, ...(target && { target }) };
  return { id: `${incidentId}:opened`, type: 'incident.opened', actor: intake, data };
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
  const mode = lowerMode(loaded?.document.mode ?? 'observe', desk.policy.mode);
  const admitted = await desk.authority.admit({
    incidentId,
    facts: [receivedDraft(finding, decision), openedDraft(desk, finding, incidentId, number, generation)],
    ...(playbook && { order: { order: { kind: 'playbook', playbook }, mode, actor: intake, once: true } }),
  });
  if (admitted.runId !== undefined) await desk.runs.start({ runId: admitted.runId, incidentId });
  return { incidentId, number: admitted.number, how: 'opened' };
};
