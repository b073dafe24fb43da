import { isAsleep } from '../../core/asset/asset.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Effect } from '../../core/failure.ts';
import type { ApprovalCard, IncidentCard, PersonCard } from '../../core/report/card.ts';
import { approvalCards, incidentCard } from '../../core/report/incident-card.ts';
import { WIDTH } from '../../core/report/layout.ts';
import type { Page } from '../../core/report/text-page.ts';
import { HOUSE } from '../../core/house/house.ts';
import { readIncident, type Reading } from '../append.ts';
import type { Desk } from '../desk.ts';
import { haltOf, readHouse, type Halt } from '../house.ts';
import type { Answer, ExitCode } from '../verb.ts';

/** A card is JSON already; this says so to the type checker without a cast. */
export const plainOf = (value: object): JsonObject => JSON.parse(JSON.stringify(value));

export const peopleOf = (desk: Desk): readonly PersonCard[] =>
  Object.entries(desk.policy.assets.people).map(([id, person]) => ({
    id,
    name: person.name,
    title: person.title,
    roles: person.roles,
    asleepUntil: isAsleep(person, desk.clock.now()) ? (person.asleepUntil ?? null) : null,
  }));
export const pageOf = (desk: Desk): Page => ({ now: desk.clock.now(), width: WIDTH, people: peopleOf(desk) });

/** A refusal: what happened, why, the exact next command, and whether anything changed. */
export const refusal = (exit: ExitCode, code: string, message: string, next: string, effect: Effect = 'no-change'): Answer => ({
  exit,
  lines: [message],
  data: {},
  next,
  error: { code, message, hint: next, effect },
});

export interface Found {
  readonly state: Reading;
  readonly card: IncidentCard;
  readonly approvals: readonly ApprovalCard[];
}
/** An incident whose ledger somebody changed is shown all the same, as far as it can be, and as UNKNOWN: hiding it would be the attack. */
const doubtful = (state: Reading): { readonly state: Reading; readonly because: readonly string[] } | undefined => {
  const { brokenAt, forged } = state.believed;
  if (state.opened !== undefined && brokenAt === undefined) return undefined;
  const first = forged.find((event) => event.type === 'incident.opened');
  const opened = state.opened ?? (first?.type === 'incident.opened' ? { ...first.data, at: first.at } : undefined);
  const where =
    brokenAt === undefined ? 'the fact that opened it has no valid seal' : `its ledger does not fit together at event ${brokenAt}`;
  return {
    state: { ...state, ...(opened && { opened }) },
    because: [`${where}: somebody changed it. Nothing is done in this incident until a person has looked.`],
  };
};
const marked = <C extends { readonly stopped?: string }>(card: C, halt: Halt | undefined): C =>
  halt === undefined ? card : { ...card, stopped: halt.sentence };
export const cardOf = (desk: Pick<Desk, 'catalog' | 'policy'>, reading: Reading, halt?: Halt): Found | undefined => {
  const doubt = doubtful(reading);
  const state = doubt?.state ?? reading;
  const card = incidentCard(state, state.believed.events, { catalog: desk.catalog, assets: desk.policy.assets });
  if (card === undefined) return undefined;
  const approvals = approvalCards(state, desk.catalog).map((one) => marked(one, halt));
  const now = marked({ ...card, waiting: card.waiting.map((one) => marked(one, halt)) }, halt);
  return {
    state,
    card: doubt === undefined ? now : { ...now, word: 'UNKNOWN', containment: 'unknown', because: doubt.because },
    approvals,
  };
};
export const findIncident = async (desk: Desk, number: number): Promise<Found | undefined> => {
  const id = await desk.ledger.byNumber('incident', number);
  return id === undefined ? undefined : cardOf(desk, await readIncident(desk, id), await haltOf(desk));
};
/** Questions about the whole house, oldest first. */
export const houseApprovals = async (desk: Pick<Desk, 'ledger' | 'verify' | 'catalog'>): Promise<readonly ApprovalCard[]> =>
  approvalCards((await readHouse(desk)).state, desk.catalog);

export interface FoundApproval {
  readonly state: Reading;
  readonly approval: ApprovalCard;
  readonly approvalId: string;
  readonly runId: string;
}
export const findApproval = async (desk: Desk, number: number): Promise<FoundApproval | undefined> => {
  const id = await desk.ledger.byNumber('approval', number);
  if (id === undefined) return undefined;
  const state = await readIncident(desk, id);
  const cards = id === HOUSE ? approvalCards(state, desk.catalog) : cardOf(desk, state, await haltOf(desk))?.approvals;
  const approval = cards?.find((card) => card.number === number);
  const view = state.approvals.find((one) => one.approval.number === number);
  return approval === undefined || view === undefined
    ? undefined
    : { state, approval, approvalId: view.approval.id, runId: view.approval.run };
};
/** Newest first. */
export const allIncidents = async (desk: Pick<Desk, 'ledger' | 'verify' | 'catalog' | 'policy'>): Promise<readonly Found[]> => {
  const ids = await desk.ledger.incidents();
  const halt = await haltOf(desk);
  const found = await Promise.all(ids.map(async (id) => cardOf(desk, await readIncident(desk, id), halt)));
  return found.flatMap((one) => (one === undefined ? [] : [one]));
};
export const noSuch = (what: string): Answer => refusal(6, 'not-found', `There is no ${what}.`, 'npx cordon list');
