import type { HouseCard } from '../../core/report/card.ts';
import type { Desk } from '../desk.ts';
import { haltOf, liveNow } from '../house.ts';
import { houseApprovals } from './answer.ts';

/** What every page shows besides its incidents. */
export const houseCard = async (desk: Desk): Promise<HouseCard> => ({
  stopped: (await haltOf(desk))?.sentence ?? null,
  waiting: (await houseApprovals(desk)).filter(({ state }) => state === 'waiting'),
  problems: (await liveNow(desk)).flatMap(({ problem }) => (problem === undefined ? [] : [`${problem.why}: ${problem.next}`])),
});
