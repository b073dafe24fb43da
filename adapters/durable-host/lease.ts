import { randomUUID } from 'node:crypto';
import type { Execution } from './execution.ts';
import type { Store } from './store.ts';

/** Owners in this process whose host is open: an owner with our pid that is not here is a process that died before us (containers repeat pids). */
const openHere = new Set<string>();

const isGone = (owner: string): boolean => {
  const pid = Number(owner.split(':')[0]);
  if (pid === process.pid) return !openHere.has(owner);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
  }
};

/**
 * One host drives an execution at a time. A lease ends by itself in real time, never in virtual time; that its process is gone makes the
 * take-over immediate. With `sharedMachine` false (containers that share a file but not their pids) only the time counts.
 */
export const createLeases = (store: Store, leaseMs: number, sharedMachine: boolean) => {
  const owner = `${process.pid}:${randomUUID()}`;
  const until = (): number => Date.now() + leaseMs;
  openHere.add(owner);
  const gone = (other: string | null): boolean => sharedMachine && other !== null && isGone(other);

  return {
    owner,
    until,
    isOurs: (execution: Execution): boolean => execution.owner === owner && execution.lease > Date.now(),
    isFree: ({ owner: other, lease }: Execution): boolean => other === null || lease < Date.now() || (other !== owner && gone(other)),
    acquire: (execution: Execution): boolean => {
      if (execution.owner === owner && execution.lease > Date.now()) return true;
      const dead = gone(execution.owner) ? (execution.owner ?? '') : '';
      return store.lease(execution.arn, owner, until(), dead, Date.now());
    },
    renew: (): void => void store.renew(owner, until()),
    /** Only what is parked is given back early: code that still runs would be run twice at once. */
    close: (parked: readonly string[]): void => {
      for (const arn of parked) store.free(arn, owner);
      openHere.delete(owner);
    },
  };
};
export type HostLeases = ReturnType<typeof createLeases>;
