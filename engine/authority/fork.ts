import { runIdOf } from '../../core/id.ts';
import { digestOf } from '../../core/json.ts';
import type { RunOrder } from '../../core/ledger/facts.ts';
import { runIn } from '../../core/ledger/incident.ts';
import { decideAndAppend, type Reading } from '../append.ts';
import type { Authority } from '../ports.ts';
import type { AuthorityDesk } from './authority.ts';
import { withSeal } from './sealed.ts';

type Ask = Parameters<Authority['fork']>[0];
type Forked = Awaited<ReturnType<Authority['fork']>>;

/** A child does what its parent may do, and no more: its parent runs now, and told the ledger what the items are. */
const refusalFor = (state: Reading, { runId, path, from, to }: Ask): string | undefined => {
  if (state.believed.brokenAt !== undefined) return `the ledger of this incident is broken at event ${state.believed.brokenAt}`;
  const parent = runIn(state, runId);
  if (parent?.status !== 'running') return `the run is ${parent?.status ?? 'unknown'}`;
  if (parent.order.kind !== 'playbook' && parent.order.kind !== 'manual') return 'only a playbook has a foreach';
  const items = parent.blocks.find((block) => block.path === path && block.kind === 'foreach' && block.ended === undefined)?.items;
  if (items === undefined) return `${path} is no foreach that is under way`;
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from < to && to <= items.length
    ? undefined
    : `${path} has ${items.length} items, not ${from} to ${to}`;
};

/** Orders a run for some items of a foreach, under the seal. Whoever reads the ledger's feed starts it. */
export const fork = (desk: AuthorityDesk, ask: Ask): Promise<Forked> =>
  decideAndAppend<Forked>(desk, ask.incidentId, async (state) => {
    const refused = refusalFor(state, ask);
    if (refused !== undefined) return { drafts: [], answer: { refused } };
    const { incidentId, runId: parent, path, from, to } = ask;
    const order: RunOrder = { kind: 'child', parent, path, from, to };
    const digest = digestOf(order);
    const known = state.runs.find((run) => run.order.kind === 'child' && digestOf(run.order) === digest);
    if (known !== undefined) return { drafts: [], answer: { runId: known.runId } };
    // The order names its parent, so it is ordered once, and `attempt` tells nothing.
    const runId = runIdOf(incidentId, digest, 1);
    const data = { runId, order, mode: runIn(state, parent)?.mode ?? ('observe' as const), attempt: 1 };
    const draft = await withSeal(desk.signer, incidentId, {
      id: `${runId}:requested`,
      type: 'run.requested',
      actor: { kind: 'system', id: 'approve' },
      data,
    });
    return { drafts: [draft], answer: { runId } };
  });
