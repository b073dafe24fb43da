import { constraintFile } from './constraints.ts';
import { createFaults, type Faults } from './faults.ts';
import { createLimits } from './limits.ts';
import { constraintsOf } from './protocol/constraints.ts';
import type { Binding } from './protocol/host.ts';
import { serve } from './serve.ts';
import { SERVICES, type ServiceName } from './services.ts';
import type { World } from './world.ts';

// The record's own keys; Object.keys forgets them.
const NAMES = Object.keys(SERVICES) as readonly ServiceName[];

/** Every service of the range, ready for the wire, and the plan by which calls fail. */
export const bindingsOf = (
  world: World,
  settled: () => void,
  keepsRates: boolean,
): { readonly bindings: readonly Binding[]; readonly faults: Faults } => {
  const faults = createFaults(world);
  const limits = keepsRates ? createLimits(world.time) : undefined;
  const bindings = NAMES.map((name): Binding => {
    const service = SERVICES[name];
    return {
      signingName: service.signingName,
      load: service.load,
      implemented: (operation) => Object.hasOwn(service.operations, operation),
      constraints: async (client) => constraintsOf(await constraintFile(name), client, service.documented),
      inputCodes: service.inputCodes ?? {},
      serve: serve({ world, limits, settled }, service),
    };
  });
  return { bindings, faults };
};
