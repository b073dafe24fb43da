// The emulated Slack as the acting person sees it, and what that person does in it.
import { get, post, Refused } from './net.js';
import { changed, state } from './store.js';

export const slack = {
  /** Undefined until it was read as the person who acts now. */
  look: undefined,
  person: undefined,
  /** Id of the chosen channel; undefined: the first. */
  chosen: undefined,
  /** Timestamp of the message that the next words answer. */
  replyTo: undefined,
  /** Why the last thing did not work. */
  trouble: '',
  pending: new Set(),
  /** Whether the newest message stays in view. */
  follow: true,
};

export const hasChannel = () => state.session?.channel === true;
const shownAs = () => ({ 'x-cordon-shown-as': state.overview.you });

/** Reads it as the person that the page shows; what another person saw is forgotten at once. */
export const readChannel = async () => {
  if (!hasChannel()) return;
  const person = state.overview.you;
  if (slack.person !== person) Object.assign(slack, { person, look: undefined, replyTo: undefined, trouble: '' });
  try {
    const look = await get('/slackbox', shownAs());
    if (slack.person === person) slack.look = look;
  } catch (thrown) {
    if (slack.person === person && thrown instanceof Refused && thrown.status === 403) slack.trouble = thrown.message;
  }
  changed();
};

export const channelShown = () => slack.look?.channels.find(({ id }) => id === slack.chosen) ?? slack.look?.channels[0];
export const canAct = (subject) => state.link === 'live' && slack.look?.down === false && !slack.pending.has(subject);

/** What Slack itself says in the channel, to the one who typed or pressed. */
const SAID_THERE = ['operation_timeout', 'dispatch_failed', 'http_service_error'];
const troubleOf = (thrown, path) => {
  if (!(thrown instanceof Refused)) return 'No answer came back. It may or may not have reached the app: look before trying again.';
  const code = thrown.body?.error?.code;
  // What is wrong in a form is said under its fields.
  if (code === 'validation' || (path !== '/slackbox/submit' && SAID_THERE.includes(code))) return '';
  return `That did not work: ${thrown.message}`;
};

/** Answers whether it worked; a second press on the same subject while the first is under way does nothing. */
const act = async (subject, path, body, may = canAct) => {
  if (!may(subject)) return false;
  slack.pending.add(subject);
  slack.trouble = '';
  changed();
  let worked = true;
  try {
    await post(path, body, shownAs());
  } catch (thrown) {
    worked = false;
    slack.trouble = troubleOf(thrown, path);
  }
  await readChannel();
  slack.pending.delete(subject);
  changed();
  return worked;
};

export const speak = (text) =>
  act('speak', '/slackbox/command', {
    channel: channelShown().id,
    text,
    ...(slack.replyTo === undefined ? {} : { thread: slack.replyTo }),
  });
export const press = (channel, ts, action, value) =>
  act(`press ${ts} ${action}`, '/slackbox/press', { channel, ts, action, ...(value === undefined ? {} : { value }) });
export const submit = (view, values) => act(`view ${view}`, '/slackbox/submit', { view, values });
export const closeForm = (view) => act(`view ${view}`, '/slackbox/close', { view });

/** Slack itself goes away, or comes back: to see what Cordon does meanwhile. */
export const canSwitch = () => state.link === 'live' && slack.look !== undefined && !slack.pending.has('outage');
export const outage = (down) => act('outage', '/slackbox/outage', { down }, canSwitch);

export const choose = (id) => {
  Object.assign(slack, { chosen: id, replyTo: undefined, trouble: '', follow: true });
  changed();
};
export const replyTo = (ts) => {
  slack.replyTo = ts;
  changed();
  document.getElementById('channel-text')?.focus();
};
