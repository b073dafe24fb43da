import { hostOf } from './bindings.ts';
import { realClock } from './clock.ts';
import { beginNorthbank, resumeWorld } from './northbank/world.ts';
import { plansOf } from './plans.ts';
import { clientConfigOf, credentialsOf, principalsOf } from './principals.ts';
import { listen } from './protocol/http.ts';
import type { Range, RangeOptions } from './range-api.ts';
import { startSimulators } from './simulators.ts';
import { observeTraffic } from './traffic.ts';
import { createWorld } from './world.ts';

export const createRange = (options: RangeOptions = {}): Range => {
  const clock = options.clock ?? realClock(options.pace);
  const listeners = new Set<Parameters<Range['onChange']>[0]>();
  const settled = (): void => {
    // Who is answered follows from what is stored: a call that only read has changed nothing for anybody.
    if (!world.store.isChanged()) return;
    observeTraffic(world, clock.now());
    const changes = world.store.changes();
    for (const listener of listeners) listener(changes);
  };
  const { seed = 'northbank', state, subscriberFailed, measured } = options;
  const world = createWorld({
    seed,
    time: clock,
    stepped: (at) => observeTraffic(world, at),
    woken: settled,
    isResumed: state !== undefined,
    subscriberFailed,
    measured,
    keepsReads: options.readEvents,
  });
  startSimulators(world);
  const importState: Range['importState'] = (state) => resumeWorld(world, state);
  if (state === undefined) {
    beginNorthbank(world, options.shiftDays, options.agents);
  } else importState(state);

  const host = hostOf({ world, settled, limits: options.limits, observe: options.observe });

  return {
    host,
    events: { subscribe: (f) => world.bus.subscribe(f) },
    ...plansOf(world, settled),
    clock,
    principals: () => principalsOf(world),
    credentialsFor: (principal) => credentialsOf(world, principal),
    clientConfig: (principal) => clientConfigOf(world, host, principal),
    listen: (port = 0) => listen(host, port),
    relied: () => world.relied(),
    exportState: () => world.store.export(),
    importState,
    onChange: (f) => {
      listeners.add(f);
      return () => listeners.delete(f);
    },
    close: () => world.timers.stop(),
  };
};
