// The first look: what is wrong, is it contained, what is asked of whom.
import { release } from './act.js';
import { approvalCard } from './approval.js';
import { choiceCard } from './choice.js';
import { ago } from './clock.js';
import { cut } from './cut.js';
import { details } from './details.js';
import { h } from './dom.js';
import { mark, picture, tone } from './shapes.js';
import { has, isOpen, mayAnswer, mine, openChoices, openIncidents, state, toggle, usable } from './store.js';

const REASONS = {
  'NOT CONTAINED': 'Right now',
  'PARTLY CONTAINED': 'Not everything is proven',
  CONTAINED: 'Proof',
  UNKNOWN: 'What is not known',
  RECOVERING: 'Where it stands',
};

const releaseForm = ({ target }) =>
  h(
    'div',
    { class: 'confirm', key: 'release-form' },
    h('p', null, `Releasing lets callers use ${target.name} again. Other people are asked first; this press alone releases nothing.`),
    h(
      'div',
      { class: 'buttons' },
      h(
        'button',
        {
          type: 'button',
          class: 'primary',
          disabled: !usable('release'),
          'aria-busy': String(state.pending.has('release')),
          on: { click: () => void release(target.arn).then(() => toggle('release', false)) },
        },
        state.pending.has('release') ? 'Asking…' : `Ask to release ${target.name}`,
      ),
      h('button', { type: 'button', class: 'quiet', on: { click: () => toggle('release', false) } }, 'Keep it contained'),
    ),
  );

const releaseButton = ({ target }) =>
  h(
    'button',
    { type: 'button', key: 'release', disabled: !usable('release'), on: { click: () => toggle('release', true) } },
    `Release ${target.name}…`,
  );

const canRelease = ({ containment, target, waiting, resolved }) =>
  has('release') &&
  target !== null &&
  !resolved &&
  (containment === 'contained' || containment === 'partly-contained') &&
  !waiting.some(({ risk }) => risk === 'L');

const wordRow = ({ word, openedAt, number, sev, resolved }) => {
  const open = openIncidents().length;
  return h(
    'div',
    { class: 'word-row' },
    h('p', { class: 'word' }, picture(word, 44), h('span', null, word)),
    h(
      'p',
      { class: 'meta' },
      h('b', { class: `sev sev-${sev}` }, `SEV${sev}`),
      h('b', null, `INC-${number}`),
      h('span', { class: 'nowrap' }, resolved ? 'resolved' : `T+${ago(openedAt)}`),
      open > 1 && h('span', { class: 'nowrap' }, `1 of ${open} open`),
    ),
  );
};

const reasons = ({ word, because }) => {
  if (because.length === 0) return false;
  const proofs = word === 'CONTAINED';
  return [
    h('h2', { class: 'label' }, REASONS[word] ?? 'Why'),
    h(
      'ul',
      { class: proofs ? 'because proofs' : 'because' },
      because.map((sentence, index) => h('li', { key: index }, proofs && mark('done'), h('span', null, cut(`because-${index}`, sentence)))),
    ),
  ];
};

const status = (incident) =>
  h(
    'section',
    { class: `status ${tone(incident.word)}`, key: 'status', 'aria-label': 'Status' },
    wordRow(incident),
    h('h1', null, incident.title),
    reasons(incident),
    canRelease(incident) && (isOpen('release') ? releaseForm(incident) : releaseButton(incident)),
  );

const nothingAsked = ({ resolved }) =>
  h(
    'article',
    { class: 'ask calm', key: 'nothing' },
    h('h2', null, 'Nothing is asked of anybody now'),
    h('p', { class: 'soft' }, resolved ? 'This incident is resolved.' : 'When a decision is needed, it appears here and says until when.'),
  );

export const panel = (incident) => {
  const asked = [
    ...incident.waiting.map((approval) => ({ yours: mine(approval), at: approval.askedAt, card: () => approvalCard(approval) })),
    ...openChoices(incident).map((choice) => ({ yours: mayAnswer(choice), at: choice.askedAt, card: () => choiceCard(choice) })),
  ].sort((a, b) => Number(b.yours) - Number(a.yours) || Date.parse(a.at) - Date.parse(b.at));
  return h(
    'div',
    { class: `panel ${asked.length > 0 ? 'asking' : 'idle'}`, key: 'panel' },
    status(incident),
    h(
      'section',
      { class: 'asks', key: 'asks', 'aria-label': 'Decisions' },
      asked.length > 0 ? asked.map(({ card }) => card()) : nothingAsked(incident),
    ),
    details(incident),
  );
};
