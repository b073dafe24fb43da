import { BOT, maySee, nameOf, type Box } from './box.ts';
import type { Block } from './blocks.ts';
import { viewsOf } from './methods-views.ts';
import type { Channel, OpenView, User } from './state.ts';

/** A message as one person sees it. */
export interface SeenMessage {
  readonly ts: string;
  /** `app`: Cordon; `slack`: Slack itself; else a person's user id. */
  readonly from: string;
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly thread: string | null;
  readonly edited: boolean;
  readonly pinned: boolean;
  /** Nobody else sees it. */
  readonly onlyYou: boolean;
  readonly reactions: readonly { readonly name: string; readonly count: number }[];
}
export interface SeenChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: Channel['kind'];
  readonly topic: string;
  readonly archived: boolean;
  /** Oldest first; how many older ones are not shown. */
  readonly messages: readonly SeenMessage[];
  readonly older: number;
}
export interface Look {
  readonly you: { readonly id: string; readonly name: string };
  /** For mentions. */
  readonly users: readonly { readonly id: string; readonly name: string }[];
  readonly channels: readonly SeenChannel[];
  /** The form on top of this person's screen. */
  readonly modal: Pick<OpenView, 'id' | 'hash' | 'view' | 'errors'> | null;
  readonly down: boolean;
}

/** Messages of a channel that the page gets; an emulator's page is no archive. */
const SHOWN = 100;

const seenIn = (box: Box, user: string, channel: Channel): SeenChannel => {
  const messages = box.state.messages
    .filter((one) => one.channel === channel.id)
    .map(
      (one): SeenMessage => ({
        ts: one.ts,
        from: one.user === BOT.user ? 'app' : one.user,
        name: nameOf(box, one.user),
        text: one.text,
        blocks: one.blocks,
        thread: one.thread ?? null,
        edited: one.edited !== undefined,
        pinned: channel.pins.includes(one.ts),
        onlyYou: false,
        reactions: one.reactions.map(({ name, users }) => ({ name, count: users.length })),
      }),
    );
  const ephemerals = box.state.ephemerals
    .filter((one) => one.channel === channel.id && one.to === user)
    .map(
      (one): SeenMessage => ({
        ts: one.ts,
        from: one.from,
        name: one.from === 'app' ? BOT.name : 'Slack',
        text: one.text,
        blocks: one.blocks,
        thread: one.thread ?? null,
        edited: false,
        pinned: false,
        onlyYou: true,
        reactions: [],
      }),
    );
  const all = [...messages, ...ephemerals].sort((a, b) => Number(a.ts) - Number(b.ts) || (a.ts < b.ts ? -1 : 1));
  const { id, name, kind, topic, archived } = channel;
  return { id, name, kind, topic, archived, messages: all.slice(-SHOWN), older: Math.max(0, all.length - SHOWN) };
};

/** The workspace as one of its people sees it. */
export const lookAs = (box: Box, { id, name }: User): Look => {
  const top = viewsOf(box, id).at(-1);
  return {
    you: { id, name },
    users: [{ id: BOT.user, name: BOT.name }, ...box.state.users.map((user) => ({ id: user.id, name: user.name }))],
    channels: box.state.channels.filter((channel) => maySee(channel, id)).map((channel) => seenIn(box, id, channel)),
    modal: top === undefined ? null : { id: top.id, hash: top.hash, view: top.view, errors: top.errors },
    down: box.isDown(),
  };
};
