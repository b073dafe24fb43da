import { constraintFile } from './constraints.ts';
import { createLimits } from './limits.ts';
import { constraintsOf } from './protocol/constraints.ts';
import { createHost, type Host, type Observation } from './protocol/host.ts';
import type { Binding } from './protocol/offered.ts';
import { serve } from './serve.ts';
import { SERVICES, type ServiceName } from './services.ts';
import { refuseUnsimulated } from './unsimulated.ts';
import type { World } from './world.ts';

// The record's own keys; Object.keys forgets them.
const NAMES = Object.keys(SERVICES) as readonly ServiceName[];

const bindingsOf = (world: World, settled: () => void, keepsRates: boolean): readonly Binding[] => {
  const limits = keepsRates ? createLimits(world.time) : undefined;
  return NAMES.map((name): Binding => {
    const service = SERVICES[name];
    const answer = serve({ world, limits, settled }, service);
    return {
      signingName: service.signingName,
      load: service.load,
      implemented: (operation) => Object.hasOwn(service.operations, operation),
      constraints: async (client) => constraintsOf(await constraintFile(name), client, service.documented),
      inputCodes: service.inputCodes ?? {},
      serve: async (input, call) => {
        refuseUnsimulated(name, call.operation, input);
        return answer(input, call);
      },
    };
  });
};

export interface Offer {
  readonly world: World;
  readonly settled: () => void;
  /** Keeps AWS's request rates. @default false */
  readonly limits?: boolean | undefined;
  readonly observe?: ((observation: Observation) => void) | undefined;
}
/** Every service of the range, behind one door. */
export const hostOf = ({ world, settled, limits = false, observe }: Offer): Host =>
  createHost({
    bindings: bindingsOf(world, settled, limits),
    requestId: () => world.ids.requestId(),
    ...(observe === undefined ? {} : { observe }),
  });
