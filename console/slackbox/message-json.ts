import { BOT, nameOf, type Box } from './box.ts';
import type { Channel, Message } from './state.ts';

export const repliesTo = (box: Box, { channel, ts }: Pick<Message, 'channel' | 'ts'>): readonly Message[] =>
  box.state.messages.filter((message) => message.channel === channel && message.thread === ts);

const threadOf = (box: Box, message: Message): object => {
  if (message.thread !== undefined) return { thread_ts: message.thread };
  const replies = repliesTo(box, message);
  if (replies.length === 0) return {};
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: [...new Set(replies.map(({ user }) => user))],
    latest_reply: replies.at(-1)?.ts,
  };
};

/** A message as the Web API, events and payloads show it. Metadata only to who asks for it. */
export const messageJson = (box: Box, message: Message, withMetadata = false): { readonly [key: string]: unknown } => ({
  type: 'message',
  user: message.user,
  ts: message.ts,
  team: box.team.id,
  text: message.text,
  ...(message.user === BOT.user ? { bot_id: BOT.bot, app_id: BOT.app } : {}),
  ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
  ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
  ...(message.edited === undefined ? {} : { edited: { user: message.user, ts: message.edited } }),
  ...(message.reactions.length === 0
    ? {}
    : { reactions: message.reactions.map(({ name, users }) => ({ name, users, count: users.length })) }),
  ...threadOf(box, message),
  ...(withMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
});

export const channelJson = (box: Box, channel: Channel): { readonly [key: string]: unknown } => ({
  id: channel.id,
  ...(channel.kind === 'im'
    ? { user: channel.members.find((id) => id !== BOT.user) }
    : { name: channel.name, name_normalized: channel.name }),
  is_channel: channel.kind === 'public',
  is_group: channel.kind === 'private',
  is_im: channel.kind === 'im',
  is_private: channel.kind !== 'public',
  is_archived: channel.archived,
  is_member: channel.members.includes(BOT.user),
  creator: channel.creator,
  created: channel.created,
  context_team_id: box.team.id,
  topic: { value: channel.topic, creator: '', last_set: 0 },
  purpose: { value: '', creator: '', last_set: 0 },
  num_members: channel.members.length,
});

export const userJson = (box: Box, id: string): { readonly [key: string]: unknown } => ({
  id,
  team_id: box.team.id,
  name: nameOf(box, id).toLowerCase(),
  real_name: nameOf(box, id),
  deleted: false,
  is_bot: id === BOT.user,
  tz: 'Etc/UTC',
  tz_offset: 0,
  profile: { real_name: nameOf(box, id), display_name: nameOf(box, id) },
});
