import { createHmac } from 'node:crypto';
import type { Timeline } from '../../adapters/clock.ts';
import { trim, type Channel, type Message, type SlackState } from './state.ts';

export const BOT = { user: 'U0CORDON', bot: 'B0CORDON', app: 'A0CORDON', name: 'cordon' } as const;

/** One workspace in memory: its state, its time, its names. Methods and people change it; both sides then hear about it. */
export interface Box {
  readonly state: SlackState;
  readonly clock: Timeline;
  readonly team: { readonly id: string; readonly name: string };
  readonly secret: string;
  /** Slack is down: nothing answers, nobody can press. */
  readonly isDown: () => boolean;
  /** Base of this server, e.g. `http://127.0.0.1:41234`; known once it listens. */
  readonly base: () => string;
  /** Each opens one Socket Mode connection. */
  readonly tickets: Set<string>;
  readonly changed: () => void;
}

/** Unguessable without a source of chance: whoever has the workspace's secret could make it, nobody else. */
export const newHandle = (box: Box, purpose: string): string => {
  box.state.serial += 1;
  return createHmac('sha256', box.secret).update(`${purpose} ${box.state.serial}`).digest('base64url').slice(0, 32);
};
export const newId = (box: Box, prefix: string): string => {
  box.state.serial += 1;
  return `${prefix}${box.state.serial.toString(36).toUpperCase().padStart(6, '0')}`;
};

/** `1700000000.000100`: unique, and later than every one before, even when the clock stands still. */
export const newTs = (box: Box): string => {
  const micros = Math.max(Math.round(box.clock.now() * 1000), box.state.lastMicros + 1);
  box.state.lastMicros = micros;
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
};

export const nameOf = (box: Box, user: string): string =>
  user === BOT.user ? BOT.name : (box.state.users.find(({ id }) => id === user)?.name ?? user);
/** An id, `#name`, `name`, or a user's id, which means the direct conversation of that user with the app. */
export const channelOf = (box: Box, given: string): Channel | undefined => {
  const bare = given.startsWith('#') ? given.slice(1) : given;
  const found = box.state.channels.find(({ id, name, kind }) => id === given || (kind !== 'im' && name === bare));
  if (found !== undefined || !box.state.users.some(({ id }) => id === given)) return found;
  return directWith(box, given);
};

export const directWith = (box: Box, user: string): Channel => {
  const found = box.state.channels.find(({ kind, members }) => kind === 'im' && members.includes(user));
  if (found !== undefined) return found;
  const channel = addChannel(box, { name: BOT.name, kind: 'im', creator: user });
  channel.members = [user, BOT.user];
  return channel;
};

export const addChannel = (box: Box, { name, kind, creator }: Pick<Channel, 'name' | 'kind' | 'creator'>): Channel => {
  const channel: Channel = {
    id: newId(box, kind === 'im' ? 'D' : 'C'),
    name,
    kind,
    creator,
    members: [creator],
    created: Math.floor(box.clock.now() / 1000),
    topic: '',
    archived: false,
    pins: [],
  };
  box.state.channels.push(channel);
  return channel;
};

export const messageAt = (box: Box, channel: string, ts: string): Message | undefined =>
  box.state.messages.find((message) => message.ts === ts && message.channel === channel);

export const addMessage = (
  box: Box,
  given: Pick<Message, 'channel' | 'user' | 'text' | 'blocks' | 'thread' | 'metadata'> & { readonly broadcast?: boolean | undefined },
): Message => {
  const message: Message = { ...given, ts: newTs(box), broadcast: given.broadcast ?? false, reactions: [] };
  box.state.messages.push(message);
  trim(box.state);
  box.changed();
  return message;
};

/** Public channels are everybody's; the others only their members'. */
export const maySee = ({ kind, members }: Channel, user: string): boolean => kind === 'public' || members.includes(user);
