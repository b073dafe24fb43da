const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z/g;
const DAY = 86_400_000;

/** Northbank's story ends on this day; a sandbox that starts later moves the whole story, and its samples, by whole days. */
const STORY_ENDS = '2026-11-20';
export const daysSinceStory = (milliseconds: number): number => Math.floor((milliseconds - Date.parse(`${STORY_ENDS}T00:00:00Z`)) / DAY);

/** Every instant of a text, moved by whole days; a sample is as old as the company that it is about. */
export const shiftDays = (text: string, days: number): string =>
  days === 0
    ? text
    : text.replaceAll(INSTANT, (instant) =>
        new Date(Date.parse(instant) + days * DAY).toISOString().replace(instant.includes('.') ? '' : '.000', ''),
      );
