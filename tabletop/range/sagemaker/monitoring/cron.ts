import type { World } from '../../world.ts';

const CRON = /^cron\(0 (\*|\d{1,2})(?:\/(\d{1,2}))? \? \* \* \*\)$/;
export interface Cadence {
  readonly first: number;
  readonly every: number;
}
/** Hours of the day, UTC; undefined: an expression that AWS does not take. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ScheduleConfig.html */
export const cadenceOf = (expression: string): Cadence | undefined => {
  const [, hour, every] = CRON.exec(expression) ?? [];
  if (hour === undefined) return undefined;
  if (hour === '*') return every === undefined ? { first: 0, every: 1 } : undefined;
  const cadence = { first: Number(hour), every: every === undefined ? 24 : Number(every) };
  return cadence.first > 23 || cadence.every < 1 || cadence.every > 24 ? undefined : cadence;
};

/** An hour of AWS on the range's clock. */
export const hourOf = (world: World): number => 3_600_000 / world.time.pace;
/** The next full hour after `now` at which a schedule is due. */
export const nextDue = (world: World, { first, every }: Cadence, now: number): number => {
  const hour = hourOf(world);
  const isDue = (index: number): boolean => index % 24 >= first && ((index % 24) - first) % every === 0;
  const start = Math.floor(now / hour) + 1;
  const found = Array.from({ length: 25 }, (_, offset) => start + offset).find(isDue);
  return (found ?? start) * hour;
};
