import { isHouseOrder, type HouseOrder } from '../core/house/house.ts';
import { activationPlan, resumePlan, type HousePlan } from '../core/house/plans.ts';
import { runIn } from '../core/ledger/incident.ts';
import type { RunOrder } from '../core/ledger/facts.ts';
import { knownFrom } from '../core/playbook/known-from.ts';
import { liveViews } from '../core/playbook/live.ts';
import type { RunId } from '../core/id.ts';
import { readIncident } from './append.ts';
import type { Desk } from './desk.ts';
import { readHouse } from './house.ts';

type HouseDesk = Pick<Desk, 'ledger' | 'verify' | 'library' | 'catalog' | 'policy'>;

/** What waits for the house to go on, in words. */
const heldNow = async (desk: Pick<Desk, 'ledger' | 'verify'>): Promise<readonly string[]> => {
  const states = await Promise.all((await desk.ledger.incidents()).map((id) => readIncident(desk, id)));
  return states.flatMap(({ opened, runs }) =>
    runs.flatMap(({ held = [], status, steps }) =>
      status === 'running'
        ? held.map(({ path }) => `INC-${opened?.number ?? 0}: ${steps.find((step) => step.path === path)?.title ?? path}`)
        : [],
    ),
  );
};

/**
 * What an order for the whole house would do now. The run makes it to be shown; `approve` makes it again from the sealed order before it asks,
 * counts and states anything, so that no other plan can be put in its place.
 */
export const planFor = async (desk: HouseDesk, order: HouseOrder): Promise<HousePlan> => {
  const { house } = await readHouse(desk);
  if (order.kind === 'resume') return resumePlan(house.stop, order.stop, await heldNow(desk));
  const shelf = await desk.library.shelf();
  const known = knownFrom({ actions: [...desk.catalog.values()], documents: (await desk.library.all()).map(({ document }) => document) });
  const { id, version, digest } = order.playbook;
  const made = activationPlan({ id, version, shelf, views: liveViews(shelf, house.pointers), mode: desk.policy.mode, known });
  return made.ok && made.plan.input['digest'] !== digest
    ? {
        ok: false,
        code: 'digest',
        why: `${id}@${version} was asked for with digest ${digest}; versions.json says another`,
        next: 'npx cordon playbook live',
      }
    : made;
};

/** The order of a run of the house, as it was sealed. */
export const orderOf = (state: Parameters<typeof runIn>[0], runId: RunId): HouseOrder | undefined => {
  const order: RunOrder | undefined = runIn(state, runId)?.order;
  return order !== undefined && isHouseOrder(order) ? order : undefined;
};
