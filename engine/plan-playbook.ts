import type { PlannedWrite } from '../core/action/plan.ts';
import type { Target } from '../core/asset/resource.ts';
import { CallFailed, type Failure } from '../core/failure.ts';
import type { Finding, PlaybookRef } from '../core/finding/finding.ts';
import { keyOf } from '../core/id.ts';
import { emptyIncident, type IncidentState } from '../core/ledger/incident.ts';
import type { LoadedPlaybook } from '../core/playbook/library.ts';
import { plus } from '../core/time.ts';
import type { Desk } from './desk.ts';
import { inputOf } from './interpret/input.ts';
import { itemsOfTurn, type ActionItem, type ForeachItem, type Item } from './interpret/items.ts';
import { unfold } from './interpret/unfold.ts';

/** What planning needs: it looks, and neither writes a ledger nor asks anybody. */
export type PlanDesk = Pick<Desk, 'assets' | 'caller' | 'catalog' | 'clock' | 'exercise' | 'library' | 'policy'>;

/** One step as it would go tonight. */
export interface PlannedStep {
  readonly path: string;
  /** `later`: known only after steps before it, or nobody could look now. */
  readonly verdict: 'ok' | 'NO' | 'later';
  /** For people; the first line is the summary. */
  readonly detail: readonly string[];
  readonly uses?: string;
  readonly writes: readonly PlannedWrite[];
  /** Who notices. */
  readonly impact: readonly string[];
  /** Why its effect would not be whole. */
  readonly gaps: readonly string[];
  readonly failure?: Failure;
}
export interface PlannedPlaybook {
  readonly playbook: PlaybookRef;
  readonly incidentClass: string;
  /** What is taken for granted about the finding, as sentences. */
  readonly supposed: readonly string[];
  readonly steps: readonly PlannedStep[];
  /** What could not be read about the target before the first step. */
  readonly unread: readonly Failure[];
}

/** Nobody could look: it says nothing about tonight. */
const NO_LOOK: readonly string[] = ['throttled', 'timed-out', 'unavailable'];
const RUN = 'run-plan';

/** A look-up that is refused leaves a gap in what is supposed; the step that needs it says so itself. */
const unlessRefused =
  (unread: Failure[]) =>
  (thrown: unknown): undefined => {
    if (!(thrown instanceof CallFailed)) throw thrown;
    unread.push(thrown.failure);
  };

/** A finding as the playbook would get it, to see what it would do; it says what it is and is never recorded. */
const supposed = async (desk: PlanDesk, target: Target, incidentClass: string, unread: Failure[]): Promise<Finding> => {
  const now = desk.clock.now();
  const asset = await desk.assets.find(target.arn).catch(unlessRefused(unread));
  const trained = asset?.links.find(({ as }) => as === 'trained-on')?.arn.replace(/^arn:[a-z-]+:s3:::/, 's3://');
  const history = await desk.assets.configHistory(target.arn).catch(unlessRefused(unread));
  const serving = history?.find(({ until }) => until === undefined);
  // Supposed: what is in service learned from bad data that came a day before it was put there, and a caller who is known did it.
  const principals = (asset?.callers ?? []).slice(0, 1).map(({ principal }) => principal);
  const attributes = { ...(trained !== undefined && { dataUri: trained }), ...(serving && { firstBadAt: plus(serving.from, -86_400) }) };
  return {
    source: { id: 'plan', product: 'cordon', detailType: 'plan', uid: 'plan', account: target.account, region: target.region },
    correlationKey: `plan:${target.arn}`,
    signal: incidentClass,
    title: 'supposed',
    severityId: 0,
    resources: [target],
    principals,
    attributes,
    observedAt: now,
    isSample: true,
    rawDigest: `sha256:${'0'.repeat(64)}`,
    uid: 'finding-plan',
    incidentClass,
    assurance: 'aws',
    corroborated: true,
    certainty: 'likely',
    sev: 2,
    because: 'supposed, to see the plan',
    target,
  };
};

const suppositions = ({ attributes, principals }: Finding): readonly string[] => [
  ...(typeof attributes['dataUri'] === 'string' ? [`the bad data is in ${attributes['dataUri']}`] : []),
  ...(typeof attributes['firstBadAt'] === 'string' ? [`it is bad since ${attributes['firstBadAt']}, a day before what is in service`] : []),
  ...principals.map((principal) => `the caller who did it is ${principal}`),
];

type Seen = Omit<PlannedStep, 'path'>;
const EMPTY = { writes: [], impact: [], gaps: [] } as const;
const later = (why: string): Seen => ({ ...EMPTY, verdict: 'later', detail: [why] });
const wouldFail = (why: string): Seen => ({ ...EMPTY, verdict: 'NO', detail: [why] });
const notLooked = (failure: Failure): Seen => ({
  ...EMPTY,
  verdict: NO_LOOK.includes(failure.kind) ? 'later' : 'NO',
  detail: [`${failure.what}: ${failure.why}`],
  failure,
});

const lookWith = async (desk: PlanDesk, state: IncidentState, item: ActionItem): Promise<Seen> => {
  const input = inputOf(desk, state, { runId: RUN, incidentId: state.incidentId }, item);
  if (!input.ok) return later(`known only after the steps before it: ${input.failure.why}`);
  if (typeof input.value['skip'] === 'string') return later(`not with what is supposed here: ${input.value['skip']}`);
  const entry = desk.catalog.get(item.uses);
  const target = state.opened?.target;
  if (entry === undefined || target === undefined) return wouldFail(`there is no action ${item.uses}`);
  const reply = await desk.caller.call(entry.id, target.arn, {
    incidentId: state.incidentId,
    key: keyOf(RUN, item.path, 'look'),
    at: desk.clock.now(),
    exercise: desk.exercise,
    verb: 'look',
    input: { ...input.value },
  });
  if (!reply.ok) return notLooked(reply.failure);
  if (reply.value.verb !== 'look') return wouldFail('the action answered something else');
  const { writes, impact, gaps = [] } = reply.value.plan;
  const calls = writes.length === 0 ? ['no write'] : writes.map(({ operation }) => operation);
  const rest = impact.filter((sentence) => !gaps.includes(sentence));
  return { verdict: gaps.length === 0 ? 'ok' : 'NO', detail: [...calls, ...gaps, ...rest], writes, impact, gaps };
};

/** The items of a foreach as they are known now, in a state that remembers them; a sentence says why they are not. */
const turnsOf = (
  desk: PlanDesk,
  state: IncidentState,
  item: ForeachItem,
): { readonly state: IncidentState; readonly count: number } | string => {
  const list = inputOf(desk, state, { runId: RUN, incidentId: state.incidentId }, { ...item, with: { list: item.in } });
  if (!list.ok) return `known only after the steps before it: ${list.failure.why}`;
  const items = 'list' in list.value ? list.value.list : [];
  if (!Array.isArray(items)) return 'its expression answers no list';
  if (items.length > item.atMost) return `there are ${items.length} items, and it may have ${item.atMost}: nothing would be done`;
  const [run = PLANNED_RUN] = state.runs;
  const block = { path: item.path, kind: 'foreach' as const, title: item.title, begunAt: run.requestedAt, items };
  return { state: { ...state, runs: [{ ...run, blocks: [...run.blocks, block] }] }, count: items.length };
};
const PLANNED_RUN: IncidentState['runs'][number] = {
  runId: RUN,
  order: { kind: 'manual', document: {}, by: { kind: 'system', id: 'sweep' } },
  mode: 'observe',
  attempt: 1,
  status: 'running',
  requestedAt: '1970-01-01T00:00:00.000Z',
  steps: [],
  skipped: [],
  blocks: [],
  waiting: [],
};

const said = (item: Item, ...detail: readonly string[]): readonly PlannedStep[] => [{ path: item.path, ...EMPTY, verdict: 'ok', detail }];

const lookAt = async (desk: PlanDesk, state: IncidentState, item: Item): Promise<readonly PlannedStep[]> => {
  switch (item.kind) {
    case 'action':
      return [{ path: item.path, uses: item.uses, ...(await lookWith(desk, state, item)) }];
    case 'task':
      return said(item, `asks ${item.task.ask}, due ${item.task.due}: ${item.title}`, 'nothing waits for it');
    case 'wait':
      return said(item, `waits ${item.seconds} s: ${item.because}`);
    case 'decide': {
      const { ask, options, timeout, otherwise } = item.decide;
      return said(item, `asks ${ask}: ${options.map(({ answer }) => answer).join(', ')}; after ${timeout}: ${otherwise}`);
    }
    case 'abort':
      return [{ path: item.path, ...later(item.when === undefined ? 'the run ends here' : `ends the run if ${item.when}`) }];
    case 'parallel': {
      const inner = await lookAll(
        desk,
        state,
        item.branches.flatMap(({ items }) => items),
      );
      return [...said(item, `at the same time: ${item.branches.map(({ name }) => name).join(', ')}`), ...inner];
    }
    case 'foreach': {
      const turns = turnsOf(desk, state, item);
      if (typeof turns === 'string') return [{ path: item.path, ...(turns.startsWith('known') ? later(turns) : wouldFail(turns)) }];
      const all = Array.from({ length: turns.count }, (_, index) => itemsOfTurn(item, index)).flat();
      return [...said(item, `${turns.count} items, ${item.atOnce} at a time`), ...(await lookAll(desk, turns.state, all))];
    }
    case 'outputs':
    case 'undo':
      return [];
  }
};
const lookAll = async (desk: PlanDesk, state: IncidentState, items: readonly Item[]): Promise<readonly PlannedStep[]> => {
  const steps: PlannedStep[] = [];
  for (const item of items) steps.push(...(await lookAt(desk, state, item)));
  return steps;
};

/** Every `look` of a playbook about one target, one after the other, as if it were hit now. Changes nothing. */
export const planPlaybook = async (desk: PlanDesk, { document, ref }: LoadedPlaybook, target: Target): Promise<PlannedPlaybook> => {
  const incidentClass = document.triggers?.findings[0] ?? 'open-incident';
  const unread: Failure[] = [];
  const finding = await supposed(desk, target, incidentClass, unread);
  const opened = {
    incidentClass,
    title: 'supposed',
    sev: 2 as const,
    sevBecause: 'supposed',
    number: 0,
    correlationKey: finding.correlationKey,
    generation: 0,
    target,
    at: desk.clock.now(),
  };
  const state: IncidentState = { ...emptyIncident('inc-plan'), opened, findings: [finding] };
  const { items } = await unfold(desk, document, document.triggers === undefined ? [{ id: 'plan', with: { target: target.arn } }] : []);
  const steps = await lookAll(desk, { ...state, runs: [PLANNED_RUN] }, items);
  return { playbook: ref, incidentClass, supposed: suppositions(finding), steps, unread };
};
