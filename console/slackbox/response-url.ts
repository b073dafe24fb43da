import * as z from 'zod';
import { addMessage, BOT, messageAt, newHandle, newTs, type Box } from './box.ts';
import { readContent } from './methods-chat.ts';
import { trim, type ResponseUrl } from './state.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const USES = 5;
const MILLISECONDS = 30 * 60_000;

export const newResponseUrl = (box: Box, given: Pick<ResponseUrl, 'user' | 'channel' | 'ts'>): string => {
  const id = newHandle(box, 'respond');
  box.state.responseUrls.push({ ...given, id, at: box.clock.now(), uses: 0 });
  trim(box.state);
  return `${box.base()}/respond/${id}`;
};

const Body = z.object({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['in_channel', 'ephemeral']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
});
export type ResponseBody = z.output<typeof Body>;

/** Where an answer of the app is put, whether it came by response_url or in the acknowledgement of a command. */
export interface Place {
  readonly user: string;
  readonly channel: string;
}

/** Shows an answer of the app to one person, or to the channel. Answers the name of an error. */
export const showAnswer = (box: Box, { user, channel }: Place, body: ResponseBody): string | undefined => {
  const content = readContent(box, body);
  if ('reply' in content) return content.reply.ok ? undefined : content.reply.error;
  if (body.response_type === 'in_channel') {
    addMessage(box, { channel, user: BOT.user, ...content.value, thread: body.thread_ts, metadata: undefined });
    return undefined;
  }
  box.state.ephemerals.push({ ts: newTs(box), channel, to: user, from: 'app', ...content.value, thread: body.thread_ts });
  trim(box.state);
  box.changed();
  return undefined;
};

const removeOriginal = (box: Box, { channel, ts, user }: ResponseUrl): void => {
  const { state } = box;
  state.messages.splice(0, Infinity, ...state.messages.filter((one) => one.ts !== ts || one.channel !== channel));
  state.ephemerals.splice(0, Infinity, ...state.ephemerals.filter((one) => one.ts !== ts || one.to !== user));
  box.changed();
};

/** Only the message whose button was pressed can be replaced. */
const replaceOriginal = (box: Box, url: ResponseUrl, body: ResponseBody): string | undefined => {
  const message = messageAt(box, url.channel, url.ts ?? '');
  const original = message ?? box.state.ephemerals.find(({ ts, to }) => ts === url.ts && to === url.user);
  if (original === undefined) return 'message_not_found';
  const content = readContent(box, body);
  if ('reply' in content) return content.reply.ok ? undefined : content.reply.error;
  Object.assign(original, content.value);
  if (message !== undefined) message.edited = newTs(box);
  box.changed();
  return undefined;
};

/** POST to a response_url. The status codes are the ones that apps see: 404 for a URL that is over. */
export const respond = (box: Box, id: string, given: unknown): { readonly status: number; readonly reply: object } => {
  const answer = (status: number, error?: string) => ({ status, reply: error === undefined ? { ok: true } : { ok: false, error } });
  const url = box.state.responseUrls.find((one) => one.id === id);
  if (url === undefined) return answer(404, 'invalid_url');
  if (box.clock.now() - url.at > MILLISECONDS) return answer(404, 'expired_url');
  if (url.uses >= USES) return answer(404, 'used_url');
  const body = Body.safeParse(given);
  if (!body.success) return answer(400, 'invalid_payload');
  url.uses += 1;
  if (body.data.delete_original === true) {
    removeOriginal(box, url);
    return answer(200);
  }
  const error = body.data.replace_original === true ? replaceOriginal(box, url, body.data) : showAnswer(box, url, body.data);
  return error === undefined ? answer(200) : answer(400, error);
};

/** The acknowledgement of a command is an answer too; an empty one shows nothing. */
export const answerIn = (payload: unknown): ResponseBody | undefined => {
  const body = Body.safeParse(payload);
  return body.success && (body.data.text !== undefined || body.data.blocks !== undefined) ? body.data : undefined;
};
