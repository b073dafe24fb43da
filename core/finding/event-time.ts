import { instantFrom, type Instant } from '../time.ts';

const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/;
/** Exports of CloudTrail and GuardDuty through databases leave the zone out; AWS writes UTC. */
const UNZONED = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?$/;

/**
 * When an event says it happened: ISO 8601, seconds or milliseconds since 1970 as a number or as text. Anything else is not guessed:
 * `Date.parse` would read unknown text in the local time zone, and the same event would mean different instants on two machines.
 */
export const eventTime = (value: unknown): Instant | undefined => {
  const iso = typeof value === 'string' ? value.trim() : undefined;
  const unzoned = iso === undefined ? null : UNZONED.exec(iso);
  const known = unzoned !== null ? `${unzoned[1]}T${unzoned[2]}${(unzoned[3] ?? '').slice(0, 4)}Z` : iso;
  const text = known !== undefined && ZONED.test(known) ? known.replace(/(\.\d{3})\d+/, '$1') : undefined;
  const instant = instantFrom(text ?? (typeof value === 'number' || /^\d{9,13}$/.test(iso ?? '') ? value : undefined));
  // Years before 0000 and after 9999 have another form than `Instant`.
  return instant?.length === 24 ? instant : undefined;
};
