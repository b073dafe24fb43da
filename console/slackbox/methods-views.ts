import * as z from 'zod';
import type { View } from './blocks.ts';
import { BOT, newHandle, newId, type Box } from './box.ts';
import { checkView, named, tooLargeView } from './check-blocks.ts';
import { fine, json, method, refuse, text, type Method, type Reply } from './method.ts';
import type { OpenView } from './state.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses */
const TRIGGER_MILLISECONDS = 3_000;
/** https://docs.slack.dev/reference/methods/views.push */
const STACK = 3;

export const viewsOf = (box: Box, user: string): readonly OpenView[] => box.state.views.filter((view) => view.user === user);

/** A view as the Web API and payloads show it. */
export const viewJson = (box: Box, open: OpenView, values: object = {}): { readonly [key: string]: unknown } => ({
  id: open.id,
  team_id: box.team.id,
  app_id: BOT.app,
  bot_id: BOT.bot,
  app_installed_team_id: box.team.id,
  hash: open.hash,
  root_view_id: open.root,
  previous_view_id: open.previous,
  private_metadata: '',
  callback_id: '',
  external_id: '',
  submit: null,
  close: null,
  clear_on_close: false,
  notify_on_close: false,
  ...open.view,
  state: { values },
});

type Ready = { readonly ok: true; readonly view: View } | { readonly ok: false; readonly reply: Reply };
/** Checked, small enough, and with an external id that nobody else uses. */
export const readView = (box: Box, given: unknown, replaces?: OpenView): Ready => {
  const no = (error: string, messages?: readonly string[]): Ready => ({ ok: false, reply: refuse(error, messages) });
  const checked = checkView(given);
  if (!checked.ok) return no('invalid_arguments', checked.messages);
  const view = { ...checked.value, blocks: [...named(checked.value.blocks, () => newId(box, 'b'))] };
  if (tooLargeView(view)) return no('view_too_large');
  const { external_id } = view;
  const taken = external_id !== undefined && box.state.views.some((one) => one !== replaces && one.view.external_id === external_id);
  return taken ? no('duplicate_external_id') : { ok: true, view };
};

export const pushView = (box: Box, user: string, view: View): OpenView => {
  const stack = viewsOf(box, user);
  const id = newId(box, 'V');
  const open: OpenView = {
    id,
    user,
    view,
    hash: newHandle(box, 'hash'),
    root: stack[0]?.root ?? id,
    previous: stack.at(-1)?.id ?? null,
    errors: {},
  };
  box.state.views.push(open);
  box.changed();
  return open;
};

export const replaceView = (box: Box, open: OpenView, view: View): void => {
  Object.assign(open, { view, hash: newHandle(box, 'hash'), errors: {} });
  box.changed();
};

/** Takes a view off somebody's screen, and with `clear` all of them. */
export const closeView = (box: Box, open: OpenView, clear = false): void => {
  box.state.views.splice(0, Infinity, ...box.state.views.filter((one) => (clear ? one.user !== open.user : one !== open)));
  box.changed();
};

/** Whose screen the trigger opens; a trigger is good once, for three seconds. */
const exchange = (box: Box, id: string): { readonly user: string } | Reply => {
  const trigger = box.state.triggers.find((one) => one.id === id);
  if (trigger === undefined) return refuse('invalid_trigger_id');
  if (trigger.exchanged) return refuse('exchanged_trigger_id');
  if (box.clock.now() - trigger.at > TRIGGER_MILLISECONDS) return refuse('expired_trigger_id');
  return { user: trigger.user };
};
const spend = (box: Box, id: string): void => {
  for (const trigger of box.state.triggers) if (trigger.id === id) trigger.exchanged = true;
};

const Opening = z.object({ trigger_id: text, view: json });
const open = method(100, Opening, (box, args) => {
  const holder = exchange(box, args.trigger_id);
  if ('ok' in holder) return holder;
  const ready = readView(box, args.view);
  if (!ready.ok) return ready.reply;
  spend(box, args.trigger_id);
  // A new modal takes the place of whatever was open.
  for (const old of viewsOf(box, holder.user)) closeView(box, old);
  return fine({ view: viewJson(box, pushView(box, holder.user, ready.view)) });
});

const push = method(100, Opening, (box, args) => {
  const holder = exchange(box, args.trigger_id);
  if ('ok' in holder) return holder;
  const stack = viewsOf(box, holder.user);
  if (stack.length === 0) return refuse('not_found');
  if (stack.length >= STACK) return refuse('push_limit_reached');
  const ready = readView(box, args.view);
  if (!ready.ok) return ready.reply;
  spend(box, args.trigger_id);
  return fine({ view: viewJson(box, pushView(box, holder.user, ready.view)) });
});

const update = method(
  100,
  z.object({ view_id: text.optional(), external_id: text.optional(), hash: text.optional(), view: json }),
  (box, args) => {
    if (args.view_id === undefined && args.external_id === undefined)
      return refuse('invalid_arguments', ['[ERROR] view_id or external_id']);
    const found = box.state.views.find((one) =>
      args.view_id === undefined ? one.view.external_id === args.external_id : one.id === args.view_id,
    );
    // Closed views are gone: this is what an app sees that answers after the person pressed Cancel.
    if (found === undefined) return refuse('not_found');
    if (args.hash !== undefined && args.hash !== found.hash) return refuse('hash_conflict');
    const ready = readView(box, args.view, found);
    if (!ready.ok) return ready.reply;
    replaceView(box, found, ready.view);
    return fine({ view: viewJson(box, found) });
  },
);

export const viewMethods: Readonly<Record<string, Method>> = { 'views.open': open, 'views.push': push, 'views.update': update };
