// The emulated Slack: its channels, cards and buttons, as the acting person sees them.
import { blocks } from './channel-blocks.js';
import { canAct, canSwitch, channelShown, choose, hasChannel, outage, replyTo, slack, speak } from './channel-data.js';
import { showForm } from './channel-form.js';
import { mrkdwn } from './channel-text.js';
import { utc } from './clock.js';
import { h } from './dom.js';
import { mark, picture } from './shapes.js';
import { isOpen, toggle } from './store.js';

/** This close to the end counts as reading the newest. */
const NEAR_PIXELS = 60;
const title = ({ kind, name }) => (kind === 'im' ? `${name}, direct` : `#${name}`);
const at = (ts) => utc(new Date(Number(ts) * 1000).toISOString());

const tab = (channel) =>
  h(
    'button',
    { type: 'button', key: channel.id, 'aria-pressed': String(channel === channelShown()), on: { click: () => choose(channel.id) } },
    title(channel),
  );

const marks = ({ edited, pinned, onlyYou }) => [
  edited && h('span', { class: 'soft', key: 'edited' }, '(edited)'),
  pinned && h('span', { class: 'tag', key: 'pinned' }, 'pinned'),
  onlyYou && h('span', { class: 'tag', key: 'only-you' }, 'only you see this'),
];

const body = (channel, message) =>
  message.blocks.length > 0
    ? h('div', { class: 'bk-card', key: 'card' }, blocks({ channel: channel.id, ts: message.ts }, message.blocks))
    : h('p', { class: 'words', key: 'text' }, mrkdwn(message.text));

const said = (channel, message, more) =>
  h(
    'li',
    {
      key: message.ts,
      class: `message from-${message.from === 'app' || message.from === 'slack' ? message.from : 'person'} ${message.onlyYou ? 'only-you' : ''}`,
    },
    h(
      'span',
      { class: 'avatar', 'aria-hidden': 'true' },
      message.from === 'app' ? picture('CONTAINED', 20) : message.from === 'slack' ? mark('warning', 18) : mark('person', 18),
    ),
    h(
      'div',
      { class: 'said' },
      h(
        'p',
        { class: 'byline small' },
        h('b', null, message.name),
        message.from === 'app' && h('span', { class: 'tag' }, 'app'),
        h('time', { class: 'soft', title: message.ts }, at(message.ts)),
        marks(message),
      ),
      body(channel, message),
      message.reactions.length > 0 &&
        h('p', { class: 'small soft', key: 'reactions' }, message.reactions.map(({ name, count }) => `:${name}: ${count}`).join(' · ')),
      more,
    ),
  );

const thread = (channel, message) => {
  const replies = channel.messages.filter((one) => one.thread === message.ts);
  const name = `thread ${message.ts}`;
  const counted = `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`;
  return h(
    'div',
    { class: 'thread', key: 'thread' },
    replies.length > 0 &&
      h(
        'button',
        { type: 'button', class: 'link', key: 'show', 'aria-expanded': String(isOpen(name)), on: { click: () => toggle(name) } },
        isOpen(name) ? `Hide ${counted}` : counted,
      ),
    !message.onlyYou &&
      message.from !== 'slack' &&
      h(
        'button',
        {
          type: 'button',
          class: 'link reply',
          key: 'reply',
          'aria-label': `Reply to ${message.name}, ${at(message.ts)}`,
          on: {
            click: () => {
              toggle(name, true);
              replyTo(message.ts);
            },
          },
        },
        'Reply',
      ),
    isOpen(name) &&
      replies.length > 0 &&
      h(
        'ol',
        { class: 'replies', key: 'replies' },
        replies.map((one) => said(channel, one)),
      ),
  );
};

const list = (channel) => {
  const known = new Set(channel.messages.map(({ ts }) => ts));
  // A reply whose first message is not on the page is shown by itself.
  const top = channel.messages.filter(({ thread: parent }) => parent === null || !known.has(parent));
  return h(
    'ol',
    {
      class: 'messages',
      id: 'channel-messages',
      key: channel.id,
      tabindex: 0,
      role: 'log',
      'aria-label': `Messages in ${title(channel)}`,
      on: {
        scroll: ({ target }) => {
          slack.follow = target.scrollTop + target.clientHeight >= target.scrollHeight - NEAR_PIXELS;
        },
      },
    },
    channel.older > 0 && h('li', { class: 'small soft', key: 'older' }, `${channel.older} older messages are not shown`),
    top.length === 0 && h('li', { class: 'soft', key: 'none' }, 'Nothing yet. Type a command below, for example /cordon status.'),
    top.map((message) => said(channel, message, thread(channel, message))),
  );
};

const composer = (channel) => {
  const send = (event) => {
    event.preventDefault();
    const field = document.getElementById('channel-text');
    const text = field.value.trim();
    if (text === '' || !canAct('speak')) return;
    void speak(text).then((worked) => {
      if (worked && field.value.trim() === text) field.value = '';
    });
  };
  const parent = channel.messages.find(({ ts }) => ts === slack.replyTo);
  const label =
    parent === undefined ? `Message ${title(channel)} as ${slack.look.you.name}` : `Reply to ${parent.name} as ${slack.look.you.name}`;
  return h(
    'form',
    { class: 'composer', key: 'composer', on: { submit: send } },
    parent !== undefined &&
      h(
        'p',
        { class: 'small', key: 'replying' },
        `In the thread of ${parent.name}, ${at(parent.ts)} `,
        h('button', { type: 'button', class: 'link inline', on: { click: () => replyTo(undefined) } }, 'back to the channel'),
      ),
    h('label', { for: 'channel-text', class: 'unseen' }, label),
    h('input', {
      id: 'channel-text',
      type: 'text',
      maxlength: 3000,
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: parent === undefined ? `/cordon status, or a message as ${slack.look.you.name}` : label,
    }),
    h('button', { type: 'submit', disabled: !canAct('speak') }, slack.pending.has('speak') ? 'Sending…' : 'Send'),
  );
};

const inside = () => {
  const channel = channelShown();
  if (channel === undefined) return h('p', { class: 'soft', key: 'none' }, slack.trouble === '' ? 'Reading the channel…' : slack.trouble);
  return [
    channel.topic !== '' && h('p', { class: 'small soft words', key: 'topic' }, channel.topic),
    slack.look.down &&
      h(
        'p',
        { class: 'trouble', role: 'alert', key: 'down' },
        mark('warning', 18),
        h('span', null, h('b', null, 'Slack is down. '), 'Nothing said here reaches anybody. Use this page or the command line.'),
      ),
    list(channel),
    slack.trouble !== '' &&
      h('p', { class: 'trouble', role: 'alert', key: 'trouble' }, mark('warning', 18), h('span', null, slack.trouble)),
    channel.archived ? h('p', { class: 'soft', key: 'archived' }, 'This channel is archived.') : composer(channel),
  ];
};

export const channel = () =>
  hasChannel() &&
  h(
    'section',
    { class: 'card channel', key: 'channel', 'aria-labelledby': 'channel-title' },
    h(
      'div',
      { class: 'card-head channel-head' },
      h(
        'h2',
        { id: 'channel-title' },
        channelShown() === undefined ? 'Slack ' : `${title(channelShown())} `,
        h('span', { class: 'soft small' }, 'Slack, emulated on this machine'),
      ),
      slack.look !== undefined &&
        h(
          'p',
          { class: 'small soft', key: 'as' },
          'as ',
          h('b', null, slack.look.you.name),
          ', chosen at the top right. ',
          h(
            'button',
            { type: 'button', class: 'link inline', disabled: !canSwitch(), on: { click: () => void outage(!slack.look.down) } },
            slack.look.down ? 'Bring Slack back' : 'Take Slack down',
          ),
        ),
    ),
    (slack.look?.channels.length ?? 0) > 1 &&
      h('div', { class: 'tabs', key: 'tabs', role: 'group', 'aria-label': 'Channels' }, slack.look.channels.map(tab)),
    inside(),
  );

/** After drawing: a form becomes modal, and whoever reads the newest message keeps seeing the newest. */
export const channelDrawn = () => {
  showForm();
  const messages = document.getElementById('channel-messages');
  if (messages !== null && slack.follow) messages.scrollTop = messages.scrollHeight;
};
export { readChannel } from './channel-data.js';
export { channelForm } from './channel-form.js';
