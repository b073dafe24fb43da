import type { Timeline } from '../clock.ts';

/** Where executions wait until their next timer, or until somebody wakes them. */
export const createParking = (timeline: Timeline) => {
  const parked = new Map<string, () => void>();

  const wake = (arn: string): void => parked.get(arn)?.();

  /** `resume` runs in the same turn as the wake-up, so that a virtual clock cannot move in between. */
  const wait = (arn: string, until: number, resume: () => void): Promise<void> =>
    new Promise((resolve) => {
      const cancel = timeline.schedule(until, () => wake(arn));
      parked.set(arn, () => {
        parked.delete(arn);
        cancel();
        resume();
        resolve();
      });
    });

  const wakeAll = (): void => {
    for (const arn of parked.keys()) wake(arn);
  };
  return { wait, wake, wakeAll, parked: (): readonly string[] => [...parked.keys()] };
};
export type Parking = ReturnType<typeof createParking>;
