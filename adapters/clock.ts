import { instantOf } from '../core/time.ts';
import type { Clock } from '../engine/ports.ts';

/** Milliseconds since 1970 and what happens at them: the one time that the durable host, the range and exercises share. */
export interface Timeline {
  readonly now: () => number;
  /**
   * Runs `work` once at `at`, or soon when that is past. Of what is due at one instant, rank 0 (the world) runs before rank 1 (those who
   * look at it, the default), then the oldest. What `work` throws is a bug and ends the process.
   */
  readonly schedule: (at: number, work: () => void | Promise<void>, rank?: 0 | 1) => Cancel;
  /** A virtual clock stands still until every hold is released; releasing twice is once. */
  readonly hold: () => Release;
  /** True: no time passes while somebody holds. Default: it passes by itself. */
  readonly standsStill?: true;
}
export type Cancel = () => void;
export type Release = () => void;

/** Stands still by itself: it moves only inside `advanceTo` and `during`, only while nobody holds, and never past something due. */
export interface VirtualClock extends Timeline {
  /** Resolves when everything due up to `at` has run and nobody holds. */
  readonly advanceTo: (at: number) => Promise<void>;
  /** Moves from one due instant to the next until `done` settles; answers what it answers. */
  readonly during: <T>(done: Promise<T>) => Promise<T>;
}

/** The longest delay of setTimeout, 24.8 days; a longer one would fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export const realClock = (): Timeline => ({
  now: () => Date.now(),
  schedule: (at, work) => {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const delay = at - Date.now();
      timer = setTimeout(() => (delay > MAX_DELAY_MS ? arm() : void work()), Math.min(Math.max(0, delay), MAX_DELAY_MS));
    };
    arm();
    return () => clearTimeout(timer);
  },
  hold: () => () => {},
});

interface Item {
  readonly at: number;
  readonly rank: number;
  readonly work: () => void | Promise<void>;
}
interface Traveller {
  readonly until: number;
  readonly arrived: () => void;
}

const earliest = (items: Iterable<Item>): Item | undefined => {
  let first: Item | undefined;
  for (const item of items) {
    if (first === undefined || item.at < first.at || (item.at === first.at && item.rank < first.rank)) first = item;
  }
  return first;
};

export const virtualClock = (start: number): VirtualClock => {
  const items = new Set<Item>();
  const travellers = new Set<Traveller>();
  let [now, holds, planned] = [start, 0, false];

  const hold = (): Release => {
    holds += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      holds -= 1;
      plan();
    };
  };

  const run = async (item: Item): Promise<void> => {
    items.delete(item);
    const release = hold();
    try {
      await item.work();
    } finally {
      release();
    }
  };

  /** One step per turn of the event loop, so that whoever was woken acts, or takes a hold, before time goes on. */
  const step = (): void => {
    planned = false;
    const item = earliest(items);
    if (item !== undefined && item.at <= now) {
      void run(item);
      return plan();
    }
    if (holds > 0) return;
    const arrived = [...travellers].filter(({ until }) => until <= now);
    for (const traveller of arrived) {
      travellers.delete(traveller);
      traveller.arrived();
    }
    if (arrived.length > 0) return plan();
    const target = Math.min(item?.at ?? Infinity, ...[...travellers].map(({ until }) => until));
    if (travellers.size === 0 || target === Infinity) return;
    now = target;
    plan();
  };

  const plan = (): void => {
    if (planned) return;
    planned = true;
    setImmediate(step);
  };

  return {
    now: () => now,
    hold,
    standsStill: true,
    schedule: (at, work, rank = 1) => {
      const item = { at, rank, work };
      items.add(item);
      plan();
      return () => void items.delete(item);
    },
    advanceTo: (at) =>
      new Promise((arrived) => {
        travellers.add({ until: at, arrived });
        plan();
      }),
    during: async (done) => {
      const traveller = { until: Infinity, arrived: () => {} };
      travellers.add(traveller);
      plan();
      try {
        return await done;
      } finally {
        travellers.delete(traveller);
      }
    },
  };
};

/** The same time as a pretend AWS counts it: `pace` of its seconds pass in one of ours, and what it does comes before who looks at it. */
export const awsTimeOf = (timeline: Timeline, pace: number) => ({
  pace,
  now: timeline.now,
  after: (awsSeconds: number, work: () => void): Cancel => timeline.schedule(timeline.now() + (awsSeconds * 1000) / pace, work, 0),
});

/** The port that stamps facts, over the same time. */
export const instantsOf = (timeline: Pick<Timeline, 'now'>): Clock => ({ now: () => instantOf(timeline.now()) });
