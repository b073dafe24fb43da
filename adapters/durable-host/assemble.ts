import type { Timeline } from '../clock.ts';
import { createCallbacks } from './callbacks.ts';
import { createDriver } from './driver.ts';
import type { Execution } from './execution.ts';
import { createInvoke, type InvokeParts } from './invoke.ts';
import { createJournal, type JournalParts } from './journal.ts';
import { createLeases } from './lease.ts';
import { createParking } from './parking.ts';

type Shared = 'store' | 'limits' | 'newId';
export type Machinery = Pick<JournalParts, Shared | 'functions' | 'waitPace'> &
  Pick<InvokeParts, Shared | 'pageSize' | 'invocationTimeoutMs' | 'isClosed' | 'begun'> & {
    readonly clock: Timeline;
    readonly leaseMs: number;
    readonly sharedMachine: boolean;
  };

/** The parts of one host, tied together. */
export const assemble = (machinery: Machinery) => {
  const { store, functions, clock, limits, newId, waitPace, isClosed } = machinery;
  const leases = createLeases(store, machinery.leaseMs, machinery.sharedMachine);
  const parking = createParking(clock);
  const lease = () => ({ owner: leases.owner, until: leases.until() });
  const journal = createJournal({ store, functions, limits, now: clock.now, waitPace, newId, lease });

  /** Its code need not go on, and whoever waits for it has news. */
  const ended = ({ arn, parent }: Execution): void => {
    invoke.abandon(arn);
    parking.wake(arn);
    if (parent !== null) parking.wake(parent);
  };
  const invoke = createInvoke({
    ...machinery,
    journal,
    timeline: clock,
    owner: leases.owner,
    now: clock.now,
    ended,
    expire: (execution) => void driver.expire(execution),
  });
  const driver = createDriver({ store, journal, leases, parking, timeline: clock, functions, isClosed, ended, invoke: invoke.invoke });
  const callbacks = createCallbacks({ store, journal, limits, now: clock.now, wake: parking.wake });
  return { driver, journal, leases, parking, invoke, callbacks, ended };
};
