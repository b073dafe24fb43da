// The rest of the company: other incidents, the last hour's decisions, samples; and the page on which nothing is wrong.
import { send } from './act.js';
import { menu, MODES } from './bar.js';
import { agoWords, now, utc } from './clock.js';
import { h } from './dom.js';
import { picture, tone } from './shapes.js';
import { called, has, isOpen, openIncidents, shown, state, toggle, usable } from './store.js';

const HOUR = 3_600_000;
/** Rows of other incidents on the page; the rest is counted. */
const LISTED = 20;
const OUTCOMES = ['respond', 'triage', 'record', 'ignore'];

const incidentRow = ({ number, word, title, resolved, openedAt }) =>
  h(
    'li',
    { key: number, class: tone(word) },
    h(
      'a',
      { href: `#INC-${number}` },
      picture(word, 18),
      h('b', null, `INC-${number}`),
      h('span', null, title),
      h('span', { class: 'soft nowrap' }, resolved ? `resolved, opened ${utc(openedAt)}` : word),
    ),
  );

const otherIncidents = () => {
  const others = [...openIncidents(), ...state.overview.incidents.filter(({ resolved }) => resolved)].filter(
    (incident) => incident !== shown(),
  );
  return h(
    'section',
    { class: 'card', key: 'others', 'aria-labelledby': 'others-title' },
    h('h2', { id: 'others-title' }, 'Other incidents'),
    others.length === 0 ? h('p', { class: 'soft' }, 'none') : h('ul', { class: 'plain rows' }, others.slice(0, LISTED).map(incidentRow)),
    others.length > LISTED && h('p', { class: 'soft' }, `and ${others.length - LISTED} more: npx cordon list`),
  );
};

const decision = ({ at, outcome, incident, playbook, target, sentence }, index) =>
  h(
    'li',
    { key: `${at}-${index}` },
    h('time', { datetime: at }, utc(at)),
    h('b', { class: `outcome outcome-${outcome}` }, outcome),
    h(
      'span',
      null,
      h('b', null, target),
      incident !== null && ` INC-${incident}`,
      playbook !== null && h('span', { class: 'soft' }, ` ${playbook}`),
      h('span', { class: 'block' }, sentence),
    ),
  );

const decisions = () => {
  const recent = state.overview.decisions.filter(({ at }) => Date.parse(at) > now() - HOUR);
  const counts = OUTCOMES.flatMap((outcome) => {
    const count = recent.filter((one) => one.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${outcome}`];
  });
  const open = isOpen('why');
  return h(
    'section',
    { class: 'card', key: 'decisions', 'aria-labelledby': 'decisions-title' },
    h(
      'div',
      { class: 'card-head' },
      h('h2', { id: 'decisions-title' }, 'Decisions, last hour'),
      recent.length > 0 &&
        h(
          'button',
          { type: 'button', class: 'link', 'aria-expanded': String(open), on: { click: () => toggle('why') } },
          open ? 'less' : 'why',
        ),
    ),
    h('p', { class: counts.length === 0 ? 'soft' : '' }, counts.length === 0 ? 'none' : counts.join(' · ')),
    open && h('ol', { class: 'decisions' }, recent.slice(0, 50).map(decision)),
  );
};

export const around = () => [otherIncidents(), decisions()];

const sampleMenu = (name) =>
  menu(
    `menu:${name}`,
    state.pending.has('send') ? 'Sending…' : 'Send a sample event',
    () =>
      h(
        'ul',
        { class: 'samples' },
        state.overview.samples.map((sample) =>
          h(
            'li',
            { key: sample },
            h(
              'button',
              {
                type: 'button',
                class: 'quiet',
                disabled: !usable('send'),
                on: { click: () => void (toggle(`menu:${name}`, false), send(sample)) },
              },
              sample,
            ),
          ),
        ),
      ),
    { disabled: !usable('send') },
  );
const canSend = () => has('send') && state.overview.samples.length > 0;

const assetRow = ({ name, tier, owner, callers }) =>
  h(
    'tr',
    { key: name },
    h('th', { scope: 'row' }, name),
    h('td', null, tier),
    h('td', null, called(owner)),
    h(
      'td',
      null,
      callers.length === 0
        ? h('span', { class: 'soft' }, 'unknown')
        : callers.map(({ name, fallback }) => `${name}: ${fallback === null ? 'no fallback' : `falls back to ${fallback}`}`).join('; '),
    ),
  );
const watched = () =>
  h(
    'section',
    { class: 'card', key: 'watched', 'aria-labelledby': 'watched-title' },
    h('h2', { id: 'watched-title' }, `Watched: ${state.overview.assets.length}`),
    state.overview.assets.length === 0
      ? h('p', { class: 'soft' }, 'No AI asset is adopted yet: nothing can be contained. npx cordon inventory list')
      : h(
          'table',
          null,
          h(
            'thead',
            null,
            h(
              'tr',
              null,
              ['Asset', 'Tier', 'Owner', 'Callers'].map((head) => h('th', { key: head, scope: 'col' }, head)),
            ),
          ),
          h('tbody', null, state.overview.assets.map(assetRow)),
        ),
  );

const first = () => state.overview.samples.find((sample) => sample.includes('poison')) ?? state.overview.samples[0];
const threeSteps = () =>
  h(
    'section',
    { class: 'first', key: 'first', 'aria-labelledby': 'first-title' },
    h('h2', { id: 'first-title' }, 'New here? Four minutes:'),
    h(
      'ol',
      null,
      h(
        'li',
        null,
        h(
          'button',
          { type: 'button', class: 'primary', disabled: !usable('send'), on: { click: () => void send(first()) } },
          state.pending.has('send') ? 'Sending…' : 'Send a sample event',
        ),
        h('span', { class: 'small soft' }, `${first()}: the training data of a model was poisoned`),
      ),
      h(
        'li',
        null,
        h('b', null, 'Approve it'),
        h('span', { class: 'small soft' }, 'Cordon shows who notices, the undo, and what happens if you do nothing'),
      ),
      h(
        'li',
        null,
        h('b', null, 'Watch the endpoint refuse calls'),
        h('span', { class: 'small soft' }, 'the word changes to CONTAINED only when every proof agrees'),
      ),
    ),
  );

const lastReal = () => state.overview.decisions.find(({ outcome }) => outcome === 'respond' || outcome === 'triage');

export const quiet = () => {
  const { assets, lastEventAt } = state.overview;
  const real = lastReal();
  return h(
    'div',
    { class: 'panel nothing', key: 'panel' },
    h(
      'section',
      { class: 'status tone-quiet', key: 'status', 'aria-label': 'Status' },
      h('div', { class: 'word-row' }, h('p', { class: 'word' }, picture('QUIET', 44), h('span', null, 'QUIET'))),
      h('h1', null, `Nothing is open. ${assets.length} AI ${assets.length === 1 ? 'asset is' : 'assets are'} watched.`),
      h(
        'dl',
        { class: 'facts' },
        h('dt', null, 'Last event'),
        h('dd', null, lastEventAt === null ? 'none yet' : `${agoWords(lastEventAt)}, ${utc(lastEventAt)}`),
        h('dt', null, 'Last decision to act'),
        h('dd', null, real === undefined ? 'none yet' : `${utc(real.at)} ${real.target}: ${real.sentence}`),
        h('dt', null, 'Asked of you'),
        h('dd', null, 'nothing'),
      ),
    ),
    canSend() && state.overview.place.kind === 'SANDBOX' && threeSteps(),
  );
};

const whereabouts = () => {
  const { place, mode } = state.overview;
  return h(
    'p',
    { class: 'whereabouts small soft', key: 'whereabouts' },
    `${place.account} ${place.region} · ${MODES[mode] ?? `mode ${mode}`}`,
  );
};

export const rest = (incident) => [
  incident === undefined && watched(),
  incident === undefined && h('div', { class: 'columns', key: 'rest' }, around()),
  canSend() && h('div', { class: 'tools', key: 'tools' }, sampleMenu('samples')),
  whereabouts(),
];
