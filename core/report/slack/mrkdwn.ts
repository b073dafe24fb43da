import { clockTime, millisecondsOf, type Instant } from '../../time.ts';
import type { Mrkdwn } from './blocks.ts';

/** UTC, and the reader's own time beside it. https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export const dated = (instant: Instant): string => {
  const utc = `${instant.slice(0, 10)} ${clockTime(instant)}`;
  return `${utc} (<!date^${Math.floor(millisecondsOf(instant) / 1000)}^{date_short_pretty} {time_secs}|${utc}>)`;
};
export const markup = (text: string): Mrkdwn => ({ type: 'mrkdwn', text, verbatim: true });

/**
 * What is typed here instead of at a terminal. `--as` is for a sandbox's keyboard: in chat everybody is who they are. What follows `terminal: `
 * stays: it counts only there.
 */
export const inSlack = (text: string): string =>
  text
    .replaceAll(/npx cordon ([a-z]+(?: [a-z]+)?) --help/g, '/cordon help $1')
    .replaceAll('npx cordon --help', '/cordon help')
    .replaceAll(/(?<!terminal: )npx cordon /g, '/cordon ')
    .replaceAll(/ --as [a-z][a-z0-9-]*/g, '');
