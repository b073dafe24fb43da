// Cards from the same Block Kit JSON that Slack gets.
import { canAct, press, slack } from './channel-data.js';
import { mrkdwn, textOf } from './channel-text.js';
import { h } from './dom.js';
import { isOpen, toggle } from './store.js';

const STYLES = { primary: 'primary', danger: 'danger' };

/** Where a block stands, so that a press knows what it is on; without a message (in a form) nothing can be pressed. */
const subject = ({ ts }, element) => `press ${ts} ${element.action_id}`;
const asks = ({ ts }, element) => `confirm ${ts} ${element.action_id} ${element.value ?? ''}`;

const send = (place, element, value) => {
  toggle(asks(place, element), false);
  void press(place.channel, place.ts, element.action_id, value);
};

const confirmation = (place, element) =>
  h(
    'div',
    { class: 'confirm', key: asks(place, element), role: 'group', 'aria-label': element.confirm.title.text },
    h('p', null, h('b', null, textOf(element.confirm.title))),
    h('p', { class: 'words' }, textOf(element.confirm.text)),
    h(
      'div',
      { class: 'buttons' },
      h(
        'button',
        {
          type: 'button',
          class: STYLES[element.confirm.style] ?? 'primary',
          disabled: !canAct(subject(place, element)),
          on: { click: () => send(place, element, element.value) },
        },
        textOf(element.confirm.confirm),
      ),
      h(
        'button',
        { type: 'button', class: 'quiet', on: { click: () => toggle(asks(place, element), false) } },
        textOf(element.confirm.deny),
      ),
    ),
  );

const button = (place, element) =>
  h(
    'button',
    {
      type: 'button',
      key: `${element.action_id} ${element.value ?? ''}`,
      class: STYLES[element.style] ?? '',
      disabled: place.ts === undefined || !canAct(subject(place, element)),
      'aria-label': element.accessibility_label,
      'aria-busy': String(slack.pending.has(subject(place, element))),
      on: {
        click: () => (element.confirm === undefined ? send(place, element, element.value) : toggle(asks(place, element))),
      },
    },
    textOf(element.text),
  );

const select = (place, element) =>
  h(
    'select',
    {
      key: element.action_id,
      'aria-label': element.placeholder?.text ?? 'More actions',
      disabled: place.ts === undefined || !canAct(subject(place, element)),
      on: {
        change: (event) => {
          const { value } = event.target;
          event.target.selectedIndex = 0;
          if (value !== '') send(place, element, value);
        },
      },
    },
    h('option', { key: 'none', value: '' }, element.placeholder?.text ?? 'More…'),
    element.options.map((option) => h('option', { key: option.value, value: option.value }, textOf(option.text))),
  );

const pressable = (place, element) => (element.type === 'button' ? button(place, element) : select(place, element));
const opened = (place, elements) =>
  elements
    .filter((element) => element.type === 'button' && element.confirm !== undefined && isOpen(asks(place, element)))
    .map((element) => confirmation(place, element));

const section = (place, { text, fields, accessory }) => [
  h(
    'div',
    { class: 'bk-section', key: 'section' },
    h(
      'div',
      { class: 'bk-text' },
      text && h('p', { class: 'words', key: 'text' }, textOf(text)),
      fields &&
        h(
          'ul',
          { class: 'bk-fields', key: 'fields' },
          fields.map((field, index) => h('li', { class: 'words', key: index }, textOf(field))),
        ),
    ),
    accessory && pressable(place, accessory),
  ),
  accessory && opened(place, [accessory]),
];

const picture = ({ image_url, alt_text }) => h('span', { class: 'soft' }, `[picture: ${alt_text}, ${image_url}]`);

const DRAW = {
  header: (_place, { text }) => h('h4', { class: 'bk-header' }, textOf(text)),
  divider: () => h('hr', null),
  section,
  context: (_place, { elements }) =>
    h(
      'p',
      { class: 'bk-context small soft words' },
      elements.map((element, index) => h('span', { key: index }, element.type === 'image' ? picture(element) : textOf(element))),
    ),
  actions: (place, { elements }) => [
    h(
      'div',
      { class: 'buttons bk-actions', key: 'actions' },
      elements.map((element) => pressable(place, element)),
    ),
    opened(place, elements),
  ],
  // The page loads no picture from elsewhere: its words are shown.
  image: (_place, block) => h('p', { class: 'small' }, picture(block)),
  markdown: (_place, { text }) => h('p', { class: 'words' }, mrkdwn(text)),
};

/** `place`: `{ channel, ts }` of a message, `{}` in a form. */
export const blocks = (place, list) =>
  list.map((block, index) =>
    h(
      'div',
      { class: `bk bk-${block.type}-block`, key: block.block_id ?? index },
      DRAW[block.type]?.(place, block) ?? h('p', { class: 'soft' }, `(${block.type} is not drawn here)`),
    ),
  );
