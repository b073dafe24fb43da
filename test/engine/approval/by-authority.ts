import { keyOf } from '../../../core/id.ts';
import { stepIn } from '../../../core/ledger/incident.ts';
import { readIncident, record } from '../../../engine/append.ts';
import { makeAuthority } from '../../../engine/authority/authority.ts';
import { lookAgain } from '../../../engine/interpret/recheck.ts';
import type { Admission, Authority } from '../../../engine/ports.ts';
import { admissionOf, plannedOf, STEP, verbOf } from './ask.ts';
import { seatsOf, voterSeat, type Cell } from './cells.ts';
import { colleague, START, type Office } from './office.ts';

/** How long after the question people answer: rounds last 15 minutes, and what never happens on silence lapses after a day. */
export const SECONDS = { 'at once': 10, 'second round': 22.5 * 60, 'after the end': 25 * 3600, 'grant outlived': 10 } as const;
/** A grant lives for fifteen minutes. */
export const LIFE_SECONDS = 900;

/** Whom nobody knows orders nothing. */
const admitted = (authority: Authority, admission: Admission) =>
  authority.admit(admission).then(
    ({ runId }) => runId,
    (thrown: unknown) => {
      if (thrown instanceof Error && thrown.message.includes('nobody Cordon knows')) return undefined;
      throw thrown;
    },
  );

/** Everybody whom the table names says yes, the voter last; and then the clock has its say. */
const answered = async ({ desk, time }: Office, cell: Cell, ask: Pick<Parameters<Authority['settle']>[0], 'incidentId' | 'approvalId'>) => {
  const authority = makeAuthority(desk);
  time.now += SECONDS[cell.time] * 1000;
  if (cell.time === 'second round') await authority.settle(ask);
  const others = seatsOf(cell).filter((_, index) => index !== voterSeat(cell));
  for (const id of [...others.map(colleague), cell.role]) {
    const actor = { kind: 'human', id, via: cell.surface } as const;
    await authority.vote({ ...ask, actor, vote: 'grant', typed: `${cell.tier}-${cell.failMode}-${cell.whenUnavailable}` });
  }
  await authority.settle(ask);
};

let incidents = 0;
/** A run that wants to do something has a plan, and has asked. Nothing where nobody may order it. */
export const asking = async ({ desk, account, time }: Office, cell: Cell) => {
  const authority = makeAuthority(desk);
  incidents += 1;
  const incidentId = `inc-${incidents}` as const;
  Object.assign(account, { version: 1, changed: 0 });
  time.now = START;
  const runId = await admitted(authority, admissionOf(cell, incidentId));
  if (runId === undefined) return undefined;
  const actor = { kind: 'run', id: runId } as const;
  const planned = plannedOf(cell, runId, 1);
  const { planDigest } = planned;
  await record(desk, incidentId, [
    { id: `${runId}:started`, type: 'run.started', actor, data: { runId, document: planDigest, mode: cell.mode } },
    { id: `${runId}:planned`, type: 'step.planned', actor, data: planned },
  ]);
  const ask = { incidentId, runId, step: STEP, verb: verbOf(cell), planDigest };
  return { ask, asked: await authority.request(ask), plan: planned.plan, actor };
};

/** Plays one cell through: people are asked, say yes or are late, and then the run tries to do it. Was it done? */
export const isDone = async (office: Office, cell: Cell): Promise<boolean> => {
  const { desk, account, time, leases } = office;
  const began = await asking(office, cell);
  if (began === undefined) return false;
  const { ask, asked, plan, actor } = began;
  const { incidentId, runId, verb } = ask;
  if (cell.stale === 'account') account.version = 2;
  if (cell.stale === 'replanned')
    await record(desk, incidentId, [{ id: `${runId}:again`, type: 'step.planned', actor, data: plannedOf(cell, runId, 2) }]);
  if (asked.kind === 'waiting') await answered(office, cell, { incidentId, approvalId: asked.approvalId });
  const grant = await makeAuthority(desk).grant(ask);
  if ('refused' in grant) return false;

  // As a run does: the lease, the last look, the call.
  await leases.take(plan.target.arn, runId);
  try {
    const step = stepIn(await readIncident(desk, incidentId), runId, STEP);
    if (step === undefined) throw new Error('the plan is gone');
    if ((await lookAgain(desk, { run: { runId, incidentId }, path: STEP, verb }, step, {})) !== undefined) return false;
    if (cell.time === 'grant outlived') time.now += LIFE_SECONDS * 1000;
    const call = { incidentId, key: keyOf(runId, STEP, verb), at: desk.clock.now(), exercise: false, plan, grant } as const;
    const reply = await desk.caller.call(plan.action, plan.target.arn, verb === 'apply' ? { ...call, verb } : { ...call, verb, after: {} });
    if (reply.ok !== (account.changed === 1)) throw new Error(`${JSON.stringify(reply)}, and ${account.changed} changes`);
    return reply.ok;
  } finally {
    await leases.free(runId);
  }
};
