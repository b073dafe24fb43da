import type { World } from '../world.ts';
import { nextCron, parseCron } from './cron.ts';
import { outside, scaleTo } from './scale-to.ts';
import { keyOf, scheduledOf, targetsOf, under, type Scheduled, type Target } from './state.ts';

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;
const RATE = /^rate\((\d+) (minute|hour|day)s?\)$/;
const CRON = /^cron\((.+)\)$/;

/** When a schedule comes next after an instant; `never` where it is over, undefined where it cannot be read. */
export const nextOf = (schedule: string, from: number, after: number): number | 'never' | undefined => {
  const at = AT.exec(schedule)?.[1];
  if (at !== undefined) {
    const instant = Date.parse(`${at}Z`);
    return Number.isNaN(instant) ? undefined : instant > after ? instant : 'never';
  }
  const [, count, unit] = RATE.exec(schedule) ?? [];
  const length = Number(count) * (UNITS[unit ?? ''] ?? 0);
  if (count !== undefined) return length === 0 ? undefined : from + (Math.floor((after - from) / length) + 1) * length;
  const cron = parseCron(CRON.exec(schedule)?.[1] ?? '');
  return cron === undefined ? undefined : (nextCron(cron, after) ?? 'never');
};
const isOnce = (schedule: string): boolean => AT.test(schedule);

/** Sets the clock for the next time, if there is one before the end. */
export const arm = (world: World, action: Scheduled, after: number): void => {
  const from = action.startAt ?? action.createdAt;
  const next = nextOf(action.schedule, from, Math.max(after, from - 1));
  if (typeof next !== 'number' || (action.endAt !== undefined && next > action.endAt)) return;
  const awsSeconds = ((next - world.timers.now()) * world.time.pace) / 1000;
  world.timers.add('scaling-scheduled', awsSeconds, { action: under(action, action.name), version: action.version });
};

const apply = (world: World, action: Scheduled, target: Target, at: number): void => {
  const changed: Target = { ...target, min: action.min ?? target.min, max: action.max ?? target.max };
  targetsOf(world).put(keyOf(target), changed);
  const found = outside(world, changed);
  if (found !== undefined) scaleTo(world, changed, found.wanted, `scheduled action name ${action.name} was triggered`, at);
};
export const startSchedules = (world: World): void =>
  world.timers.on('scaling-scheduled', ({ action: key, version }, at) => {
    const action = typeof key === 'string' ? scheduledOf(world).get(key) : undefined;
    const target = action === undefined ? undefined : targetsOf(world).get(keyOf(action));
    if (action === undefined || target === undefined || action.version !== version) return;
    if (!target.suspended.ScheduledScalingSuspended) apply(world, action, target, at);
    if (isOnce(action.schedule)) scheduledOf(world).remove(under(action, action.name));
    else arm(world, action, at);
  });
