/** Which part of a demand passes a limit, both in requests a second; no limit: all of it. */
export const within = (limit: number | undefined, demand: number): number =>
  limit === undefined || demand <= limit ? 1 : Math.max(0, limit) / demand;

interface Quota {
  readonly limit?: number;
  readonly period?: 'DAY' | 'WEEK' | 'MONTH';
}
const SECONDS = { DAY: 86_400, WEEK: 7 * 86_400, MONTH: 30 * 86_400 } as const;
/** A quota, spread evenly over its period. */
export const perSecond = ({ limit, period }: Quota = {}): number | undefined =>
  limit === undefined || period === undefined ? undefined : limit / SECONDS[period];

/** The tightest of several limits. */
export const tightest = (limits: readonly (number | undefined)[]): number | undefined => {
  const given = limits.filter((limit) => limit !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
};
