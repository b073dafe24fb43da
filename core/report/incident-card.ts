import { staysUntilReleased, type Catalog } from '../action/catalog.ts';
import type { AssetsFile } from '../asset/asset.ts';
import { HOUSE } from '../house/house.ts';
import type { LedgerEvent } from '../ledger/facts.ts';
import { stepIn, type IncidentState } from '../ledger/incident.ts';
import { containmentsOf, holdsOf, type ContainmentView } from '../run/containment.ts';
import { approvalCard } from './approval-card.ts';
import type { ApprovalCard, ChoiceCard, IncidentCard, StatusWord, TimelineLine } from './card.ts';
import { choiceCards } from './choice-card.ts';
import { stepLines } from './running.ts';
import { attentionOf } from './attention.ts';
import { sentenceFor, whoIs } from './sentence.ts';
import { taskCards } from './task-card.ts';

export interface CardPorts {
  readonly catalog: Catalog;
  readonly assets: AssetsFile;
}

const contains = (catalog: Catalog) => (action: string) => catalog.get(action)?.effect === 'containment';

const containmentOf = (state: IncidentState, catalog: Catalog): ContainmentView | undefined => {
  const views = containmentsOf(state.runs, contains(catalog));
  return views.find(({ target }) => target === state.opened?.target?.arn) ?? views.at(-1);
};

const statusWord = (state: IncidentState, view: ContainmentView | undefined): StatusWord => {
  if (state.resolved !== undefined) return 'QUIET';
  switch (view?.word) {
    case 'contained':
      return 'CONTAINED';
    case 'partly-contained':
      return 'PARTLY CONTAINED';
    case 'unknown':
      return 'UNKNOWN';
    case 'released':
      return 'RECOVERING';
    default:
      return 'NOT CONTAINED';
  }
};

export const timelineOf = (events: readonly LedgerEvent[]): readonly TimelineLine[] =>
  events.flatMap((event) => {
    const sentence = sentenceFor(event);
    return sentence === undefined ? [] : [{ seq: event.seq, at: event.at, sentence, ...whoIs(event) }];
  });

export const approvalCards = (state: IncidentState, catalog: Catalog): readonly ApprovalCard[] =>
  state.approvals.flatMap((view) => {
    const step = stepIn(state, view.approval.run, view.approval.step);
    const incident = state.incidentId === HOUSE ? null : state.opened?.number;
    return step === undefined || incident === undefined ? [] : [approvalCard(view, step, incident, catalog.get(view.approval.action))];
  });

/** Nothing contains it yet: what it does meanwhile, and what that waits for. */
const whyNot = (state: IncidentState, waiting: readonly ApprovalCard[]): readonly string[] => {
  const serving = (state.decision?.reasons ?? []).filter(({ rule }) => rule === 'fact').map(({ sentence }) => sentence);
  const [first] = waiting;
  return [...serving, ...(first === undefined ? [] : [`nothing was cut off yet: A-${first.number} waits for an answer`])];
};

/** Names of what Cordon holds in this incident; the endpoint first, because everybody notices it. */
const heldNames = (state: IncidentState, catalog: Catalog): readonly string[] => {
  const stays = (action: string) => staysUntilReleased(catalog, action);
  const targets = state.runs.flatMap(({ steps }) => steps).map(({ plan }) => plan.target);
  const held = targets.filter(({ arn }) => holdsOf(state.runs, arn, stays).length > 0);
  const own = held.filter(({ arn }) => arn === state.opened?.target?.arn);
  return [...own, ...held.filter(({ kind }) => kind === 'role'), ...held.filter(({ kind }) => kind === 'other')].map(({ name }) => name);
};
const nextFor = (
  state: IncidentState,
  waiting: readonly ApprovalCard[],
  choices: readonly ChoiceCard[],
  [held]: readonly string[],
): string => {
  const [first] = waiting;
  const number = state.opened?.number ?? 0;
  if (first !== undefined) return `npx cordon show A-${first.number}`;
  const open = choices.find((choice) => choice.state === 'waiting');
  if (open !== undefined) return `npx cordon show C-${open.number}`;
  const target = state.opened?.target?.name;
  const busy = state.runs.some(({ status }) => status === 'running' || status === 'requested');
  if (!busy && state.resolved === undefined && state.tasks.some(({ done }) => done === undefined))
    return `npx cordon task list INC-${number}`;
  if (held !== undefined && !busy) return `npx cordon release ${held}`;
  return state.resolved === undefined &&
    held === undefined &&
    !busy &&
    target !== undefined &&
    !state.runs.some(({ order }) => order.kind === 'release')
    ? `npx cordon contain ${target}`
    : `npx cordon timeline INC-${number}`;
};

/** Everything that any surface says about an incident, from its ledger and the reviewed files alone. */
export const incidentCard = (
  state: IncidentState,
  events: readonly LedgerEvent[],
  { catalog, assets }: CardPorts,
): IncidentCard | undefined => {
  const { opened } = state;
  if (opened === undefined) return undefined;
  const view = containmentOf(state, catalog);
  const waiting = approvalCards(state, catalog).filter((card) => card.state === 'waiting');
  const choices = choiceCards(state, assets);
  const entry = opened.target && assets.assets.find(({ arn }) => arn === opened.target?.arn);
  const order = state.runs.find((run) => run.order.kind === 'playbook')?.order;
  return {
    id: state.incidentId,
    number: opened.number,
    word: statusWord(state, view),
    containment: view?.word ?? 'not-contained',
    because: view?.because ?? whyNot(state, waiting),
    sev: opened.sev,
    sevBecause: opened.sevBecause,
    incidentClass: opened.incidentClass,
    title: opened.title,
    openedAt: opened.at,
    target: opened.target
      ? { arn: opened.target.arn, name: opened.target.name, tier: entry?.tier ?? null, owner: entry?.owner ?? null }
      : null,
    playbook: order?.kind === 'playbook' ? `${order.playbook.id}@${order.playbook.version}` : null,
    findings: state.findings.map(({ title, certainty, because, source }) => ({ title, certainty, because, product: source.product })),
    facts: (state.decision?.reasons ?? []).filter(({ verdict }) => verdict).map(({ sentence }) => sentence),
    evidence: state.evidence.map(({ number, bundle, set, items, missing }) => ({ number, bundle, set, items, missing })),
    waiting,
    steps: stepLines(state),
    tasks: taskCards(state),
    choices,
    timeline: timelineOf(events),
    alarms: state.alarms.map(({ sentence }) => sentence),
    attention: attentionOf(state),
    resolved: state.resolved !== undefined,
    next: nextFor(state, waiting, choices, heldNames(state, catalog)),
  };
};
