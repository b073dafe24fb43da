import { HOUSE, foldHouse } from '../../core/house/house.ts';
import { decideAndAppend } from '../append.ts';
import type { Authority, Stopped } from '../ports.ts';
import type { AuthorityDesk } from './authority.ts';
import { withSeal } from './sealed.ts';

const ROLE = 'responder';

/** Stops everything, at once, on one responder's word: to stop harm nobody waits for a second person. */
export const stopHouse = (desk: AuthorityDesk, { actor, reason }: Parameters<Authority['stop']>[0]): Promise<Stopped> => {
  const people = desk.policy.assets.people;
  const person = actor.kind === 'human' && Object.hasOwn(people, actor.id) ? people[actor.id] : undefined;
  if (person?.roles.includes(ROLE) !== true) {
    const who = actor.kind === 'human' ? actor.id : actor.kind;
    return Promise.resolve({ kind: 'refused', because: `${who} is no responder of assets.yaml; only a responder stops everything` });
  }
  return decideAndAppend<Stopped>(desk, HOUSE, async (state) => {
    const { stop, stops } = foldHouse(state.believed.events);
    if (stop !== undefined) return { drafts: [], answer: { kind: 'already' } };
    const draft = { id: `${HOUSE}:stopped:${stops + 1}`, type: 'house.stopped', actor, data: { reason } } as const;
    return { drafts: [await withSeal(desk.signer, HOUSE, draft)], answer: { kind: 'stopped' } };
  });
};
