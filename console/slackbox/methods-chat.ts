import * as z from 'zod';
import { JsonObject } from '../../core/json.ts';
import type { Block } from './blocks.ts';
import { addMessage, BOT, channelOf, messageAt, newId, newTs, type Box } from './box.ts';
import { checkBlocks, named, type Checked } from './check-blocks.ts';
import { messageJson } from './message-json.ts';
import { fine, flag, json, method, refuse, text, type Method, type Reply } from './method.ts';
import { trim, type Channel } from './state.ts';

/** https://docs.slack.dev/reference/methods/chat.postMessage and chat.update: text of a new message, and of an edited one. */
const POST_CHARACTERS = 40_000;
const UPDATE_CHARACTERS = 4_000;

const Metadata = z.object({ event_type: z.string().min(1), event_payload: JsonObject });
const Content = { text: text.optional(), blocks: json.optional() };

/** Blocks as given, each with an id; `undefined` when none were given. */
const readBlocks = (box: Box, given: unknown): Checked<readonly Block[]> | 'format' | undefined => {
  if (given === undefined || given === null) return undefined;
  if (!Array.isArray(given)) return 'format';
  const checked = checkBlocks(given);
  return checked.ok ? { ok: true, value: named(checked.value, () => newId(box, 'b')) } : checked;
};

type Content = { readonly text: string; readonly blocks: readonly Block[] };
type Found<T> = { readonly value: T } | { readonly reply: Reply };
const no = (error: string, messages?: readonly string[]): { readonly reply: Reply } => ({ reply: refuse(error, messages) });

export const readContent = (
  box: Box,
  given: { readonly text?: string | undefined; readonly blocks?: unknown },
  most = POST_CHARACTERS,
): Found<Content> => {
  const blocks = readBlocks(box, given.blocks);
  if (blocks === 'format') return no('invalid_blocks_format');
  if (blocks !== undefined && !blocks.ok) return no('invalid_blocks', blocks.messages);
  const said = given.text ?? '';
  if (said.length > most) return no('msg_too_long');
  if (said === '' && (blocks?.value.length ?? 0) === 0) return no('no_text');
  return { value: { text: said, blocks: blocks?.value ?? [] } };
};

const writable = (box: Box, given: string): Found<Channel> => {
  const channel = channelOf(box, given);
  if (channel === undefined) return no('channel_not_found');
  if (channel.archived) return no('is_archived');
  return channel.members.includes(BOT.user) ? { value: channel } : no('not_in_channel');
};

const metadataOf = (given: unknown): z.output<typeof Metadata> | 'broken' | undefined => {
  if (given === undefined || given === null) return undefined;
  const parsed = Metadata.safeParse(given);
  return parsed.success ? parsed.data : 'broken';
};

const postMessage = method(
  600,
  z.object({
    channel: text,
    ...Content,
    thread_ts: text.optional(),
    reply_broadcast: flag.optional(),
    metadata: json.optional(),
  }),
  (box, args) => {
    const found = writable(box, args.channel);
    if ('reply' in found) return found.reply;
    const channel = found.value;
    const content = readContent(box, args);
    if ('reply' in content) return content.reply;
    const metadata = metadataOf(args.metadata);
    if (metadata === 'broken') return refuse('invalid_metadata_format');
    const parent = args.thread_ts === undefined ? undefined : messageAt(box, channel.id, args.thread_ts);
    if (args.thread_ts !== undefined && parent === undefined) return refuse('thread_not_found');
    const message = addMessage(box, {
      channel: channel.id,
      user: BOT.user,
      ...content.value,
      // A reply to a reply belongs to the same thread: threads have one level.
      thread: parent?.thread ?? parent?.ts,
      broadcast: args.reply_broadcast,
      metadata,
    });
    return fine({ channel: channel.id, ts: message.ts, message: messageJson(box, message, true) });
  },
);

const update = method(50, z.object({ channel: text, ts: text, ...Content, metadata: json.optional() }), (box, args) => {
  const found = writable(box, args.channel);
  if ('reply' in found) return found.reply;
  const channel = found.value;
  const message = messageAt(box, channel.id, args.ts);
  if (message === undefined) return refuse('message_not_found');
  if (message.user !== BOT.user) return refuse('cant_update_message');
  const content = readContent(box, args, UPDATE_CHARACTERS);
  if ('reply' in content) return content.reply;
  const metadata = metadataOf(args.metadata);
  if (metadata === 'broken') return refuse('invalid_metadata_format');
  // What is left out stays: text without blocks takes the blocks away, blocks without text keep the text.
  if (args.text !== undefined) message.text = content.value.text;
  if (args.text !== undefined || args.blocks !== undefined) message.blocks = content.value.blocks;
  if (metadata !== undefined) message.metadata = metadata;
  message.edited = newTs(box);
  box.changed();
  return fine({ channel: channel.id, ts: message.ts, text: message.text, message: messageJson(box, message, true) });
});

const remove = method(50, z.object({ channel: text, ts: text }), (box, args) => {
  const found = writable(box, args.channel);
  if ('reply' in found) return found.reply;
  const channel = found.value;
  const message = messageAt(box, channel.id, args.ts);
  if (message === undefined) return refuse('message_not_found');
  if (message.user !== BOT.user) return refuse('cant_delete_message');
  box.state.messages.splice(box.state.messages.indexOf(message), 1);
  channel.pins = channel.pins.filter((ts) => ts !== message.ts);
  box.changed();
  return fine({ channel: channel.id, ts: message.ts });
});

const postEphemeral = method(100, z.object({ channel: text, user: text, ...Content, thread_ts: text.optional() }), (box, args) => {
  const found = writable(box, args.channel);
  if ('reply' in found) return found.reply;
  const channel = found.value;
  if (!channel.members.includes(args.user)) return refuse('user_not_in_channel');
  const content = readContent(box, args);
  if ('reply' in content) return content.reply;
  const ts = newTs(box);
  box.state.ephemerals.push({ ts, channel: channel.id, to: args.user, from: 'app', ...content.value, thread: args.thread_ts });
  trim(box.state);
  box.changed();
  return fine({ message_ts: ts });
});

const permalink = method(600, z.object({ channel: text, message_ts: text }), (box, args) => {
  const channel = channelOf(box, args.channel);
  if (channel === undefined) return refuse('channel_not_found');
  if (messageAt(box, channel.id, args.message_ts) === undefined) return refuse('message_not_found');
  const where = `archives/${channel.id}/p${args.message_ts.replace('.', '')}`;
  return fine({ channel: channel.id, permalink: `https://${box.team.name}.slack.com/${where}` });
});

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': permalink,
};
