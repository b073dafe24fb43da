import type { Catalog } from '../core/action/catalog.ts';
import { staysUntilReleased } from '../core/action/catalog.ts';
import type { Plan } from '../core/action/plan.ts';
import type { Target } from '../core/asset/resource.ts';
import type { IncidentId, RunId } from '../core/id.ts';
import { runIn } from '../core/ledger/incident.ts';
import { isUnderWay } from '../core/run/run.ts';
import { holdsOf, isProvenHold } from '../core/run/containment.ts';
import type { StepView } from '../core/run/run.ts';
import { readIncident, type Reading } from './append.ts';
import type { Desk } from './desk.ts';

type Readers = Pick<Desk, 'ledger' | 'verify'>;

/** The incident whose run this is; its ledger is the only place that knows. */
export const incidentOfRun = async (desk: Readers, runId: RunId): Promise<Reading | undefined> => {
  for (const incidentId of await desk.ledger.incidents()) {
    const state = await readIncident(desk, incidentId);
    if (runIn(state, runId) !== undefined) return state;
  }
  return undefined;
};

const stays = (catalog: Catalog) => (action: string) => staysUntilReleased(catalog, action);

/** The proven hold of another incident that this plan rests on; without one the plan is somebody's claim. */
export const vouchFor = async (desk: Readers & Pick<Desk, 'catalog'>, plan: Plan): Promise<Reading | undefined> => {
  if (plan.restsOn === undefined || plan.writes.length > 0) return undefined;
  const state = await readIncident(desk, plan.restsOn);
  const holds = holdsOf(state.runs, plan.target.arn, stays(desk.catalog));
  return state.believed.brokenAt === undefined && holds.some((hold) => hold.action === plan.action && isProvenHold(hold))
    ? state
    : undefined;
};

/**
 * Incidents whose hold on the same target wrote nothing, because ours was there already: lifting ours would lift theirs. A hold of an
 * incident that was resolved without a release counts, too.
 */
export const leaningOn = async (
  desk: Readers & Pick<Desk, 'catalog'>,
  incidentId: IncidentId,
  step: StepView,
): Promise<readonly Reading[]> => {
  if (step.plan.writes.length === 0) return [];
  const found: Reading[] = [];
  for (const other of await desk.ledger.incidents()) {
    if (other === incidentId) continue;
    const state = await readIncident(desk, other);
    const holds = holdsOf(state.runs, step.plan.target.arn, stays(desk.catalog));
    if (holds.some(({ action, plan }) => action === step.action && plan.writes.length === 0)) found.push(state);
  }
  return found;
};
export const namesOf = (states: readonly Reading[]): string => states.map(({ opened }) => `INC-${opened?.number ?? '?'}`).join(', ');

/** What a run that has ended still holds disturbs nobody: whoever comes next frees it. */
export const ownerUnderWay = async (desk: Readers & Pick<Desk, 'leases'>, target: Target): Promise<RunId | undefined> => {
  const owner = await desk.leases.holder(target.arn);
  const state = owner === undefined ? undefined : await incidentOfRun(desk, owner);
  const run = owner === undefined || state === undefined ? undefined : runIn(state, owner);
  return run !== undefined && !isUnderWay(run) ? undefined : owner;
};
