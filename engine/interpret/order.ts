import type { Mode } from '../../core/approval/grant.ts';
import type { Phase } from '../../core/playbook/phase.ts';
import { CallFailed, type Failure } from '../../core/failure.ts';
import { onEvidenceFailureOf, PlaybookDocument } from '../../core/playbook/document.ts';
import type { ActionStep } from '../../core/playbook/step.ts';
import { digestOf, type JsonObject, type Sha256 } from '../../core/json.ts';
import { runIn, stepIn, type IncidentState } from '../../core/ledger/incident.ts';
import { holdsOf } from '../../core/run/containment.ts';
import { readIncident, record } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';

/** A call of a sub-playbook: its inputs are rendered where it is called. */
export interface Frame {
  readonly id: string;
  readonly with: JsonObject;
  readonly when?: string;
}
/** One thing to do, flat: sub-playbooks are unfolded when the run starts, so that the run is pinned to what they said then. */
export type Item =
  | {
    readonly kind: 'action'; readonly path: string; readonly phase: Phase; readonly title: string; readonly uses: string; readonly with: JsonObject;
    readonly when?: string; readonly frames: readonly Frame[]; readonly retry: { readonly on: readonly string[]; readonly attempts: number }; readonly onFailure: 'continue' | 'stop';
  }
  | { readonly kind: 'undo'; readonly path: string; readonly phase: Phase; readonly title: string; readonly of: { readonly runId: RunInput['runId']; readonly path: string } };
export type Loaded = { readonly kind: 'refused'; readonly because: string } | { readonly kind: 'loaded'; readonly mode: Mode; readonly document: Sha256; readonly items: readonly Item[] };

/** Sub-playbooks call sub-playbooks at most this deep; the linter refuses deeper ones too. */
const MAX_DEPTH = 4;
const actionItem = (step: ActionStep, prefix: string, frames: readonly Frame[], evidence: 'contain' | 'hold'): Item => ({
  kind: 'action',
  path: `${prefix}${step.id}`,
  phase: step.phase,
  title: step.title ?? step.id,
  uses: step.uses,
  with: step.with,
  ...(step.when !== undefined && { when: step.when }),
  frames,
  retry: { on: step.retry?.on ?? ['throttled', 'unavailable'], attempts: step.retry?.attempts ?? 5 },
  onFailure: step.onFailure === 'continue' || (step.phase === 'investigate' && evidence === 'contain') ? 'continue' : 'stop',
});

const unrunnable = (why: string): Failure => ({ kind: 'playbook', retryable: false, effect: 'no-change', what: 'This playbook cannot run', why, next: 'npx cordon playbook lint' });

/** Released documents name the exact documents that they call; one that is being worked on calls the newest. */
const calledBy = async (desk: Desk, { locks }: PlaybookDocument, id: string) => {
  const lock = locks?.[id];
  const called = lock === undefined ? await desk.library.resolve(id) : await desk.library.byRef({ id, ...lock });
  if (called === undefined) throw new CallFailed(unrunnable(`there is no playbook ${id}${lock === undefined ? '' : ` ${lock.version} ${lock.digest}`}`));
  return called;
};

export const unfold = async (desk: Desk, document: PlaybookDocument, prefix: string, frames: readonly Frame[]): Promise<readonly Item[]> => {
  if (frames.length > MAX_DEPTH) throw new CallFailed(unrunnable(`sub-playbooks are nested deeper than ${MAX_DEPTH}`));
  const nested = document.steps.map(async (step) => {
    if (!('playbook' in step)) return [actionItem(step, prefix, frames, onEvidenceFailureOf(document))];
    const called = await calledBy(desk, document, step.playbook);
    const frame: Frame = { id: step.id, with: step.with ?? {}, ...(step.when !== undefined && { when: step.when }) };
    return unfold(desk, called.document, `${prefix}${step.id}/`, [...frames, frame]);
  });
  return (await Promise.all(nested)).flat();
};

const undoItems = (state: IncidentState, order: Extract<IncidentState['runs'][number]['order'], { kind: 'release' }>, desk: Desk): readonly Item[] =>
  order.steps.flatMap(({ runId, path }, index) => {
    const step = stepIn(state, runId, path);
    const held = holdsOf(state.runs, order.target, (action) => desk.catalog.get(action)?.effect === 'containment').some((one) => one.runId === runId && one.path === path);
    if (step === undefined || !held) return [];
    return [{ kind: 'undo', path: `release-${index + 1}`, phase: 'recover', title: `Release ${step.plan.target.name}: callers get through again`, of: { runId, path } }];
  });

const itemsOf = async (desk: Desk, state: IncidentState, input: RunInput): Promise<{ readonly items: readonly Item[]; readonly document: Sha256 } | string> => {
  const order = runIn(state, input.runId)?.order;
  switch (order?.kind) {
    case undefined:
      return 'nobody ordered this run';
    case 'release':
      return { items: undoItems(state, order, desk), document: digestOf(order) };
    case 'manual': {
      const document = PlaybookDocument.safeParse(order.document);
      return document.success ? { items: await unfold(desk, document.data, '', []), document: digestOf(order.document) } : document.error.message;
    }
    case 'playbook': {
      const found = await desk.library.byRef(order.playbook);
      if (found === undefined) return `${order.playbook.id}@${order.playbook.version} with digest ${order.playbook.digest} is not in the library`;
      return { items: await unfold(desk, found.document, '', []), document: order.playbook.digest };
    }
  }
};

/** The first durable step: what this run will do is read once and checkpointed; a playbook published later does not reach it. */
export const loadRun = async (desk: Desk, input: RunInput): Promise<Loaded> => {
  const state = await readIncident(desk, input.incidentId);
  if (state.believed.brokenAt !== undefined) return { kind: 'refused', because: `the ledger of this incident is broken at event ${state.believed.brokenAt}` };
  const found = await itemsOf(desk, state, input).catch((thrown: unknown) => {
    if (thrown instanceof CallFailed) return thrown.failure.why;
    throw thrown;
  });
  if (typeof found === 'string') return { kind: 'refused', because: found };
  await record(desk, input.incidentId, [{ id: `${input.runId}:started`, type: 'run.started', actor: { kind: 'run', id: input.runId }, data: { runId: input.runId, document: found.document } }]);
  return { kind: 'loaded', mode: runIn(state, input.runId)?.mode ?? 'observe', ...found };
};
