// The second look: facts of the incident and the steps of its playbook.
import { utc } from './clock.js';
import { h } from './dom.js';
import { mark } from './shapes.js';
import { called } from './store.js';
import { work } from './work.js';

const evidenceLine = ({ evidence }) => {
  if (evidence.length === 0) return 'none yet';
  const one = ({ number, set, items, missing }) =>
    `E-${number} ${set} set, ${items} items${missing.length > 0 ? `, ${missing.length} not collected` : ''}`;
  return evidence.map(one).join(' · ');
};

const STEP_MARKS = {
  done: 'done',
  completed: 'done',
  proven: 'done',
  failed: 'failed',
  refuted: 'failed',
  waiting: 'waiting',
  running: 'running',
  started: 'running',
  unknown: 'unknown',
  // Ended without a verdict: neither a tick nor a cross is true.
  ended: 'dot',
};

const SAID = { started: 'running' };

const step = ({ path, title, status, detail }) => {
  const name = STEP_MARKS[status] ?? 'planned';
  const stands = `${SAID[status] ?? status}${detail === '' ? '' : `: ${detail}`}`;
  return h(
    'li',
    { key: path, class: `step step-${name}` },
    mark(name),
    h('span', { class: 'clamp' }, h('b', null, title), ' ', h('span', { class: 'soft', title: stands }, stands)),
  );
};

const steps = (incident) =>
  incident.steps.length > 0 && [
    h('h3', { class: 'label' }, incident.resolved ? 'What Cordon did' : 'Steps'),
    h('ol', { class: 'steps' }, incident.steps.map(step)),
  ];

const choiceLine = ({ number, title, made }) =>
  h(
    'li',
    { key: number, class: `step step-${made === null ? 'planned' : 'done'}` },
    mark(made === null ? 'planned' : 'done'),
    h(
      'span',
      null,
      h('b', null, `C-${number} ${title}`),
      ' ',
      h(
        'span',
        { class: 'soft' },
        made === null
          ? 'not needed any more: its run has ended'
          : `${made.answer}, ${made.by === null ? 'because nobody answered' : `by ${called(made.by)}`}, ${utc(made.at)}${made.reason === null ? '' : `: ${made.reason}`}`,
      ),
    ),
  );
/** Open ones stand where they are answered. */
const choices = (incident) => {
  const over = incident.choices.filter(({ state }) => state !== 'waiting');
  return (
    over.length > 0 && [
      h('h3', { class: 'label', key: 'choices' }, 'Chosen'),
      h('ol', { class: 'steps', key: 'chosen' }, over.map(choiceLine)),
    ]
  );
};

const targetLine = ({ name, tier, owner }) => [
  h('code', null, name),
  tier === null ? ', not adopted' : `, tier ${tier}`,
  owner === null ? ', no owner' : `, owner ${called(owner)}`,
];

export const details = (incident) => {
  const { openedAt, sev, sevBecause, target, playbook, next } = incident;
  return h(
    'section',
    { class: 'card details', key: 'details', 'aria-label': 'Details' },
    steps(incident),
    choices(incident),
    work(incident),
    h(
      'dl',
      { class: 'facts' },
      h('dt', null, 'Since'),
      h('dd', null, utc(openedAt)),
      h('dt', null, `SEV${sev}`),
      h('dd', null, `because ${sevBecause}`),
      target !== null && [h('dt', null, 'Target'), h('dd', null, targetLine(target))],
      h('dt', null, 'Evidence'),
      h('dd', null, evidenceLine(incident)),
      h('dt', null, 'Playbook'),
      h('dd', null, playbook ?? 'none'),
      h('dt', null, 'Next'),
      h('dd', null, h('code', { class: 'command' }, next)),
    ),
  );
};
