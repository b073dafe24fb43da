import * as z from 'zod';
import { pressablesOf, type Block, type Pressable } from './blocks.ts';
import { addMessage, channelOf, maySee, messageAt, newTs, type Box } from './box.ts';
import type { Deliver, Delivered, Events } from './delivery.ts';
import { objections, stateValues, type Filled } from './form.ts';
import { messageJson } from './message-json.ts';
import { closeView, pushView, readView, replaceView, viewJson, viewsOf } from './methods-views.ts';
import { commandPayload, eventPayload, newTrigger, pressPayload, whoAndWhere } from './payloads.ts';
import { answerIn, showAnswer } from './response-url.ts';
import { trim, type Channel, type Ephemeral, type Message, type OpenView } from './state.ts';

/** What became of it, for the person who did it. `error` is Slack's name. */
export type Told = { readonly ok: true } | { readonly ok: false; readonly error: string; readonly why: string };

export interface Act {
  /** Types `/cordon …` in a channel; without one in the first channel that the person sees. */
  readonly command: (user: string, command: string, text: string, channel?: string) => Promise<Told>;
  readonly say: (user: string, channel: string, text: string, thread?: string) => Promise<Told>;
  /** Presses a button, or chooses `value` in a menu. With several elements of that action id, `value` says which. */
  readonly press: (user: string, channel: string, ts: string, actionId: string, value?: string) => Promise<Told>;
  readonly submit: (user: string, viewId: string, values: Filled) => Promise<Told>;
  readonly close: (user: string, viewId: string) => Promise<Told>;
}

const done: Told = { ok: true };
const no = (error: string, why: string): Told => ({ ok: false, error, why });
const DOWN = no('service_unavailable', 'Slack is down: nothing was sent.');
const WHY: Readonly<Record<string, string>> = {
  operation_timeout: 'the app did not answer within 3 seconds; it may still do what was asked',
  dispatch_failed: 'the app is not connected; nothing was asked of it',
  http_service_error: 'the app answered with an error; it may still have done what was asked',
};
const failed = ({ error }: Extract<Delivered, { ok: false }>): Told => no(error, WHY[error] ?? 'the app could not be asked');

const ViewAnswer = z.object({
  response_action: z.enum(['errors', 'update', 'push', 'clear']).optional(),
  errors: z.record(z.string(), z.string()).optional(),
  view: z.unknown().optional(),
});

const find = (blocks: readonly Block[], actionId: string, value: string | undefined): { block: string; element: Pressable } | undefined => {
  const all = blocks.flatMap((block) =>
    pressablesOf(block).flatMap((element) => (element.action_id === actionId ? [{ block: block.block_id ?? '', element }] : [])),
  );
  return all.find(({ element }) => element.type === 'button' && value !== undefined && element.value === value) ?? all[0];
};

/** What people do in the workspace, and what the app answers to it. */
export const createAct = (box: Box, deliver: Deliver, events: Events): Act => {
  const place = (user: string, given: string | undefined): Channel | undefined => {
    const found = given === undefined ? box.state.channels.find((one) => maySee(one, user)) : channelOf(box, given);
    return found !== undefined && maySee(found, user) && !found.archived ? found : undefined;
  };
  const noChannel = no('channel_not_found', 'There is no such channel for you.');
  /** In the words of Slack's own bot, to the one who typed. */
  const tellFailure = (user: string, channel: Channel, what: string, told: Extract<Told, { ok: false }>, thread?: string): Told => {
    const text = `${what} did not work: ${told.why} (${told.error}).`;
    box.state.ephemerals.push({ ts: newTs(box), channel: channel.id, to: user, from: 'slack', text, blocks: [], thread });
    trim(box.state);
    box.changed();
    return told;
  };

  const command: Act['command'] = async (user, name, text, given) => {
    if (box.isDown()) return DOWN;
    const channel = place(user, given);
    if (channel === undefined) return noChannel;
    const body = commandPayload(box, user, channel, name, text);
    const sent = await deliver({ type: 'slash_commands', body });
    if (!sent.ok) {
      const told = failed(sent);
      return told.ok ? told : tellFailure(user, channel, name, told);
    }
    const answer = answerIn(sent.payload);
    const error = answer === undefined ? undefined : showAnswer(box, { user, channel: channel.id }, answer);
    if (error === undefined) return done;
    return tellFailure(user, channel, name, { ok: false, error, why: 'the app answered with something that Slack refuses' });
  };

  const say: Act['say'] = async (user, given, text, thread) => {
    if (box.isDown()) return DOWN;
    const channel = place(user, given);
    if (channel === undefined) return noChannel;
    const parent = thread === undefined ? undefined : messageAt(box, channel.id, thread);
    if (thread !== undefined && parent === undefined) return no('thread_not_found', 'That message is gone.');
    if (!channel.members.includes(user)) channel.members.push(user);
    const message = addMessage(box, {
      channel: channel.id,
      user,
      text,
      blocks: [],
      thread: parent?.thread ?? parent?.ts,
      metadata: undefined,
    });
    const kind = { public: 'channel', private: 'group', im: 'im' }[channel.kind];
    const event = { ...messageJson(box, message), channel: channel.id, channel_type: kind, event_ts: message.ts };
    events.tell(eventPayload(box, event));
    return done;
  };

  const sourceOf = (user: string, channel: Channel, ts: string): { message: Message } | { ephemeral: Ephemeral } | undefined => {
    const message = messageAt(box, channel.id, ts);
    if (message !== undefined) return { message };
    const ephemeral = box.state.ephemerals.find((one) => one.ts === ts && one.to === user && one.channel === channel.id);
    return ephemeral === undefined ? undefined : { ephemeral };
  };

  const press: Act['press'] = async (user, given, ts, actionId, value) => {
    if (box.isDown()) return DOWN;
    const channel = place(user, given);
    if (channel === undefined) return noChannel;
    const source = sourceOf(user, channel, ts);
    const blocks = source === undefined ? [] : 'message' in source ? source.message.blocks : source.ephemeral.blocks;
    const found = find(blocks, actionId, value);
    if (source === undefined || found === undefined) return no('button_gone', 'That button is no longer there: the message has changed.');
    const body = pressPayload(box, user, channel, source, { ...found, value });
    if (body === undefined) return no('no_such_option', 'That option is not in the menu.');
    const sent = await deliver({ type: 'interactive', body });
    if (sent.ok) return done;
    const told = failed(sent);
    return told.ok ? told : tellFailure(user, channel, `The press on "${labelOf(found.element)}"`, told);
  };

  const answerView = (open: OpenView, payload: unknown): Told => {
    const read = ViewAnswer.safeParse(payload ?? {});
    const { response_action: action, errors, view } = read.success ? read.data : {};
    if (action === undefined || action === 'clear') closeView(box, open, action === 'clear');
    if (action === 'errors') {
      open.errors = errors ?? {};
      box.changed();
      return no('validation', Object.values(open.errors).join(' '));
    }
    if (action !== 'update' && action !== 'push') return done;
    const ready = readView(box, view, action === 'update' ? open : undefined);
    if (!ready.ok) return no('invalid_view', 'The app answered with a form that Slack refuses.');
    if (action === 'update') replaceView(box, open, ready.view);
    else pushView(box, open.user, ready.view);
    return done;
  };

  const submit: Act['submit'] = async (user, viewId, filled) => {
    if (box.isDown()) return DOWN;
    const open = viewsOf(box, user).at(-1);
    if (open === undefined || open.id !== viewId) return no('view_gone', 'That form is no longer open.');
    const wrong = objections(open.view, filled);
    if (Object.keys(wrong).length > 0) {
      open.errors = wrong;
      box.changed();
      return no('validation', 'Something is missing in the form.');
    }
    const view = viewJson(box, open, stateValues(open.view, filled));
    const body = { type: 'view_submission', ...whoAndWhere(box, user), trigger_id: newTrigger(box, user), view, response_urls: [] };
    const sent = await deliver({ type: 'interactive', body });
    return sent.ok ? answerView(open, sent.payload) : failed(sent);
  };

  const close: Act['close'] = async (user, viewId) => {
    const open = viewsOf(box, user).find(({ id }) => id === viewId);
    if (open === undefined) return no('view_gone', 'That form is no longer open.');
    closeView(box, open);
    if (open.view.notify_on_close === true && !box.isDown()) {
      const view = viewJson(box, open);
      await deliver({ type: 'interactive', body: { type: 'view_closed', ...whoAndWhere(box, user), view, is_cleared: false } });
    }
    return done;
  };
  return { command, say, press, submit, close };
};

const labelOf = (element: Pressable): string => (element.type === 'button' ? element.text.text : (element.action_id ?? element.type));
