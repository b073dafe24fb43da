import { onOverview, refresh } from './act.js';
import { bar, closeMenus, lostBand } from './bar.js';
import { channelDrawn, channelForm, readChannel } from './channel.js';
import { now, setClock } from './clock.js';
import { h, patch, plain } from './dom.js';
import { main } from './main.js';
import { listen, openSession, Refused } from './net.js';
import { asksYou, changed, onChange, openIncidents, shown, state } from './store.js';

const app = document.getElementById('app');

const locked = () =>
  h(
    'main',
    { id: 'main', class: 'locked', key: 'locked' },
    h('h1', null, 'This page needs its key'),
    h('p', null, state.lockedBecause),
    h('p', null, 'Open the address that ', h('code', null, 'npm start'), ' printed; it ends in ', h('code', null, '#k=…'), '.'),
    h('p', null, 'In a terminal: ', h('code', { class: 'command' }, 'npx cordon status')),
  );

const boot = () =>
  h('p', { class: 'boot', key: 'boot' }, state.link === 'lost' ? 'The server does not answer. Trying again…' : 'Reading the status…');

let told = '';
/** Says aloud what changed, once: a new word politely, a question to you at once. */
const announce = () => {
  const incident = shown();
  const asks = openIncidents().flatMap(asksYou);
  const word = incident === undefined ? 'QUIET. Nothing is open.' : `${incident.word}. ${incident.title}`;
  const text = `${state.link} ${word} ${asks.map(({ title, number }) => `${number} ${title}`).join()}`;
  document.title = plain(
    `${asks.length > 0 ? `(${asks.length}) ` : ''}${state.link === 'lost' ? 'NOT LIVE ' : ''}${incident === undefined ? 'QUIET' : `${incident.word} ${incident.target?.name ?? ''}`} · Cordon`,
  );
  if (text === told) return;
  told = text;
  document.getElementById('polite').textContent = plain(word);
  const [ask] = asks;
  document.getElementById('urgent').textContent =
    ask === undefined ? '' : plain(`Waiting for you: ${ask.title}${ask.prompt === undefined ? '' : ` ${ask.prompt}`}`);
};

const draw = () => {
  if (state.link === 'locked') return patch(app, [locked()]);
  if (state.overview === undefined) return patch(app, [boot()]);
  patch(app, [bar(), lostBand(), main(), channelForm()].filter(Boolean));
  channelDrawn();
  announce();
};

const chosenIn = (hash) => {
  const number = /^#INC-([1-9]\d{0,8})$/i.exec(hash)?.[1];
  return number === undefined ? undefined : Number(number);
};

const lock = (because) => {
  state.link = 'locked';
  state.lockedBecause = because;
  draw();
};

const watch = () =>
  listen({
    alive: () => {
      state.heardAt = now();
      if (state.link === 'lost') void refresh();
    },
    changed: () => void refresh(),
    lost: (status) => {
      if (status === 401) return lock('The session is over, or the server has a new key.');
      if (state.link === 'live') state.link = 'lost';
      draw();
    },
  });

/** Longer than the stream's own watchdog: this one also wakes with a laptop that slept. */
const STALE_MILLISECONDS = 16_000;
const tick = () => {
  if (state.link === 'live' && !document.hidden && now() - state.heardAt > STALE_MILLISECONDS) state.link = 'lost';
  draw();
};

const takeOverview = (overview) => {
  setClock(overview.now);
  state.overview = overview;
  state.heardAt = now();
  state.link = 'live';
  void readChannel();
};

const readSession = async () => {
  for (;;) {
    try {
      state.session = await openSession();
      return true;
    } catch (thrown) {
      if (thrown instanceof Refused && thrown.status < 500) {
        lock(thrown.status === 401 ? 'The address holds no key of this server.' : thrown.message);
        return false;
      }
      state.link = 'lost';
      draw();
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
};

const begin = async () => {
  onChange(draw);
  onOverview(takeOverview);
  if (!(await readSession())) return;
  state.chosen = chosenIn(location.hash);
  await refresh();
  void watch();
  setInterval(tick, 1000);
};

addEventListener('hashchange', () => {
  if (new URLSearchParams(location.hash.slice(1)).has('k')) return location.reload();
  state.chosen = chosenIn(location.hash);
  state.open.delete('release');
  changed();
  scrollTo({ top: 0 });
});
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const opener = document.activeElement?.closest('.menu')?.querySelector('button');
  if (closeMenus()) {
    changed();
    opener?.focus();
  }
});
addEventListener('click', (event) => {
  if (!event.target.closest?.('.menu') && closeMenus()) changed();
});
void begin();
