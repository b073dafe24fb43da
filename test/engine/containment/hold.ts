import type { Seen } from './play.ts';
import type { Way } from './ways.ts';

/** What must be true after every way, whatever else failed: nobody gets through, and nothing else was taken back. */
export const expected = ({ undone }: Way): Omit<Seen, 'says'> => ({ tag: 'its incident', callers: ['denied', 'denied'], undone });
export const holds = (way: Way, { says, ...seen }: Seen): boolean =>
  way.says.test(says) && JSON.stringify(seen) === JSON.stringify(expected(way));
