import { foldHouse, HOUSE, type House } from '../core/house/house.ts';
import type { Verify } from '../core/approval/grant.ts';
import { liveViews, type LiveView } from '../core/playbook/live.ts';
import { readIncident, type Reading } from './append.ts';
import type { Desk } from './desk.ts';
import type { Ledger } from './ports.ts';

type Reads = { readonly ledger: Ledger; readonly verify: Verify };

/** The ledger of the house as an incident is read, so that runs, approvals and votes in it are the same as everywhere. */
export const readHouse = async (desk: Reads): Promise<{ readonly state: Reading; readonly house: House }> => {
  const state = await readIncident(desk, HOUSE);
  return { state, house: foldHouse(state.believed.events) };
};

/** Why nothing may be changed now; a sentence that begins with what everybody must see. */
export interface Halt {
  readonly sentence: string;
  /** Absent: nobody stopped it, but nobody can tell whether somebody did. */
  readonly stop?: NonNullable<House['stop']>;
}
/** Is everything stopped? What cannot be read is stopped too: whoever changed that ledger may have taken a stop out of it. */
export const haltIn = ({ state, house }: { readonly state: Reading; readonly house: House }): Halt | undefined => {
  const { brokenAt } = state.believed;
  if (brokenAt !== undefined)
    return { sentence: `STOPPED: the ledger of the house does not fit together at event ${brokenAt}; somebody changed it` };
  const { stop } = house;
  return stop && { stop, sentence: `STOPPED since ${stop.since.slice(11, 16)}Z by ${stop.by}: ${stop.reason}` };
};
export const haltOf = async (desk: Reads): Promise<Halt | undefined> => haltIn(await readHouse(desk));

/** Which version of each playbook answers findings now. A ledger of the house that somebody changed says nothing: then none does. */
export const liveNow = async (desk: Pick<Desk, 'ledger' | 'verify' | 'library'>): Promise<readonly LiveView[]> => {
  const [{ state, house }, shelf] = [await readHouse(desk), await desk.library.shelf()];
  const views = liveViews(shelf, house.pointers);
  const { brokenAt } = state.believed;
  if (brokenAt === undefined) return views;
  const why = `the ledger of the house does not fit together at event ${brokenAt}, so nobody can tell which version of it is active`;
  return views.map(({ id }) => ({ id, problem: { why, next: 'npx cordon playbook live' } }));
};
