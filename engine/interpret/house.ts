import type { DurableContext } from '@aws/durable-execution-sdk-js';
import { planDigestOf } from '../../core/action/plan.ts';
import { keyOf } from '../../core/id.ts';
import type { Sha256 } from '../../core/json.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { readIncident, record } from '../append.ts';
import type { Desk } from '../desk.ts';
import { orderOf, planFor } from '../house-plan.ts';
import type { RunInput } from '../ports.ts';
import { permissionFor } from './approve.ts';
import { endStep } from './end.ts';
import { skip } from './outcome.ts';

type Ended = { readonly status: 'completed' | 'failed'; readonly because: string };
type Planned = { readonly ok: true; readonly planDigest: Sha256 } | { readonly ok: false; readonly because: string };
const VERB = 'apply';

/** Planned once: after a crash the plan of the ledger counts, because people may be deciding about it. */
const plan = async (desk: Desk, run: RunInput, path: string): Promise<Planned> => {
  const id = `${run.runId}:${path}:planned:1`;
  const state = await readIncident(desk, run.incidentId);
  const known = state.believed.events.find((event) => event.id === id);
  if (known?.type === 'step.planned') return { ok: true, planDigest: known.data.planDigest };
  const order = orderOf(state, run.runId);
  if (order === undefined) return { ok: false, because: 'nobody ordered it' };
  const made = await planFor(desk, order);
  if (!made.ok) return { ok: false, because: made.why };
  const planDigest = planDigestOf(made.plan);
  const { action } = made.plan;
  const said = {
    runId: run.runId,
    path,
    phase: 'learn',
    title: made.title,
    action,
    risk: 'L',
    verb: VERB,
    plan: made.plan,
    planDigest,
  } as const;
  await record(desk, run.incidentId, [{ id, type: 'step.planned', actor: { kind: 'run', id: run.runId }, data: said }]);
  return { ok: true, planDigest };
};

/** The authority does it; the run writes down that it was asked, and what came of it. */
const carryOut = async (desk: Desk, run: RunInput, path: string, planDigest: Sha256): Promise<Ended> => {
  const actor = { kind: 'run', id: run.runId } as const;
  const started: LedgerDraft = {
    id: keyOf(run.runId, path, `${VERB}:started`),
    type: 'step.started',
    actor,
    data: { runId: run.runId, path, verb: VERB },
  };
  await record(desk, run.incidentId, [started]);
  const answer = await desk.authority.enact({ ...run, step: path, verb: VERB, planDigest });
  const refused = 'refused' in answer ? answer.refused : undefined;
  const proof =
    refused === undefined
      ? ({ kind: 'proven', after: {}, observed: ['it stands in the ledger of the house, under the seal'] } as const)
      : ({ kind: 'refuted', because: refused } as const);
  await endStep(desk, run, { path, verb: VERB }, { effect: refused === undefined ? 'changed' : 'no-change', proof }, undefined);
  return refused === undefined ? { status: 'completed', because: 'people agreed' } : { status: 'failed', because: refused };
};

/** An order for the whole house: planned, asked and granted like a step of a playbook, and then stated by the authority. */
export const runHouse = async (ctx: DurableContext, desk: Desk, run: RunInput, path: string): Promise<Ended> => {
  const planned: Planned = await ctx.step(`${path}:plan`, () => plan(desk, run, path));
  if (!planned.ok) return { status: 'failed', because: planned.because };
  const { planDigest } = planned;
  const permission = await permissionFor(ctx, desk, { run, path, verb: VERB, round: 1, planDigest });
  if (permission.kind === 'not-granted') {
    const because =
      permission.because === 'plan-changed' ? 'what is active changed while people were deciding; ask anew' : permission.because;
    await ctx.step(`${path}:skip`, () => skip(desk, run, path, because).then(() => 'recorded'));
    return { status: 'failed', because };
  }
  return ctx.step(`${path}:enact`, () => carryOut(desk, run, path, planDigest));
};
