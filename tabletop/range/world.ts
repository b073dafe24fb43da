import { createActs, type Acts } from './acts.ts';
import { inForce, type Behaviour, type Measurements } from './behaviour.ts';
import type { RangeClock } from './clock.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import { createBus, type Bus } from './events.ts';
import { createIds, type RangeIds } from './ids.ts';
import { MEASURED } from './measured.ts';
import { createStore, type Store } from './store.ts';
import { createTimers, type TimerHooks, type Timers } from './timers.ts';

/** What every simulator works on. All that AWS would remember is in `store`; the rest is rebuilt from it. */
export interface World {
  readonly seed: string;
  readonly store: Store;
  readonly ids: RangeIds;
  readonly timers: Timers;
  readonly bus: Bus;
  readonly delivery: Delivery;
  /** Whether the event history keeps reads, too. */
  readonly keepsReads: boolean;
  readonly time: RangeClock;
  /** Calls that AWS makes by itself: a service-linked role, the target of a rule, somebody's stack. */
  readonly acts: Acts;
  /** A behaviour as it is in force here: measured where somebody measured it. */
  knows(behaviour: Behaviour): Behaviour;
  /** How long it takes here, in AWS seconds. */
  lasts(behaviour: Behaviour & { readonly seconds: number }): number;
  /** What was asked of `knows` and `lasts`, as it was in force: reports repeat how sure it is. In the order of the ids. */
  relied(): readonly Behaviour[];
}

export interface WorldOptions extends TimerHooks {
  readonly seed: string;
  readonly time: RangeClock;
  /** Continues an exported state: events wait for their first subscriber instead of passing unheard. @default false */
  readonly isResumed?: boolean;
  readonly subscriberFailed?: ((thrown: unknown) => void) | undefined;
  /** @default what is kept in measured.json */
  readonly measured?: Measurements | undefined;
  /** @default false */
  readonly keepsReads?: boolean | undefined;
}

export const createWorld = (options: WorldOptions): World => {
  const { seed, time, isResumed = false, subscriberFailed, measured = MEASURED, keepsReads = false, ...hooks } = options;
  const store = createStore();
  const ids = createIds(seed, store);
  const timers = createTimers(store, time, hooks);
  const delivery = createDelivery(store, ids);
  const relied = new Map<string, Behaviour>();
  const knows = (behaviour: Behaviour): Behaviour => {
    const known = inForce(behaviour, measured);
    relied.set(behaviour.id, known);
    return known;
  };
  return {
    seed,
    store,
    ids,
    timers,
    bus: createBus({ store, timers, ids, delivery, isResumed, subscriberFailed }),
    delivery,
    keepsReads,
    time,
    acts: createActs(),
    knows,
    lasts: (behaviour) => knows(behaviour).seconds ?? behaviour.seconds,
    relied: () => [...relied.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
};
