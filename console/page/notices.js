// What must not be missed: alarms, answers to presses, and the other open incidents.
import { dismiss } from './act.js';
import { h } from './dom.js';
import { mark, picture, tone } from './shapes.js';
import { asksYou, isOpen, openIncidents, shown, state, toggle } from './store.js';

/** Lines of an answer that are shown at once; a refusal is always shown whole. */
const SHORT = 2;

const result = ({ id, at, good, lines, next }) => {
  const name = `result-${id}`;
  const whole = !good || lines.length <= SHORT + 1 || isOpen(name);
  return h(
    'article',
    { class: `result ${good ? 'good' : 'bad'}`, key: name, role: 'status' },
    mark(good ? 'done' : 'warning', 20),
    h(
      'div',
      { class: 'result-text' },
      (whole ? lines : lines.slice(0, SHORT)).map((sentence, index) => h('p', { key: index }, sentence)),
      !whole && h('button', { type: 'button', class: 'link', on: { click: () => toggle(name) } }, 'why'),
      next && whole && h('p', { class: 'small' }, 'Next: ', h('code', { class: 'command' }, next)),
    ),
    h('span', { class: 'small soft nowrap' }, at),
    h('button', { type: 'button', class: 'link', 'aria-label': 'Close this answer', on: { click: () => dismiss(id) } }, 'close'),
  );
};

export const results = () =>
  state.results.length > 0 && h('section', { class: 'results', key: 'results', 'aria-label': 'Answers' }, state.results.map(result));

const choose = (number) => () => {
  location.hash = `INC-${number}`;
};

const chip = (incident) =>
  h(
    'li',
    { key: incident.number },
    h(
      'button',
      {
        type: 'button',
        class: `chip ${tone(incident.word)}`,
        'aria-current': incident === shown() ? 'true' : false,
        on: { click: choose(incident.number) },
      },
      picture(incident.word, 20),
      h('b', null, `INC-${incident.number}`),
      h('span', null, `${incident.target?.name ?? incident.incidentClass}: ${incident.word}`),
      asksYou(incident).length > 0 && h('b', { class: 'flag' }, 'waits for you'),
    ),
  );

/** More than this many are named, the rest are counted and listed under "Other incidents". */
const NAMED = 8;

/** All open incidents when there is more than one: nobody may miss the worse one behind this one. */
export const chips = () => {
  const current = shown();
  const open = openIncidents();
  const all = current === undefined || open.includes(current) ? open : [current, ...open];
  if (all.length < 2) return false;
  return h(
    'nav',
    { class: 'chips', key: 'chips', 'aria-label': 'Open incidents' },
    h(
      'ul',
      null,
      all.slice(0, NAMED).map(chip),
      all.length > NAMED && h('li', { class: 'soft more', key: 'more' }, `and ${all.length - NAMED} more below`),
    ),
  );
};

export const alarms = ({ alarms: sentences }) =>
  sentences.length > 0 &&
  h(
    'section',
    { class: 'band alarm', key: 'alarms', 'aria-label': 'Alarms' },
    mark('warning', 24),
    h(
      'div',
      null,
      sentences.map((sentence, index) => h('p', { key: index }, h('b', null, 'ALARM '), sentence)),
    ),
  );

/** What waits for something else than an approval: an outcome that nobody knows, a review, another incident. */
export const openPoints = ({ attention = [] }) =>
  attention.length > 0 &&
  h(
    'section',
    { class: 'band open', key: 'open', 'aria-label': 'Open points' },
    mark('unknown', 24),
    h(
      'div',
      null,
      attention.map((sentence, index) => h('p', { key: index }, sentence)),
    ),
  );
