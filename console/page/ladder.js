// What happens if nobody answers, step by step: fixed before anybody waits.
import { utc } from './clock.js';
import { h } from './dom.js';
import { asked, silent } from './store.js';

const rung = (kind, when, ...what) =>
  h('li', { class: `rung ${kind}`, key: kind }, h('span', { class: 'when' }, when), h('span', { class: 'what' }, what));

const names = (ids) =>
  asked(ids).map(({ name, note }, index, all) => [
    index === 0 ? '' : index === all.length - 1 ? ' or ' : ', ',
    h('b', { key: name }, name),
    note !== '' && h('span', { class: 'soft', key: `${name}-note` }, note),
  ]);

export const ladder = (approval) => {
  const { until, afterwards, endsAt, onSilence, seats } = approval;
  const still = silent(approval);
  const needed = seats.filter(({ filledBy }) => filledBy === null).length;
  return h(
    'div',
    { class: 'ladder', key: 'ladder' },
    h('h4', { class: 'label' }, 'If nobody answers'),
    h(
      'ol',
      null,
      rung('now', 'now', names(still), needed > 1 ? `: ${needed} needed` : still.length > 1 ? ': one is enough' : ' is asked'),
      afterwards !== null && rung('then', utc(until), 'then ', names(afterwards.asks), ' is asked'),
      rung('end', utc(endsAt), h('b', null, onSilence)),
    ),
  );
};
