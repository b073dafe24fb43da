import type { LedgerEvent } from '../../ledger/facts.ts';
import { whoIs } from '../sentence.ts';
import { clip, context, header, LIMIT, section, type SlackMessage } from './blocks.ts';
import { escaped } from './escape.ts';
import { placed, type Place } from './incident-message.ts';
import { dated, markup } from './mrkdwn.ts';

/** One message for each stop; edited when it is over, so that nobody reads an old one as true. */
export const stopMessage = (event: LedgerEvent, lasts: boolean, place: Place): SlackMessage => {
  const reason = event.type === 'house.stopped' ? event.data.reason : '';
  const { who } = whoIs(event);
  const title = placed(place, lasts ? 'STOPPED: no new effect in any account' : 'The stop is over');
  const lines = [
    `${who}: ${reason}`,
    ...(lasts
      ? ['Nothing is lifted. What was permitted waits. To go on, others must agree: /cordon resume --all']
      : ['What waited has looked again and went on.']),
  ];
  return {
    text: clip(escaped(`${title}. ${lines.join(' ')}`), LIMIT.message),
    blocks: [header(title), ...section(lines), context(markup(`stopped ${dated(event.at)}`))],
  };
};
