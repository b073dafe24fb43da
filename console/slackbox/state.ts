import * as z from 'zod';
import { JsonObject } from '../../core/json.ts';
import { Block, View } from './blocks.ts';

const User = z.strictObject({
  id: z.string().regex(/^U[A-Z0-9]{1,20}$/),
  name: z.string().min(1).max(80),
  /** Whom of Cordon's people this account belongs to. */
  person: z.string().max(64).optional(),
});
export type User = z.output<typeof User>;

const Channel = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['public', 'private', 'im']),
  /** Ids of users, the bot included. */
  members: z.array(z.string()),
  creator: z.string(),
  /** Seconds since 1970. */
  created: z.number(),
  topic: z.string(),
  archived: z.boolean(),
  /** Timestamps of pinned messages, oldest pin first. */
  pins: z.array(z.string()),
});
export type Channel = z.output<typeof Channel>;

const Message = z.object({
  ts: z.string(),
  channel: z.string(),
  user: z.string(),
  text: z.string(),
  blocks: z.array(Block).readonly(),
  metadata: JsonObject.optional(),
  thread: z.string().optional(),
  broadcast: z.boolean(),
  edited: z.string().optional(),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()) })),
});
export type Message = z.output<typeof Message>;

const Ephemeral = z.object({
  ts: z.string(),
  channel: z.string(),
  /** Who alone sees it. */
  to: z.string(),
  /** `slack`: Slack itself says that the app did not answer. */
  from: z.enum(['app', 'slack']),
  text: z.string(),
  blocks: z.array(Block).readonly(),
  thread: z.string().optional(),
});
export type Ephemeral = z.output<typeof Ephemeral>;

const OpenView = z.object({
  id: z.string(),
  hash: z.string(),
  /** On whose screen it is; the last one of a person is on top. */
  user: z.string(),
  root: z.string(),
  previous: z.string().nullable(),
  view: View,
  /** By block id: what the app, or Slack itself, objected to at the last submission. */
  errors: z.record(z.string(), z.string()),
});
export type OpenView = z.output<typeof OpenView>;

const Trigger = z.object({ id: z.string(), user: z.string(), at: z.number(), exchanged: z.boolean() });
const ResponseUrl = z.object({
  id: z.string(),
  user: z.string(),
  channel: z.string(),
  /** The message whose button was pressed; null after a command. */
  ts: z.string().nullable(),
  at: z.number(),
  uses: z.number(),
});
export type ResponseUrl = z.output<typeof ResponseUrl>;

/** Everything that survives a restart; plain JSON. */
export const SlackState = z.object({
  /** Microseconds since 1970 of the newest timestamp: each is larger than the one before. */
  lastMicros: z.number(),
  serial: z.number(),
  users: z.array(User),
  channels: z.array(Channel),
  messages: z.array(Message),
  ephemerals: z.array(Ephemeral),
  views: z.array(OpenView),
  triggers: z.array(Trigger),
  responseUrls: z.array(ResponseUrl),
});
export type SlackState = z.output<typeof SlackState>;

/** Older ones are forgotten: the emulator is for an exercise, not an archive. */
const KEPT_MESSAGES = 5000;
const KEPT_EPHEMERALS = 500;
const KEPT_HANDLES = 2000;

const keepLast = (list: unknown[], count: number): void => {
  if (list.length > count) list.splice(0, list.length - count);
};
export const trim = (state: SlackState): void => {
  keepLast(state.messages, KEPT_MESSAGES);
  keepLast(state.ephemerals, KEPT_EPHEMERALS);
  keepLast(state.triggers, KEPT_HANDLES);
  keepLast(state.responseUrls, KEPT_HANDLES);
};
