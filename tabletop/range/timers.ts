import type { JsonObject } from '../../core/json.ts';
import type { RangeClock } from './clock.ts';
import type { Store } from './store.ts';

/** Something AWS will do later, as data: after a restart it still happens. */
interface Timer {
  readonly due: number;
  readonly kind: string;
  readonly data: JsonObject;
}
export interface Timers {
  on(kind: string, handle: (data: JsonObject, at: number) => void): void;
  add(kind: string, awsSeconds: number, data: JsonObject): void;
  /** The instant of what is being done right now: its own, however late it is done; otherwise the clock's. */
  now(): number;
  /** Does what is due, in order, each at its own instant, however late this is called. */
  settle(): void;
  /** Arms the clock for everything pending: after an import. */
  arm(): void;
  /** Calls every alarm off. */
  stop(): void;
}
export interface TimerHooks {
  /** After each thing done, with the instant at which it was due. */
  readonly stepped?: ((at: number) => void) | undefined;
  /** After an alarm has done all its work, so that the change is stored even when nobody calls. */
  readonly woken: () => void;
}
export const createTimers = (store: Store, time: RangeClock, { stepped, woken }: TimerHooks): Timers => {
  const pending = store.table<Timer>('timers');
  const sequence = store.table<number>('ids');
  const handlers = new Map<string, (data: JsonObject, at: number) => void>();
  const alarms = new Set<() => void>();
  let instant: number | undefined;
  const current = (): number => instant ?? time.now();

  const settle = (): void => {
    const now = time.now();
    const due = (): readonly [string, Timer] | undefined => {
      const ready = pending.entries().filter(([, timer]) => timer.due <= now);
      const first = ready.sort(([a, x], [b, y]) => x.due - y.due || (a < b ? -1 : 1))[0];
      return first === undefined ? undefined : [first[0], first[1]];
    };
    for (let next = due(); next !== undefined; next = due()) {
      const [key, timer] = next;
      const handle = handlers.get(timer.kind);
      if (handle === undefined) throw new Error(`no handler for the timer ${timer.kind}`);
      pending.remove(key);
      instant = timer.due;
      try {
        handle(timer.data, timer.due);
        stepped?.(timer.due);
      } finally {
        instant = undefined;
      }
    }
  };
  const alarm = (awsSeconds: number): void => {
    const cancel = time.after(awsSeconds, () => {
      alarms.delete(cancel);
      settle();
      woken();
    });
    alarms.add(cancel);
  };
  const stop = (): void => {
    for (const cancel of alarms) cancel();
    alarms.clear();
  };
  return {
    on: (kind, handle) => void handlers.set(kind, handle),
    add: (kind, awsSeconds, data) => {
      const count = (sequence.get('timer') ?? 0) + 1;
      sequence.put('timer', count);
      // What follows from something late is late as well: it counts from that thing's own instant.
      const due = current() + (awsSeconds * 1000) / time.pace;
      pending.put(String(count).padStart(9, '0'), { due, kind, data });
      alarm(Math.max(0, ((due - time.now()) * time.pace) / 1000));
    },
    now: current,
    settle,
    arm: () => {
      stop();
      for (const timer of pending.values()) alarm(Math.max(0, ((timer.due - time.now()) * time.pace) / 1000));
    },
    stop,
  };
};
