import { createFaults, type Faults } from './faults.ts';
import type { Binding } from './protocol/host.ts';
import { serve } from './serve.ts';
import { SERVICES } from './services.ts';
import type { World } from './world.ts';

/** Every service of the range, ready for the wire, and the plan by which calls fail. */
export const bindingsOf = (world: World, settled: () => void): { readonly bindings: readonly Binding[]; readonly faults: Faults } => {
  const faults = createFaults();
  const bindings = Object.values(SERVICES).map((service) => ({
    signingName: service.signingName,
    load: service.load,
    implemented: (operation: string) => Object.hasOwn(service.operations, operation),
    constraints: service.constraints ?? {},
    inputCodes: service.inputCodes ?? {},
    serve: serve({ world, faults, settled }, service),
  }));
  return { bindings, faults };
};
