import { staysUntilReleased } from '../../core/action/catalog.ts';
import type { Mode } from '../../core/approval/grant.ts';
import { CallFailed } from '../../core/failure.ts';
import { HOUSE, isHouseOrder } from '../../core/house/house.ts';
import { digestOf, type Sha256 } from '../../core/json.ts';
import { lowerMode, PlaybookDocument } from '../../core/playbook/document.ts';
import { runIn, stepIn, type IncidentState } from '../../core/ledger/incident.ts';
import { holdsOf } from '../../core/run/containment.ts';
import type { StepView } from '../../core/run/run.ts';
import { readIncident, record } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import type { ForeachItem, Item, Unfolded } from './items.ts';
import { unfold } from './unfold.ts';
import { stoppedBecause } from './stopped.ts';

/** Some items of a foreach, from 0, not including `to`. */
export interface Turns {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}
export type Loaded =
  /** Of the whole house: one step, with this path. */
  | { readonly kind: 'house'; readonly path: string }
  | { readonly kind: 'refused'; readonly because: string }
  /** With `turns`, `items` are the steps of one item. */
  | { readonly kind: 'loaded'; readonly items: readonly Item[]; readonly turns?: Turns };
interface Found extends Unfolded {
  readonly document: Sha256;
  readonly turns?: Turns;
}

/** What comes back, in the words of what was taken away. */
const releaseTitle = ({ catalog }: Desk, { plan: { target }, action }: StepView): string =>
  target.kind === 'endpoint'
    ? `Release ${target.name}: callers get through again`
    : `Release ${target.name}, taking back: ${catalog.get(action)?.title ?? action}`;

const undoItems = (
  state: IncidentState,
  order: Extract<IncidentState['runs'][number]['order'], { kind: 'release' }>,
  desk: Desk,
): readonly Item[] =>
  order.steps.flatMap(({ runId, path }, index) => {
    const step = stepIn(state, runId, path);
    const held = holdsOf(state.runs, order.target, (action) => staysUntilReleased(desk.catalog, action)).some(
      (one) => one.runId === runId && one.path === path,
    );
    if (step === undefined || !held) return [];
    return [
      {
        kind: 'undo',
        path: `release-${index + 1}`,
        phase: 'recover',
        title: releaseTitle(desk, step),
        of: { runId, path },
      },
    ];
  });

/** A part of a foreach does what the document of its parent says, whatever was published since. */
const partOf = async (
  desk: Desk,
  state: IncidentState,
  input: RunInput,
  { parent, path, from, to }: Extract<IncidentState['runs'][number]['order'], { kind: 'child' }>,
): Promise<Found | string> => {
  const whole = await itemsOf(desk, state, { ...input, runId: parent });
  if (typeof whole === 'string') return whole;
  const every = whole.items.flatMap((item) => [item, ...(item.kind === 'parallel' ? item.branches.flatMap(({ items }) => items) : [])]);
  const part = every.find((item): item is ForeachItem => item.kind === 'foreach' && item.path === path);
  return part === undefined ? `the playbook has no foreach ${path}` : { ...whole, items: part.items, turns: { path, from, to } };
};

const itemsOf = async (desk: Desk, state: IncidentState, input: RunInput): Promise<Found | string> => {
  const order = runIn(state, input.runId)?.order;
  switch (order?.kind) {
    case undefined:
      return 'nobody ordered this run';
    case 'release':
      return { items: undoItems(state, order, desk), mode: 'enforce', document: digestOf(order) };
    case 'manual': {
      const document = PlaybookDocument.safeParse(order.document);
      return document.success ? { ...(await unfold(desk, document.data)), document: digestOf(order.document) } : document.error.message;
    }
    case 'activate':
    case 'resume':
      return `${order.kind} concerns the whole house, and this is one incident`;
    case 'child':
      return partOf(desk, state, input, order);
    case 'playbook': {
      const found = await desk.library.byRef(order.playbook);
      if (found === undefined)
        return `${order.playbook.id}@${order.playbook.version} with digest ${order.playbook.digest} is not in the library`;
      return { ...(await unfold(desk, found.document)), document: order.playbook.digest };
    }
  }
};

/** The first durable step: what this run will do is read once and checkpointed; a playbook published later does not reach it. */
export const loadRun = async (desk: Desk, input: RunInput): Promise<Loaded> => {
  const state = await readIncident(desk, input.incidentId);
  if (state.believed.brokenAt !== undefined)
    return { kind: 'refused', because: `the ledger of this incident is broken at event ${state.believed.brokenAt}` };
  const order = input.incidentId === HOUSE ? runIn(state, input.runId)?.order : undefined;
  if (order !== undefined && isHouseOrder(order)) {
    const data = { runId: input.runId, document: digestOf(order), mode: runIn(state, input.runId)?.mode ?? 'observe' };
    await record(desk, HOUSE, [{ id: `${input.runId}:started`, type: 'run.started', actor: { kind: 'run', id: input.runId }, data }]);
    return { kind: 'house', path: order.kind };
  }
  const stopped = stoppedBecause(state, input);
  if (stopped !== undefined) return { kind: 'refused', because: stopped };
  const found = await itemsOf(desk, state, input).catch((thrown: unknown) => {
    if (thrown instanceof CallFailed) return thrown.failure.why;
    throw thrown;
  });
  if (typeof found === 'string') return { kind: 'refused', because: found };
  // A playbook that is called may lower the mode; the run is asked, and permitted, in the lowest.
  const mode: Mode = lowerMode(runIn(state, input.runId)?.mode ?? 'observe', found.mode);
  const data = { runId: input.runId, document: found.document, mode };
  await record(desk, input.incidentId, [
    { id: `${input.runId}:started`, type: 'run.started', actor: { kind: 'run', id: input.runId }, data },
  ]);
  return { kind: 'loaded', items: found.items, ...(found.turns && { turns: found.turns }) };
};
