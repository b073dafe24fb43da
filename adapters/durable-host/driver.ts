import { setTimeout as sleep } from 'node:timers/promises';
import type { Timeline } from '../clock.ts';
import type { Ending, Execution } from './execution.ts';
import { codeOf, type LambdaFunction, type Registry } from './functions.ts';
import type { Answer } from './invoke.ts';
import type { Journal } from './journal.ts';
import type { HostLeases } from './lease.ts';
import type { Parking } from './parking.ts';
import type { Store } from './store.ts';

export interface DriverParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly leases: HostLeases;
  readonly parking: Parking;
  readonly timeline: Timeline;
  readonly functions: Registry;
  readonly isClosed: () => boolean;
  readonly ended: (execution: Execution) => void;
  readonly invoke: (execution: Execution, code: LambdaFunction) => Promise<Answer>;
}

/** Lambda's own retries of a failed asynchronous invocation, as AWS's local runner does them. */
const MOST_ATTEMPTS = 10;
const backOffMs = (attempts: number): number => Math.min(300, 2 ** (attempts - 1)) * 1000;
/** How often, in real milliseconds, we look whether another host's execution became free. */
const LOOK_MS = 1000;
/** SQLITE_BUSY: another process held the file for longer than the connection waits. */
const BUSY = 5;

export class HostClosed extends Error {
  constructor() {
    super('the durable host is closed');
    this.name = 'HostClosed';
  }
}
const isBusy = (thrown: unknown): boolean => thrown instanceof Error && 'errcode' in thrown && thrown.errcode === BUSY;

/** One loop per execution: own it, run its code, wait until something it waits for has happened, again. */
export const createDriver = (parts: DriverParts) => {
  const { store, journal, leases, parking, timeline, functions } = parts;
  const drivers = new Map<string, Promise<Execution>>();

  const end = (execution: Execution, ending: Ending): boolean => {
    const finished = store.commit('finish', () => journal.finish(execution, ending));
    if (finished) parts.ended(execution);
    return finished;
  };
  const expire = (execution: Execution): boolean => {
    if (parts.isClosed()) return false;
    const error =
      execution.kind === 'plain'
        ? { ErrorType: 'Sandbox.Timedout', ErrorMessage: 'Task timed out' }
        : { ErrorType: 'ExecutionTimedOut', ErrorMessage: 'Execution timed out' };
    return end(execution, { status: 'TIMED_OUT', error });
  };

  /** The invocation failed, not the execution: the instant of the next try, unless it was the last. */
  const crashed = (arn: string, error: NonNullable<Ending['error']>): number | undefined => {
    const execution = store.execution(arn);
    if (execution?.status !== 'RUNNING' || execution.owner !== leases.owner) return undefined;
    if (execution.attempts < MOST_ATTEMPTS) return timeline.now() + backOffMs(execution.attempts);
    end(execution, { status: 'FAILED', error });
    return undefined;
  };

  /** The instant to wait for. Undefined: something it waited for has already happened, or it has ended. */
  const pending = (execution: Execution): number | undefined => {
    if (store.hasDirty(execution.arn)) return undefined;
    if (store.isWaiting(execution.arn)) return store.nextDue(execution.arn) ?? execution.expiresAt;
    const ErrorMessage = 'Cannot return PENDING status with no pending operations.';
    end(execution, { status: 'FAILED', error: { ErrorType: 'InvalidParameterValueException', ErrorMessage } });
    return undefined;
  };

  /** One turn; answers until when to wait, or nothing for the next turn at once. */
  const turn = async (execution: Execution): Promise<number | undefined> => {
    if (execution.expiresAt <= timeline.now()) return void expire(execution);
    const code = codeOf(functions, execution);
    if (code === undefined) throw new Error(`the code of ${execution.functionName}:${execution.version} is not here`);
    const answer = await parts.invoke(execution, code);
    if (parts.isClosed()) throw new HostClosed();
    if (answer.kind === 'ended') return void end(execution, answer.ending);
    if (answer.kind === 'crashed') return crashed(execution.arn, answer.error);
    return answer.kind === 'pending' ? pending(execution) : undefined;
  };

  const isOursStill = (arn: string): boolean => {
    const execution = store.execution(arn);
    return execution?.status === 'RUNNING' && execution.owner === leases.owner;
  };

  const loop = async (arn: string): Promise<Execution> => {
    let release = timeline.hold();
    const wait = async (until: number): Promise<void> => {
      const woken = parking.wait(arn, until, () => {
        release = timeline.hold();
      });
      release();
      await woken;
    };
    /** A wake-up may be about something else, another process's write for one: code is only run again when there is news for it. */
    const waitForNews = async (until: number): Promise<void> => {
      do await wait(until);
      while (!parts.isClosed() && timeline.now() < until && isOursStill(arn) && !store.hasDirty(arn));
    };
    const waitForOther = async (execution: Execution): Promise<void> => {
      const look = setTimeout(() => parking.wake(arn), LOOK_MS);
      await wait(execution.expiresAt).finally(() => clearTimeout(look));
    };
    try {
      for (;;) {
        if (parts.isClosed()) throw new HostClosed();
        const execution = store.execution(arn);
        if (execution === undefined) throw new Error(`no execution ${arn}`);
        if (execution.status !== 'RUNNING') return execution;
        if (!leases.acquire(execution)) {
          await waitForOther(execution);
          continue;
        }
        const until = await turn(execution);
        if (until !== undefined) await waitForNews(Math.min(until, execution.expiresAt));
      }
    } finally {
      release();
    }
  };

  const patient = async (arn: string): Promise<Execution> => {
    for (;;) {
      try {
        return await loop(arn);
      } catch (thrown) {
        if (!isBusy(thrown)) throw thrown;
        await sleep(LOOK_MS);
      }
    }
  };

  const drive = (arn: string): Promise<Execution> => {
    const running = drivers.get(arn);
    if (running !== undefined) return running;
    const started = patient(arn).finally(() => drivers.delete(arn));
    drivers.set(arn, started);
    return started;
  };

  return { drive, end, expire, isDriving: (arn: string): boolean => drivers.has(arn), count: (): number => drivers.size };
};
