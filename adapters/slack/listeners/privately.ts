import type { RespondFn } from '@slack/bolt';
import type { Trouble } from '../run-verb.ts';

/** Answers the one person who asked. What was done is done and stands on the card, also when this answer does not arrive. */
export const privately = async (respond: RespondFn, text: string, trouble: Trouble): Promise<void> => {
  try {
    await respond({ response_type: 'ephemeral', replace_original: false, text, unfurl_links: false, unfurl_media: false });
  } catch (thrown) {
    trouble('an answer did not arrive', thrown);
  }
};
