import type { Applied } from '../../core/action/plan.ts';
import type { ActionReply, ActionRequest } from '../../core/action/request.ts';
import type { SignedGrant } from '../../core/approval/grant.ts';
import type { Failure } from '../../core/failure.ts';
import { HALTED } from '../../core/house/house.ts';
import { keyOf } from '../../core/id.ts';
import type { JsonObject } from '../../core/json.ts';
import { stepIn } from '../../core/ledger/incident.ts';
import { afterOf } from '../../core/run/containment.ts';
import type { StepView } from '../../core/run/run.ts';
import { readIncident, record } from '../append.ts';
import type { Desk } from '../desk.ts';
import { haltOf } from '../house.ts';
import type { RunInput } from '../ports.ts';
import { vouchFor } from '../held.ts';
import type { Busy } from './lease.ts';
import { lookAgain } from './recheck.ts';
import { stoppedFailure } from './stopped.ts';

export interface Where {
  readonly run: RunInput;
  readonly path: string;
  readonly verb: 'apply' | 'undo';
}
/** `doubt`: an earlier try of the same call may have had an effect, whatever the last one says about itself. */
export type Done =
  | { readonly ok: true; readonly applied: Applied }
  | { readonly ok: false; readonly failure: Failure; readonly doubt: boolean; readonly busy?: Busy };

export const stepOf = async (
  desk: Desk,
  where: Where,
): Promise<{ readonly step: StepView; readonly after: JsonObject; readonly stopped: Failure | undefined }> => {
  const state = await readIncident(desk, where.run.incidentId);
  const step = stepIn(state, where.run.runId, where.path);
  if (step === undefined) throw new Error(`${where.path} has no plan in the ledger`);
  return { step, after: afterOf(state.runs, step.plan.target.arn), stopped: stoppedFailure(state, where.run) };
};
export const callOf = (desk: Desk, { run, path }: Where, verb: string) => ({
  incidentId: run.incidentId,
  key: keyOf(run.runId, path, verb),
  at: desk.clock.now(),
  exercise: desk.exercise,
});
const conflict = (what: string, why: string, next: string): Failure => ({
  kind: 'conflict',
  retryable: false,
  effect: 'no-change',
  what,
  why,
  next,
});

const notGranted = ({ action }: StepView, why: string): Failure => ({
  kind: 'no-grant',
  retryable: false,
  effect: 'no-change',
  what: `${action} was refused`,
  why,
  next: 'npx cordon status',
});

/** The action function says the same, if somebody stops everything between our look and its own. */
const halted = ({ action }: StepView, why: string): Failure => ({
  kind: HALTED,
  retryable: true,
  effect: 'no-change',
  what: `${action} waits`,
  why,
  next: 'npx cordon resume --all',
});

/** A grant lives for minutes; a process may be down for longer. What was decided is then signed anew, if it still stands. */
const current = async (desk: Desk, { run, path, verb }: Where, grant: SignedGrant): ReturnType<Desk['authority']['grant']> =>
  grant.payload.expiresAt > desk.clock.now()
    ? grant
    : desk.authority.grant({ ...run, step: path, verb, planDigest: grant.payload.planDigest });

/** A repeat that finds its work done found what the first try did: nobody was there between them but a crash, or a lost answer. */
const ours = (applied: Applied, step: StepView, repeat: boolean): Applied => {
  const writes = step.verb === 'undo' ? (step.undoWrites ?? []) : step.plan.writes;
  return repeat && applied.effect === 'no-change' && writes.length > 0 ? { ...applied, effect: 'changed' } : applied;
};

/** Nothing is called: the hold of another incident is shared, and this one's own is written down before anybody looks whether it holds. */
const share = async (desk: Desk, where: Where, step: StepView, grant: SignedGrant): Promise<Done> => {
  const { runId, incidentId } = where.run;
  const other = where.verb === 'apply' ? await vouchFor(desk, step.plan) : undefined;
  if (where.verb === 'apply' && other === undefined && step.status !== 'started')
    return {
      ok: false,
      failure: { ...conflict('The hold is gone', 'the other incident does not hold it any more', 'npx cordon list'), kind: 'plan-changed' },
      doubt: false,
    };
  const now = await current(desk, where, grant);
  if ('refused' in now)
    return { ok: false, failure: now.stopped === true ? halted(step, now.refused) : notGranted(step, now.refused), doubt: false };
  const id = keyOf(runId, where.path, `${where.verb}:shared:${step.planDigest.slice(7, 19)}`);
  const data = { runId, path: where.path, verb: where.verb };
  await record(desk, incidentId, [{ id, type: 'step.started', actor: { kind: 'run', id: runId }, data }]);
  return {
    ok: true,
    applied: { effect: 'no-change', ...(other?.opened && { output: { heldBy: `INC-${other.opened.number}` } }) },
  };
};

/** Takes the lease and the grant, in this order, or says why the step may not act now. What only looks needs no lease. */
const leave = async (desk: Desk, where: Where, given: SignedGrant, step: StepView, repeat: boolean): Promise<Leave> => {
  const { target } = step.plan;
  const effect = desk.catalog.get(step.action)?.effect;
  const refuse = (failure: Failure): Leave => ({ ok: false, failure, doubt: repeat });
  const halt = effect === 'observe' ? undefined : await haltOf(desk);
  if (halt !== undefined) return refuse(halted(step, halt.sentence));
  const lease = effect === 'observe' ? { kind: 'mine' as const } : await desk.leases.take(target.arn, where.run.runId);
  if (lease.kind === 'theirs')
    return {
      ok: false,
      failure: conflict(`${target.name} is being changed by another run`, `${lease.owner} holds it until it ends`, 'npx cordon list'),
      doubt: repeat,
      // A call that may have been sent is read back, not waited for.
      ...(!repeat && { busy: { target: target.arn, owner: lease.owner, ...(effect === 'containment' && { contains: step.action }) } }),
    };
  const grant = await current(desk, where, given);
  if (!('refused' in grant)) return { ok: true, grant };
  return refuse(grant.stopped === true ? halted(step, grant.refused) : notGranted(step, grant.refused));
};
type Leave = { readonly ok: true; readonly grant: SignedGrant } | Extract<Done, { ok: false }>;

/** The call itself, and what came back. */
const send = async (
  desk: Desk,
  where: Where,
  {
    step,
    after,
    grant,
    cursor,
    repeat,
  }: {
    readonly step: StepView;
    readonly after: JsonObject;
    readonly grant: SignedGrant;
    readonly cursor: JsonObject | undefined;
    readonly repeat: boolean;
  },
): Promise<Done> => {
  const call = { ...callOf(desk, where, where.verb), ...(step.startedAt && { at: step.startedAt }) };
  const request: ActionRequest =
    where.verb === 'apply'
      ? { ...call, verb: 'apply', plan: step.plan, grant, ...(cursor && { cursor }) }
      : { ...call, verb: 'undo', plan: step.plan, grant, after };
  const reply: ActionReply = await desk.caller.call(step.action, step.plan.target.arn, request);
  if (!reply.ok) return { ok: false, failure: reply.failure, doubt: repeat };
  return 'applied' in reply.value
    ? { ok: true, applied: ours(reply.value.applied, step, repeat) }
    : { ok: false, failure: conflict('The action answered something else', reply.value.verb, 'npx cordon status'), doubt: repeat };
};

/** One try: lease, write-ahead, call. After a crash it runs again under the same key; actions make a repeat harmless. */
export const tryOnce = async (
  desk: Desk,
  where: Where,
  given: SignedGrant,
  cursor: JsonObject | undefined,
  rested: boolean,
): Promise<Done> => {
  const { step, after, stopped } = await stepOf(desk, where);
  const started = step.status === 'started';
  const repeat = started && !rested;
  if (stopped !== undefined) return { ok: false, failure: stopped, doubt: repeat };
  if (step.plan.restsOn !== undefined) return share(desk, where, step, given);
  const may = await leave(desk, where, given, step, repeat);
  if (!may.ok) return may;
  if (!repeat) {
    const moved = await lookAgain(desk, where, step, after);
    // A plan is made anew before the write-ahead only; after it, the step ends here and a person looks.
    if (moved !== undefined) return { ok: false, failure: started ? { ...moved, kind: 'conflict' } : moved, doubt: false };
  }
  if (started) return send(desk, where, { step, after, grant: may.grant, cursor, repeat });
  const { runId, incidentId } = where.run;
  const data = { runId, path: where.path, verb: where.verb };
  await record(desk, incidentId, [
    { id: keyOf(runId, where.path, `${where.verb}:started`), type: 'step.started', actor: { kind: 'run', id: runId }, data },
  ]);
  return send(desk, where, { step: (await stepOf(desk, where)).step, after, grant: may.grant, cursor, repeat });
};
