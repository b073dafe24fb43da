import { resourceOf } from '../../core/asset/resource.ts';
import type { Failure } from '../../core/failure.ts';
import { keyOf } from '../../core/id.ts';
import type { JsonObject, Sha256 } from '../../core/json.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { stepIn, type IncidentState } from '../../core/ledger/incident.ts';
import { decideAndAppend, readIncident } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { inputOf } from './input.ts';
import type { ActionItem, StepItem } from './items.ts';
import { planUndo } from './plan-undo.ts';
import { busyWith, mayShareOrWait, type Busy } from './share.ts';

export type Planned =
  | { readonly kind: 'planned'; readonly planDigest: Sha256 }
  | { readonly kind: 'skipped'; readonly because: string }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'busy'; readonly busy: Busy };

/** The account and region of the first ARN among the inputs say where the action function must look. */
const whereOf = (input: JsonObject) =>
  Object.values(input)
    .flatMap((value) => (typeof value === 'string' ? [resourceOf(value)] : []))
    .find((found) => found !== undefined);

/** Says what is done to what: a step's title is written once for every target. */
const titleOf = (item: StepItem, action: string, target: string): string =>
  `${target}: ${item.title === item.path.split('/').at(-1) ? action : item.title}`;

const look = async (
  desk: Desk,
  state: IncidentState,
  input: RunInput,
  item: ActionItem,
  round: number,
): Promise<Planned & { readonly draft?: LedgerDraft }> => {
  const rendered = inputOf(desk, state, input, item);
  if (!rendered.ok) return { kind: 'failed', failure: rendered.failure };
  if (typeof rendered.value['skip'] === 'string') return { kind: 'skipped', because: rendered.value['skip'] };
  const wanted: JsonObject = { ...rendered.value };
  const where = whereOf(wanted);
  const entry = desk.catalog.get(item.uses);
  if (where === undefined || entry === undefined) {
    const why = entry === undefined ? `there is no action ${item.uses}` : 'no input names a resource by its ARN';
    return {
      kind: 'failed',
      failure: {
        kind: 'invalid',
        retryable: false,
        effect: 'no-change',
        what: `Step ${item.path} cannot be planned`,
        why,
        next: 'npx cordon playbook lint',
      },
    };
  }
  const reply = await desk.caller.call(entry.id, where.arn, {
    incidentId: input.incidentId,
    key: keyOf(input.runId, item.path, 'look'),
    at: desk.clock.now(),
    exercise: desk.exercise,
    verb: 'look',
    input: wanted,
  });
  if (!reply.ok) return { kind: 'failed', failure: reply.failure };
  if (reply.value.verb !== 'look') throw new Error(`${item.uses} answered ${reply.value.verb} to look`);
  const { plan, planDigest } = reply.value;
  const barred = await mayShareOrWait(desk, input, plan, planDigest);
  if (barred !== undefined) return barred;
  const data = {
    runId: input.runId,
    path: item.path,
    phase: item.phase,
    title: titleOf(item, entry.title, plan.target.name),
    action: entry.id,
    risk: entry.risk,
    verb: 'apply' as const,
    plan,
    planDigest,
    ...(item.asks !== undefined && { asks: item.asks }),
  };
  return {
    kind: 'planned',
    planDigest,
    draft: { id: `${input.runId}:${item.path}:planned:${round}`, type: 'step.planned', actor: { kind: 'run', id: input.runId }, data },
  };
};

/**
 * Plans a step: looks at the account and writes down what would be done. Planned once per round: after a crash the plan of the ledger
 * counts, not a new look, because people may already be deciding about it.
 */
export const planStep = async (desk: Desk, input: RunInput, item: StepItem, round: number): Promise<Planned> => {
  const id = `${input.runId}:${item.path}:planned:${round}`;
  const before = await readIncident(desk, input.incidentId);
  const known = before.believed.events.find((event) => event.id === id);
  if (known?.type === 'step.planned') return { kind: 'planned', planDigest: known.data.planDigest };
  if (item.kind === 'undo') {
    const undone = stepIn(before, item.of.runId, item.of.path);
    const busy = undone && (await busyWith(desk, input, undone.plan));
    if (busy !== undefined) return { kind: 'busy', busy };
    const draft = await planUndo(desk, before, input, item, id);
    if (!('data' in draft)) return { kind: 'failed', failure: draft };
    await decideAndAppend(desk, input.incidentId, () => ({ drafts: [draft], answer: undefined }));
    return { kind: 'planned', planDigest: draft.data.planDigest };
  }
  const { draft, ...planned } = await look(desk, before, input, item, round);
  const skipped =
    planned.kind === 'skipped'
      ? [
          {
            id: `${input.runId}:${item.path}:skipped`,
            type: 'step.skipped' as const,
            actor: { kind: 'run', id: input.runId } as const,
            data: { runId: input.runId, path: item.path, because: planned.because },
          },
        ]
      : [];
  await decideAndAppend(desk, input.incidentId, () => ({ drafts: draft ? [draft] : skipped, answer: undefined }));
  return planned;
};
