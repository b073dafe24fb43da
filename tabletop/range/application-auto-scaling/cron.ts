/** A cron expression of six fields: minute, hour, day of month, month, day of week, year. https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html */
interface Range {
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const FIELDS: readonly Range[] = [
  { least: 0, most: 59, names: [] },
  { least: 0, most: 23, names: [] },
  { least: 1, most: 31, names: [] },
  { least: 1, most: 12, names: MONTHS },
  { least: 1, most: 7, names: DAYS },
  { least: 1970, most: 2199, names: [] },
];
const PART = /^(\*|\?|[A-Z0-9]+)(?:-([A-Z0-9]+))?(?:\/(\d+))?$/;

const numberIn = ({ least, most, names }: Range, text: string): number | undefined => {
  const named = names.indexOf(text);
  const value = named >= 0 ? named + 1 : /^\d+$/.test(text) ? Number(text) : undefined;
  return value === undefined || value < least || value > most ? undefined : value;
};
const partOf = (range: Range, text: string): readonly number[] | undefined => {
  const [, first, second, every] = PART.exec(text) ?? [];
  if (first === undefined) return undefined;
  const isAny = first === '*' || first === '?';
  const from = isAny ? range.least : numberIn(range, first);
  const single = every === undefined ? from : range.most;
  const until = isAny ? range.most : second === undefined ? single : numberIn(range, second);
  const step = Number(every ?? 1);
  if (from === undefined || until === undefined || step < 1 || from > until) return undefined;
  return Array.from({ length: Math.floor((until - from) / step) + 1 }, (_, index) => from + index * step);
};
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly isDay: (date: Date) => boolean;
}
export const parseCron = (text: string): Cron | undefined => {
  const fields = text.trim().toUpperCase().split(/\s+/);
  if (fields.length !== FIELDS.length) return undefined;
  const sets = fields.map((field, index) => {
    const range = FIELDS[index];
    const parts = field.split(',').map((part) => (range === undefined ? undefined : partOf(range, part)));
    return parts.includes(undefined) ? undefined : new Set(parts.flatMap((part) => part ?? []));
  });
  const [minutes, hours, days, months, weekdays, years] = sets;
  if (minutes === undefined || hours === undefined || days === undefined || months === undefined) return undefined;
  if (weekdays === undefined || years === undefined) return undefined;
  return {
    minutes,
    hours,
    isDay: (date) =>
      days.has(date.getUTCDate()) &&
      months.has(date.getUTCMonth() + 1) &&
      weekdays.has(date.getUTCDay() + 1) &&
      years.has(date.getUTCFullYear()),
  };
};

const DAY = 86_400_000;
/** Further ahead than four years there is nothing but a date that never comes. */
const MOST_DAYS = 1461;
/** The first full minute after an instant, UTC. */
export const nextCron = ({ minutes, hours, isDay }: Cron, after: number): number | undefined => {
  const first = Math.floor(after / DAY) * DAY;
  const times = [...hours].flatMap((hour) => [...minutes].map((minute) => (hour * 60 + minute) * 60_000)).sort((a, b) => a - b);
  for (let day = first; day <= first + MOST_DAYS * DAY; day += DAY) {
    if (!isDay(new Date(day))) continue;
    const time = times.find((offset) => day + offset > after);
    if (time !== undefined) return day + time;
  }
  return undefined;
};
