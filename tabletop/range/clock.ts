/** Time as AWS sees it. `after` takes AWS seconds and divides them by `pace`; instants are not scaled. */
export interface RangeClock {
  /** How many AWS seconds pass in one second of this clock. */
  readonly pace: number;
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `f` when `awsSeconds` have passed; answers how to call it off. */
  after(awsSeconds: number, f: () => void): () => void;
}

/** setTimeout cannot wait longer than 2^31-1 ms; a later alarm is re-armed on the way. */
const LONGEST_WAIT = 2_147_483_647;

/** The wall clock. @default pace 60: an UpdateEndpoint of 7 minutes takes 7 seconds. */
export const realClock = (pace = 60): RangeClock => {
  const after = (awsSeconds: number, f: () => void): (() => void) => {
    const due = Date.now() + (awsSeconds * 1000) / pace;
    let timer: NodeJS.Timeout | undefined;
    const arm = (): void => {
      const wait = due - Date.now();
      timer = setTimeout(() => (wait > LONGEST_WAIT ? arm() : f()), Math.min(Math.max(0, wait), LONGEST_WAIT));
      // A range with a pending transition must not keep a finished program alive.
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  };
  return { pace, now: () => Date.now(), after };
};

export interface VirtualClock extends RangeClock {
  /** Lets `awsSeconds` pass; alarms fire in order, each at its own instant. */
  advance(awsSeconds: number): void;
  /** Moves to an instant that is not in the past. */
  advanceTo(milliseconds: number): void;
}

/** Stands still until it is told to move: exercises and tests are a function of it. */
export const virtualClock = (start: number | string, pace = 1): VirtualClock => {
  let now = typeof start === 'number' ? start : Date.parse(start);
  let order = 0;
  const alarms = new Map<number, { readonly due: number; readonly f: () => void }>();
  const next = (until: number): number | undefined =>
    [...alarms].filter(([, alarm]) => alarm.due <= until).sort(([a, x], [b, y]) => x.due - y.due || a - b)[0]?.[0];
  const advanceTo = (until: number): void => {
    for (let id = next(until); id !== undefined; id = next(until)) {
      const alarm = alarms.get(id);
      alarms.delete(id);
      now = Math.max(now, alarm?.due ?? now);
      alarm?.f();
    }
    now = Math.max(now, until);
  };
  return {
    pace,
    now: () => now,
    after: (awsSeconds, f) => {
      order += 1;
      const id = order;
      alarms.set(id, { due: now + (awsSeconds * 1000) / pace, f });
      return () => alarms.delete(id);
    },
    advance: (awsSeconds) => advanceTo(now + (awsSeconds * 1000) / pace),
    advanceTo,
  };
};
