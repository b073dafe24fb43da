import { planDigestOf, type Plan } from '../../core/action/plan.ts';
import type { Sha256 } from '../../core/json.ts';
import type { Failure } from '../../core/failure.ts';
import { runIn } from '../../core/ledger/incident.ts';
import type { Desk } from '../desk.ts';
import { ownerUnderWay, vouchFor } from '../held.ts';
import type { RunInput } from '../ports.ts';
import type { Busy } from './lease.ts';

export type { Busy };

/** The other run that changes this target now, if there is one. Looking waits for nobody, and what writes nothing needs no lease. */
export const busyWith = async (desk: Desk, run: RunInput, { action, target, writes }: Plan): Promise<Busy | undefined> => {
  const effect = desk.catalog.get(action)?.effect;
  if (effect === 'observe' || (effect === 'containment' && writes.length === 0)) return undefined;
  const owner = await ownerUnderWay(desk, target);
  if (owner === undefined || owner === run.runId) return undefined;
  return { target: target.arn, owner, ...(effect === 'containment' && { contains: action }) };
};

const notTheirs = ({ target, restsOn }: Plan): Failure => ({
  kind: 'conflict',
  retryable: false,
  effect: 'no-change',
  what: `${target.name} carries the mark of another incident`,
  why: `it says ${restsOn ?? ''}, whose hold is not proven; sharing it would prove nothing`,
  next: 'npx cordon list',
});

/**
 * May this plan go on? Not while another run changes its target; and a hold that another incident has is shared only when it is proven there
 * and nobody is about to lift it.
 */
export const mayShareOrWait = async (
  desk: Desk,
  run: RunInput,
  plan: Plan,
  digest: Sha256,
): Promise<{ readonly kind: 'busy'; readonly busy: Busy } | { readonly kind: 'failed'; readonly failure: Failure } | undefined> => {
  if (planDigestOf(plan) !== digest) throw new Error(`${plan.action} answered a plan with another digest`);
  if (plan.restsOn === undefined) {
    const busy = await busyWith(desk, run, plan);
    return busy && { kind: 'busy', busy };
  }
  const other = await vouchFor(desk, plan);
  const owner = await desk.leases.holder(plan.target.arn);
  const lifting = other !== undefined && owner !== undefined && runIn(other, owner)?.order.kind === 'release';
  if (other !== undefined && !lifting) return undefined;
  if (owner !== undefined && owner !== run.runId) return { kind: 'busy', busy: { target: plan.target.arn, owner, contains: plan.action } };
  return { kind: 'failed', failure: notTheirs(plan) };
};
