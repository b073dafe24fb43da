// Work for people: who, until when, and what it is. Nothing of the machine waits for it.
import { left, secondsUntil, utc } from './clock.js';
import { h } from './dom.js';
import { mark } from './shapes.js';
import { called, listed } from './store.js';

const stands = ({ role, who, due, done }) => {
  if (done !== null) return `done by ${called(done.by)}, ${utc(done.at)}: ${done.said}`;
  const people = who.length === 0 ? `nobody in assets.yaml fills the role ${role}` : `${role}: ${listed(who)}`;
  return secondsUntil(due) < 0 ? `${people}; OVERDUE since ${utc(due)}` : `${people}; due ${utc(due)}, ${left(due)} left`;
};

const task = (one) => {
  const late = one.done === null && (one.who.length === 0 || secondsUntil(one.due) < 0);
  const name = one.done !== null ? 'done' : late ? 'failed' : 'planned';
  const said = stands(one);
  return h(
    'li',
    { key: one.number, class: `step step-${name}` },
    mark(name),
    h(
      'span',
      { class: 'clamp' },
      h('b', null, `T-${one.number} ${one.title}`),
      ' ',
      h('span', { class: 'soft', title: one.instruct }, said),
    ),
  );
};

export const work = ({ tasks }) =>
  tasks.length > 0 && [
    h('h3', { class: 'label', key: 'work' }, 'Work for people'),
    h('ol', { class: 'steps', key: 'tasks', 'aria-label': 'Work for people' }, tasks.map(task)),
  ];
