import { planDigestOf, type Plan } from '../../../core/action/plan.ts';
import type { Actor } from '../../../core/approval/approval.ts';
import { targetOf } from '../../../core/asset/resource.ts';
import type { Finding } from '../../../core/finding/finding.ts';
import type { Facts, LedgerDraft } from '../../../core/ledger/facts.ts';
import type { Admission } from '../../../engine/ports.ts';
import type { Cell } from './cells.ts';
import { actionOf, endpointOf } from './office.ts';

/** What a cell begins with: the finding, the order, and the plan of its one step. */
export const STEP = 'step';
const ZEROS = `sha256:${'0'.repeat(64)}` as const;

export const verbOf = ({ risk }: Pick<Cell, 'risk'>): 'apply' | 'undo' => (risk === 'L' ? 'undo' : 'apply');
export const requesterOf = ({ requester, role, surface }: Cell): Extract<Actor, { kind: 'human' }> | undefined =>
  requester === 'voter' || requester === 'another'
    ? { kind: 'human', id: requester === 'voter' ? role : 'another', via: surface }
    : undefined;

export const planOf = (cell: Cell, version: number): Plan => ({
  action: actionOf(cell),
  target: targetOf(endpointOf(cell)),
  input: { endpoint: endpointOf(cell) },
  before: {},
  guard: { version },
  writes: [],
  impact: ['it is changed'],
});
export const plannedOf = (cell: Cell, runId: `run-${string}`, version: number): Readonly<Facts['step.planned']> => {
  const plan = planOf(cell, version);
  return {
    runId,
    path: STEP,
    phase: 'contain',
    title: 't',
    action: actionOf(cell),
    // The ledger may say what it likes: risk comes from the catalog.
    risk: 'A0',
    verb: verbOf(cell),
    plan,
    planDigest: planDigestOf(plan),
  };
};

export const findingOf = (cell: Cell): Finding => ({
  uid: 'f',
  source: { id: 's', product: 'p', detailType: 'd', uid: 'u', account: '111122223333', region: 'eu-west-1' },
  correlationKey: 'k',
  signal: 'training-data-poisoning',
  title: 't',
  severityId: 4,
  resources: [],
  principals: [],
  attributes: {},
  observedAt: '2026-11-20T02:59:00.000Z',
  isSample: false,
  rawDigest: ZEROS,
  incidentClass: 'training-data-poisoning',
  assurance: 'app',
  corroborated: cell.requester !== 'run, application alone',
  certainty: 'likely',
  sev: 2,
  because: 'b',
  target: targetOf(endpointOf(cell)),
});
/** What intake and people bring in. */
export const admissionOf = (cell: Cell, incidentId: `inc-${string}`): Admission => {
  const intake = { kind: 'system', id: 'intake' } as const;
  const by = requesterOf(cell);
  const facts: readonly LedgerDraft[] = [
    {
      id: `${incidentId}:finding`,
      type: 'finding.received',
      actor: intake,
      data: { finding: findingOf(cell), decision: { outcome: 'respond', aiWorkload: 'yes', reasons: [], next: 'npx cordon status' } },
    },
    {
      id: `${incidentId}:opened`,
      type: 'incident.opened',
      actor: intake,
      data: {
        incidentClass: 'training-data-poisoning',
        title: 't',
        sev: 2,
        sevBecause: 'b',
        number: 1,
        correlationKey: incidentId,
        generation: 1,
        target: targetOf(endpointOf(cell)),
      },
    },
  ];
  const order =
    by === undefined
      ? ({ kind: 'playbook', playbook: { id: 'p', version: '1.0.0', digest: ZEROS } } as const)
      : ({ kind: 'manual', document: {}, by } as const);
  return { incidentId, facts, order: { order, mode: cell.mode, actor: by ?? intake, once: false } };
};
