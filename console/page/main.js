// The page between its bar and its end, in the order in which it is read.
import { channel } from './channel.js';
import { h } from './dom.js';
import { houseAsks, houseBand } from './house.js';
import { alarms, chips, openPoints, results } from './notices.js';
import { panel } from './panel.js';
import { around, quiet, rest } from './rest.js';
import { shown, state } from './store.js';
import { story, touches } from './story.js';

export const main = () => {
  const incident = shown();
  return h(
    'main',
    { id: 'main', key: 'main', class: state.link === 'live' ? '' : 'stale', tabindex: -1 },
    houseBand(),
    houseAsks(),
    chips(),
    incident !== undefined && alarms(incident),
    incident !== undefined && openPoints(incident),
    results(),
    incident === undefined ? quiet() : panel(incident),
    incident !== undefined &&
      h('div', { class: 'columns', key: 'story' }, h('div', { class: 'stack' }, story(incident), around()), touches(incident)),
    channel(),
    rest(incident),
  );
};
