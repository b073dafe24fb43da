import type { Behaviour } from '../behaviour.ts';
import type { World } from '../world.ts';
import { invalid } from './faults.ts';

/** A behaviour of which only a real account knows whether it is refused, and in which words. */
type Ruled = Behaviour & { readonly verdict: 'accepted' | 'refused'; readonly text: string };

export const isRefused = (world: World, rule: Ruled): boolean => world.knows(rule).verdict === 'refused';
/** Throws what AWS answers, where it refuses. */
export const mustBeAllowed = (world: World, rule: Ruled): void => {
  if (isRefused(world, rule)) throw invalid(world.knows(rule).text ?? rule.text);
};
