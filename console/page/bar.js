// The top bar: where you are, how much Cordon does by itself, who you are.
import { actAs, stopAll } from './act.js';
import { clockNow, utc } from './clock.js';
import { h } from './dom.js';
import { mark } from './shapes.js';
import { has, isOpen, person, state, toggle, usable } from './store.js';

export const MODES = {
  observe: 'observe: describes, never acts',
  propose: 'propose: asks before every change',
  enforce: 'enforce: acts within the approval table',
};

/** A button that opens a small panel under it; Escape and a click elsewhere close it. */
export const menu = (name, label, content, props = {}) =>
  h(
    'div',
    { class: `menu ${props.class ?? ''}`, key: name },
    h(
      'button',
      {
        type: 'button',
        class: props.button ?? 'quiet',
        'aria-expanded': String(isOpen(name)),
        'aria-haspopup': 'true',
        disabled: props.disabled,
        on: { click: () => toggle(name) },
      },
      label,
      h('span', { class: 'caret', 'aria-hidden': 'true' }, '▾'),
    ),
    isOpen(name) && h('div', { class: 'sheet' }, content()),
  );

export const closeMenus = () => {
  const menus = [...state.open].filter((name) => name.startsWith('menu:'));
  for (const name of menus) state.open.delete(name);
  return menus.length > 0;
};

const personRow = ({ id, name, title, roles, asleepUntil }) =>
  h(
    'li',
    { key: id },
    h(
      'button',
      {
        type: 'button',
        class: 'person',
        'aria-pressed': String(id === state.overview.you),
        disabled: state.link !== 'live',
        on: {
          click: () => {
            toggle('menu:you', false);
            void actAs(id);
          },
        },
      },
      h('b', null, name),
      h('span', { class: 'soft' }, title),
      h('span', { class: 'small' }, roles.join(' · ')),
      asleepUntil && h('span', { class: 'small soft' }, `asleep until ${asleepUntil}`),
    ),
  );

const you = () => {
  const { overview, session } = state;
  const found = person(overview.you);
  const other = overview.you !== session.home;
  const label = h('span', { class: 'who' }, mark('person'), other ? 'acting as ' : '', h('b', null, found?.name ?? overview.you));
  if (!session.mayActAs) return h('p', { class: 'you' }, label);
  return menu(
    'menu:you',
    label,
    () => [
      h('p', { class: 'small soft pad' }, 'Act as, in this sandbox only:'),
      h('ul', { class: 'people' }, overview.people.map(personRow)),
    ],
    {
      class: 'right',
      button: other ? 'quiet acting' : 'quiet',
    },
  );
};

const stop = () =>
  has('stop') &&
  menu(
    'menu:stop',
    'Stop all',
    () => [
      h('p', null, 'Stops every new effect within 5 seconds. Lifts no containment. Starting again is a decision for other people.'),
      h(
        'button',
        {
          type: 'button',
          class: 'danger',
          disabled: !usable('stop'),
          on: { click: () => void stopAll().then(() => toggle('menu:stop', false)) },
        },
        state.pending.has('stop') ? 'Stopping…' : 'Stop everything',
      ),
    ],
    { class: 'right', disabled: state.link !== 'live' },
  );

export const bar = () => {
  const { place, mode } = state.overview;
  return h(
    'header',
    { class: 'bar', key: 'bar' },
    h(
      'p',
      { class: 'place' },
      h('b', { class: `kind kind-${place.kind.toLowerCase()}` }, place.kind),
      h('span', { class: 'company' }, place.company),
      h('span', { class: 'soft nowrap' }, `${place.account} ${place.region}`),
    ),
    h('p', { class: 'mode soft' }, MODES[mode] ?? `mode ${mode}`),
    h('div', { class: 'controls' }, h('p', { class: 'utc soft' }, clockNow()), stop(), you()),
  );
};

export const lostBand = () =>
  state.link === 'lost' &&
  h(
    'p',
    { class: 'band lost', role: 'alert', key: 'lost' },
    mark('warning', 20),
    h(
      'span',
      null,
      h('b', null, `Not live since ${utc(new Date(state.heardAt).toISOString())}`),
      ' This page may be old. Nothing can be pressed. Trying again…',
    ),
  );
