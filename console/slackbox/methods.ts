import * as z from 'zod';
import { BOT, channelOf, messageAt, newHandle, type Box } from './box.ts';
import { messageJson, userJson } from './message-json.ts';
import { fine, method, refuse, text, type Method, type Reply } from './method.ts';
import { chatMethods } from './methods-chat.ts';
import { conversationMethods } from './methods-conversations.ts';
import { viewMethods } from './methods-views.ts';
import type { Channel, Message } from './state.ts';

const At = z.object({ channel: text, timestamp: text });
/** With a message that exists, in a channel that the app is in. */
const onMessage =
  <A extends z.output<typeof At>>(run: (box: Box, channel: Channel, message: Message, args: A) => Reply) =>
  (box: Box, args: A): Reply => {
    const channel = channelOf(box, args.channel);
    if (channel === undefined) return refuse('channel_not_found');
    if (!channel.members.includes(BOT.user)) return refuse('not_in_channel');
    const message = messageAt(box, channel.id, args.timestamp);
    return message === undefined ? refuse('message_not_found') : run(box, channel, message, args);
  };

/** https://docs.slack.dev/reference/methods/pins.add */
const PINS = 100;

const pinAdd = method(
  20,
  At,
  onMessage((box, channel, { ts }) => {
    if (channel.pins.includes(ts)) return refuse('already_pinned');
    if (channel.pins.length >= PINS) return refuse('too_many_pins');
    channel.pins.push(ts);
    box.changed();
    return fine();
  }),
);
const pinRemove = method(
  20,
  At,
  onMessage((box, channel, { ts }) => {
    if (!channel.pins.includes(ts)) return refuse('no_pin');
    channel.pins = channel.pins.filter((pinned) => pinned !== ts);
    box.changed();
    return fine();
  }),
);
const pinList = method(20, z.object({ channel: text }), (box, args) => {
  const channel = channelOf(box, args.channel);
  if (channel === undefined) return refuse('channel_not_found');
  const messages = channel.pins.flatMap((ts) => messageAt(box, channel.id, ts) ?? []);
  return fine({ items: messages.map((message) => ({ type: 'message', channel: channel.id, message: messageJson(box, message) })) });
});

const react = (add: boolean) =>
  method(
    add ? 50 : 20,
    At.extend({ name: z.string().regex(/^[a-z0-9_+'-]{1,100}$/) }),
    onMessage((box, _channel, message, { name }) => {
      const found = message.reactions.find((one) => one.name === name);
      const has = found?.users.includes(BOT.user) === true;
      if (add === has) return refuse(add ? 'already_reacted' : 'no_reaction');
      if (found === undefined) message.reactions.push({ name, users: [BOT.user] });
      else found.users = add ? [...found.users, BOT.user] : found.users.filter((user) => user !== BOT.user);
      message.reactions = message.reactions.filter(({ users }) => users.length > 0);
      box.changed();
      return fine();
    }),
  );

const isUser = (box: Box, id: string): boolean => id === BOT.user || box.state.users.some((user) => user.id === id);

/** The part of the Web API that there is; everything else answers `unknown_method`. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries<Method>({
    ...chatMethods,
    ...conversationMethods,
    ...viewMethods,
    'pins.add': pinAdd,
    'pins.remove': pinRemove,
    'pins.list': pinList,
    'reactions.add': react(true),
    'reactions.remove': react(false),
    'api.test': method(100, z.object({}), () => fine()),
    'auth.test': method(600, z.object({}), (box) =>
      fine({ url: box.base(), team: box.team.name, user: BOT.name, team_id: box.team.id, user_id: BOT.user, bot_id: BOT.bot }),
    ),
    'users.info': method(100, z.object({ user: text }), (box, { user }) =>
      isUser(box, user) ? fine({ user: userJson(box, user) }) : refuse('user_not_found'),
    ),
    'users.list': method(20, z.object({}), (box) =>
      fine({
        members: [BOT.user, ...box.state.users.map(({ id }) => id)].map((id) => userJson(box, id)),
        response_metadata: { next_cursor: '' },
      }),
    ),
    'apps.connections.open': {
      ...method(20, z.object({}), (box) => {
        const ticket = newHandle(box, 'ticket');
        box.tickets.add(ticket);
        return fine({ url: `${box.base().replace(/^http/, 'ws')}/link/?ticket=${ticket}` });
      }),
      token: 'app',
    },
  }),
);
