import * as z from 'zod';

/** ISO 8601 UTC with milliseconds, e.g. 2026-11-20T03:00:00.000Z. */
export type Instant = `${string}Z`;
/** ISO 8601, PT1S to P366D (the bound of one durable execution). */
export type Duration = `P${string}`;

export const instantOf = (milliseconds: number): Instant => {
  const text = new Date(milliseconds).toISOString();
  return `${text.slice(0, -1)}Z`;
};
export const millisecondsOf = (instant: Instant): number => Date.parse(instant);
export const plus = (instant: Instant, seconds: number): Instant => instantOf(millisecondsOf(instant) + seconds * 1000);
/** Seconds from `from` to `to`; negative when `to` is earlier. */
export const secondsBetween = (from: Instant, to: Instant): number => (millisecondsOf(to) - millisecondsOf(from)) / 1000;

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const MAX_SECONDS = 366 * 86_400;
const parse = (text: string): number | undefined => {
  const parts = DURATION.exec(text);
  if (parts === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  const total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  return total >= 1 && total <= MAX_SECONDS ? total : undefined;
};
const isDuration = (text: unknown): text is Duration => typeof text === 'string' && parse(text) !== undefined;
export const Duration = z
  .custom<Duration>(isDuration, 'an ISO 8601 duration from PT1S to P366D, for example PT10M')
  .meta({ type: 'string', pattern: DURATION.source });

/** Throws on text that `Duration` would refuse: parse first. */
export const secondsOf = (duration: Duration): number => {
  const seconds = parse(duration);
  if (seconds === undefined) throw new Error(`not a duration: ${duration}`);
  return seconds;
};

const isInstant = (text: unknown): text is Instant =>
  typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text) && !Number.isNaN(Date.parse(text));
export const Instant = z
  .custom<Instant>(isInstant, 'an instant in UTC, for example 2026-11-20T03:00:00.000Z')
  .meta({ type: 'string', format: 'date-time' });

/** AWS writes `time` as ISO text, as epoch seconds or as epoch milliseconds, in text or as a number: accept all, answer ours. */
export const instantFrom = (value: unknown): Instant | undefined => {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^\d{9,13}$/.test(value) ? Number(value) : undefined;
  const milliseconds =
    number === undefined ? (typeof value === 'string' ? Date.parse(value) : Number.NaN) : number < 1e11 ? number * 1000 : number;
  return Number.isFinite(milliseconds) && Math.abs(milliseconds) < 8.64e15 ? instantOf(milliseconds) : undefined;
};

/** For people: `4:52`, `1:02:03`, `3 d`. */
export const spoken = (seconds: number): string => {
  const s = Math.max(0, Math.round(seconds));
  if (s >= 172_800) return `${Math.round(s / 86_400)} d`;
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
};
/** `02:41:40Z`, for lines that already carry a date. */
export const clockTime = (instant: Instant): string => `${instant.slice(11, 19)}Z`;
