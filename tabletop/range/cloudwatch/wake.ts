import type { Table } from '../store.ts';
import type { World } from '../world.ts';

const lookOf = (world: World): Table<number> => world.store.table<number>('cloudwatch.look');
/** When alarms are looked at next; none: nothing changes until somebody changes something. */
const NEXT = 'next';
/** There are alarms at all. */
const ARMED = 'armed';

export const nextLook = (world: World): number | undefined => lookOf(world).get(NEXT);
export const forgetLook = (world: World): void => lookOf(world).remove(NEXT);
export const armAlarms = (world: World): void => lookOf(world).put(ARMED, 1);

/** CloudWatch looks at the full minute. The first one after `at`. */
export const minuteAfter = (world: World, at: number): number => {
  const minute = 60_000 / world.time.pace;
  return (Math.floor(at / minute + 1e-6) + 1) * minute;
};
export const lookAt = (world: World, instant: number): void => {
  const known = nextLook(world);
  if (known !== undefined && known <= instant) return;
  lookOf(world).put(NEXT, instant);
  const awsSeconds = (Math.max(0, instant - world.timers.now()) * world.time.pace) / 1000;
  world.timers.add('alarms', awsSeconds, { instant });
};
/** Something changed that an alarm may watch. */
export const wakeAlarms = (world: World, at: number): void => {
  if (lookOf(world).get(ARMED) !== undefined) lookAt(world, minuteAfter(world, at));
};
