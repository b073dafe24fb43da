import { stillLines } from '../core/report/text-timeline.ts';
import type { Output } from './output.ts';

/** First word about something slow after this long. */
const FIRST_MILLISECONDS = 2_000;
/** Never silent for longer than 10 s. */
const AGAIN_MILLISECONDS = 8_000;
const TICK_MILLISECONDS = 250;

export interface Watch {
  /** Something was printed just now; `what` is said again if nothing follows. */
  readonly told: (what: string) => void;
  readonly stop: () => void;
}

/** Says what is being waited for whenever nothing else was said for a while. */
export const watchSilence = (out: Output, first: string): Watch => {
  const begun = performance.now();
  let [last, what, patience] = [begun, first, FIRST_MILLISECONDS];
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - last < patience) return;
    out.note(stillLines((now - begun) / 1000, what, out));
    [last, patience] = [now, AGAIN_MILLISECONDS];
  }, TICK_MILLISECONDS);
  return {
    told: (said) => {
      [last, what] = [performance.now(), said];
    },
    stop: () => clearInterval(timer),
  };
};

export const whileWaiting = async <T>(out: Output, what: string, work: Promise<T>): Promise<T> => {
  const watch = watchSilence(out, what);
  try {
    return await work;
  } finally {
    watch.stop();
  }
};
