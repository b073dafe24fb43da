import type { Actor, Approval } from '../../../core/approval/approval.ts';
import { instantOf, type Instant } from '../../../core/time.ts';
import type { IncidentId, RunId } from '../../../core/id.ts';
import { sha256, type JsonObject } from '../../../core/json.ts';
import type { LedgerDraft } from '../../../core/ledger/facts.ts';

const START = Date.parse('2026-11-20T03:00:00.000Z');
const at = (seconds: number): Instant => instantOf(START + seconds * 1000);

/** A second passes at every look, so that a wrong stamp shows. */
export const ticking = (): { now: () => Instant } => {
  let seconds = 0;
  return { now: () => at((seconds += 1)) };
};

let serial = 0;
/** Nothing in common with another test on the same store. */
export const newIncident = (): IncidentId => `inc-${process.pid}-${Date.now()}-${(serial += 1)}`;

const actor: Actor = { kind: 'system', id: 'intake' };
const runId: RunId = 'run-7';
const endpoint = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer';

export const note = (id: string, text = id): LedgerDraft => ({ id, type: 'note.added', actor, data: { text, said: at(0) } });

export const opened = (id: string, correlationKey: string, generation: number, number: number): LedgerDraft => ({
  id,
  type: 'incident.opened',
  actor,
  data: {
    incidentClass: 'training-data-poisoning',
    title: 'fraud-scorer was trained on poisoned data',
    sev: 2,
    sevBecause: 'a high-tier endpoint serves it',
    number,
    correlationKey,
    generation,
  },
});

/** A fact whose data is whatever an event's sender likes. */
export const ordered = (id: string, document: JsonObject): LedgerDraft => ({
  id,
  type: 'run.requested',
  actor,
  data: { runId, order: { kind: 'manual', document, by: actor }, mode: 'propose', attempt: 1 },
});

export const tasked = (id: string, number: number): LedgerDraft => ({
  id,
  type: 'task.asked',
  actor: { kind: 'run', id: 'run-1' },
  data: { runId: 'run-1', path: 'read', number, title: 'Read', ask: 'owner', people: ['cy'], instruct: 'Read it.', due: at(3600) },
});

export const sealed = (id: string, number: number): LedgerDraft => ({
  id,
  type: 'evidence.sealed',
  actor,
  data: {
    runId,
    path: 'evidence',
    number,
    bundle: `b-${number}`,
    digest: sha256(id),
    subject: endpoint,
    set: 'quick',
    items: 9,
    missing: [],
  },
});

const approvalOf = (incidentId: IncidentId, number: number): Approval => ({
  id: `approval-${number}`,
  number,
  incidentId,
  run: runId,
  step: 'deny',
  verb: 'apply',
  action: 'sagemaker.quarantine-endpoint',
  title: 'Quarantine fraud-scorer',
  risk: 'A2-contain',
  target: endpoint,
  planDigest: sha256('plan'),
  requestedBy: { kind: 'run', id: runId },
  seats: [{ role: 'responder', people: ['you'] }],
  notRequester: false,
  typedTarget: false,
  askedAt: at(0),
  rounds: [{ asks: ['you'], until: at(600) }],
  onSilence: 'contain',
  rule: 'A2 contain on a high-tier endpoint: one responder',
});
export const asked = (id: string, incidentId: IncidentId, number: number): LedgerDraft => ({
  id,
  type: 'approval.requested',
  actor: { kind: 'system', id: 'approve' },
  data: { approval: approvalOf(incidentId, number) },
  seal: { keyId: 'k', signature: 's' },
});
