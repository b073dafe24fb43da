import { targetOf } from '../core/asset/resource.ts';
import type { Overview, StatusWord } from '../core/report/card.ts';
import { allIncidents, peopleOf } from './commands/answer.ts';
import { houseCard } from './commands/house-card.ts';
import type { Desk } from './desk.ts';

/** Worst first: the page's one word is that of the incident which needs somebody most. */
const WORST: readonly StatusWord[] = ['UNKNOWN', 'NOT CONTAINED', 'PARTLY CONTAINED', 'CONTAINED', 'RECOVERING', 'QUIET'];
const RECENT = 50;

/** Everything that the main page shows, in one reading. */
export const overview = async (desk: Desk, you: string, samples: readonly string[]): Promise<Overview> => {
  const cards = (await allIncidents(desk)).map(({ card }) => card);
  const open = cards.filter(({ resolved }) => !resolved);
  const decisions = await desk.decisions.recent(RECENT);
  const assets = desk.policy.assets.assets.map((entry) => ({
    name: targetOf(entry.arn).name,
    arn: entry.arn,
    tier: entry.tier,
    owner: entry.owner,
    callers: entry.callers.map(({ name, fallback }) => ({ name, fallback: fallback ?? null })),
  }));
  return {
    place: desk.policy.place,
    mode: desk.policy.mode,
    now: desk.clock.now(),
    you,
    people: peopleOf(desk),
    house: await houseCard(desk),
    word: WORST.find((word) => open.some((card) => card.word === word)) ?? 'QUIET',
    incidents: [
      ...open.toSorted((a, b) => WORST.indexOf(a.word) - WORST.indexOf(b.word) || a.sev - b.sev),
      ...cards.filter(({ resolved }) => resolved),
    ],
    decisions,
    assets,
    samples,
    lastEventAt: decisions[0]?.at ?? null,
  };
};
