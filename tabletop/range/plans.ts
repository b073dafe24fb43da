import { createFaults, type Faults } from './faults.ts';
import { conditionsIn } from './sagemaker/condition-effects.ts';
import type { Conditions } from './sagemaker/conditions.ts';
import type { World } from './world.ts';

/** What goes wrong because somebody planned it. */
export interface Plans {
  readonly faults: Faults;
  /** What happens to events on their way. */
  readonly delivery: World['delivery'];
  /** What is wrong with endpoints and what they run on. */
  readonly conditions: Conditions;
}
export const plansOf = (world: World, settled: () => void): Plans => ({
  faults: createFaults(world),
  delivery: world.delivery,
  conditions: conditionsIn(world, settled),
});
