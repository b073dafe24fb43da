import * as z from 'zod';
import { addChannel, BOT, channelOf, directWith, maySee, messageAt, type Box } from './box.ts';
import { channelJson, messageJson, repliesTo } from './message-json.ts';
import { count, fine, flag, method, refuse, text, type Method, type Reply } from './method.ts';
import type { Channel, Message } from './state.ts';

/** https://docs.slack.dev/reference/methods/conversations.create */
const NAME_CHARACTERS = 80;
const TOPIC_CHARACTERS = 250;

/** With the channel that the app may see. */
const inChannel =
  <A extends { readonly channel: string }>(run: (box: Box, channel: Channel, args: A) => Reply) =>
  (box: Box, args: A): Reply => {
    const channel = channelOf(box, args.channel);
    return channel === undefined || !maySee(channel, BOT.user) ? refuse('channel_not_found') : run(box, channel, args);
  };
const asMember =
  <A extends { readonly channel: string }>(run: (box: Box, channel: Channel, args: A) => Reply) =>
  (box: Box, args: A): Reply =>
    inChannel<A>((same, channel, given) => (channel.members.includes(BOT.user) ? run(same, channel, given) : refuse('not_in_channel')))(
      box,
      args,
    );

const whyNotName = (box: Box, name: string): string | undefined => {
  if (name === '') return 'invalid_name_required';
  if (name.length > NAME_CHARACTERS) return 'invalid_name_maxlength';
  if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(name)) return 'invalid_name_specials';
  return box.state.channels.some((one) => one.kind !== 'im' && one.name === name) ? 'name_taken' : undefined;
};

const create = method(20, z.object({ name: text, is_private: flag.optional() }), (box, { name, is_private }) => {
  const error = whyNotName(box, name);
  if (error !== undefined) return refuse(error);
  const channel = addChannel(box, { name, kind: is_private === true ? 'private' : 'public', creator: BOT.user });
  box.changed();
  return fine({ channel: channelJson(box, channel) });
});

const Page = {
  limit: count.optional(),
  cursor: text.optional(),
  oldest: text.optional(),
  latest: text.optional(),
  inclusive: flag.optional(),
  include_all_metadata: flag.optional(),
};
type Page = z.output<z.ZodObject<typeof Page>>;

const within = ({ oldest, latest, inclusive }: Page, ts: string): boolean => {
  const at = Number(ts);
  const after = oldest === undefined || (inclusive === true ? at >= Number(oldest) : at > Number(oldest));
  return after && (latest === undefined || (inclusive === true ? at <= Number(latest) : at < Number(latest)));
};

/** A page of a list, and the way to the next one. The cursor is a position: new messages arrive at the other end. */
const paged = (box: Box, found: readonly Message[], args: Page, standard: number): Reply => {
  const start = args.cursor === undefined ? 0 : Number(Buffer.from(args.cursor, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) return refuse('invalid_cursor');
  const end = start + (args.limit ?? standard);
  const next = end < found.length ? Buffer.from(String(end)).toString('base64url') : '';
  return fine({
    messages: found.slice(start, end).map((message) => messageJson(box, message, args.include_all_metadata === true)),
    has_more: next !== '',
    response_metadata: { next_cursor: next },
  });
};

const history = method(
  50,
  z.object({ channel: text, ...Page }),
  asMember((box, channel, args) => {
    const top = box.state.messages.filter(
      ({ channel: where, thread, broadcast, ts }) => where === channel.id && (thread === undefined || broadcast) && within(args, ts),
    );
    return paged(box, top.toReversed(), args, 100);
  }),
);

const replies = method(
  50,
  z.object({ channel: text, ts: text, ...Page }),
  asMember((box, channel, args) => {
    const found = messageAt(box, channel.id, args.ts);
    const parent = found?.thread === undefined ? found : messageAt(box, channel.id, found.thread);
    if (parent === undefined) return refuse('thread_not_found');
    return paged(box, [parent, ...repliesTo(box, parent).filter(({ ts }) => within(args, ts))], args, 1000);
  }),
);

const join = method(
  50,
  z.object({ channel: text }),
  inChannel((box, channel) => {
    if (channel.archived) return refuse('is_archived');
    if (channel.kind !== 'public') return refuse('method_not_supported_for_channel_type');
    if (!channel.members.includes(BOT.user)) channel.members.push(BOT.user);
    box.changed();
    return fine({ channel: channelJson(box, channel) });
  }),
);

const invite = method(
  50,
  z.object({ channel: text, users: text }),
  asMember((box, channel, { users }) => {
    const ids = users.split(',').map((id) => id.trim());
    if (ids.some((id) => !box.state.users.some((user) => user.id === id))) return refuse('user_not_found');
    const fresh = ids.filter((id) => !channel.members.includes(id));
    if (fresh.length === 0) return refuse('already_in_channel');
    channel.members.push(...fresh);
    box.changed();
    return fine({ channel: channelJson(box, channel) });
  }),
);

const setTopic = method(
  20,
  z.object({ channel: text, topic: text }),
  asMember((box, channel, { topic }) => {
    if (topic.length > TOPIC_CHARACTERS) return refuse('too_long');
    channel.topic = topic;
    box.changed();
    return fine({ channel: channelJson(box, channel) });
  }),
);

const archive = method(
  20,
  z.object({ channel: text }),
  asMember((box, channel) => {
    if (channel.archived) return refuse('already_archived');
    channel.archived = true;
    box.changed();
    return fine();
  }),
);

const open = method(50, z.object({ users: text }), (box, { users }) => {
  if (users.includes(',')) return refuse('method_not_supported_for_channel_type', ['slackbox knows no group conversations']);
  if (!box.state.users.some(({ id }) => id === users)) return refuse('user_not_found');
  return fine({ channel: channelJson(box, directWith(box, users)) });
});

export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.create': create,
  'conversations.list': method(20, z.object({ types: text.optional(), exclude_archived: flag.optional() }), (box, args) => {
    const types = (args.types ?? 'public_channel').split(',');
    const typeOf = { public: 'public_channel', private: 'private_channel', im: 'im' } as const;
    const channels = box.state.channels.filter(
      (one) => types.includes(typeOf[one.kind]) && maySee(one, BOT.user) && !(args.exclude_archived === true && one.archived),
    );
    return fine({ channels: channels.map((one) => channelJson(box, one)), response_metadata: { next_cursor: '' } });
  }),
  'conversations.info': method(
    50,
    z.object({ channel: text }),
    inChannel((box, channel) => fine({ channel: channelJson(box, channel) })),
  ),
  'conversations.members': method(
    100,
    z.object({ channel: text }),
    inChannel((_box, channel) => fine({ members: channel.members, response_metadata: { next_cursor: '' } })),
  ),
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.join': join,
  'conversations.invite': invite,
  'conversations.setTopic': setTopic,
  'conversations.archive': archive,
  'conversations.open': open,
};
