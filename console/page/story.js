// What happened, and what it touches.
import { between, utc } from './clock.js';
import { cut } from './cut.js';
import { h } from './dom.js';
import { mark } from './shapes.js';
import { called, changed, isOpen, state, toggle } from './store.js';

/** Lines drawn before somebody asks for all of them. */
const SHORT = 40;

const filterButton = (label, human) =>
  h(
    'button',
    {
      type: 'button',
      'aria-pressed': String(state.onlyHuman === human),
      on: {
        click: () => {
          state.onlyHuman = human;
          changed();
        },
      },
    },
    label,
  );

/** Many sentences begin with the person's id: it is said once, as the name. */
const told = (sentence, who) => (sentence.startsWith(`${who} `) ? sentence.slice(who.length + 1) : sentence);

const happened =
  (openedAt) =>
  ({ seq, at, sentence, by, who }) =>
    h(
      'li',
      { key: seq, class: by },
      h('time', { datetime: at, title: at }, utc(at)),
      h('span', { class: 'tplus soft' }, `T+${between(openedAt, at)}`),
      h(
        'span',
        { class: 'sentence' },
        by === 'human' && h('b', { class: 'by' }, mark('person', 14), called(who), ' '),
        cut(`line-${seq}`, by === 'human' ? told(sentence, who) : sentence),
      ),
    );

export const story = ({ timeline, openedAt }) => {
  const lines = timeline.filter(({ by }) => !state.onlyHuman || by === 'human').toReversed();
  const some = isOpen('whole-story') ? lines : lines.slice(0, SHORT);
  return h(
    'section',
    { class: 'card', key: 'story', 'aria-labelledby': 'story-title' },
    h(
      'div',
      { class: 'card-head' },
      h('h2', { id: 'story-title' }, 'What happened'),
      h('div', { class: 'switch', role: 'group', 'aria-label': 'Show' }, filterButton('all', false), filterButton('human', true)),
    ),
    lines.length === 0 && h('p', { class: 'soft' }, 'Nobody has done or said anything yet.'),
    h('ol', { class: 'timeline' }, some.map(happened(openedAt))),
    lines.length > some.length &&
      h('button', { type: 'button', class: 'link', on: { click: () => toggle('whole-story', true) } }, `Show all ${lines.length}`),
  );
};

const ROADS = {
  contained: ['cut', 'refused'],
  'partly-contained': ['maybe', 'covered or not: see the status'],
  unknown: ['maybe', 'not known'],
};
const road = (containment) => {
  const [kind, says] = ROADS[containment] ?? ['open', 'may call'];
  return h(
    'span',
    { class: `road road-${kind}` },
    h(
      'svg',
      { viewBox: '0 0 48 16', width: 48, height: 16, 'aria-hidden': 'true' },
      kind === 'cut'
        ? [h('path', { d: 'M0 8h18', class: 'line' }), h('path', { d: 'M22 1v14', class: 'line thick' })]
        : [
            h('path', { d: 'M0 8h44', class: 'line', 'stroke-dasharray': kind === 'maybe' ? '5 4' : false }),
            h('path', { d: 'm38 2 6 6-6 6', class: 'line' }),
          ],
    ),
    h('span', { class: 'unseen' }, ` ${says} `),
  );
};

const caller =
  (containment) =>
  ({ name, fallback }) =>
    h(
      'li',
      { key: name },
      h(
        'span',
        { class: 'caller' },
        h('b', null, name),
        h(
          'span',
          { class: fallback === null ? 'small warn' : 'small soft' },
          fallback === null ? 'no fallback: its work fails' : `falls back to ${fallback}`,
        ),
      ),
      road(containment),
    );

const asset = (target) => (target === null ? undefined : state.overview.assets.find(({ arn }) => arn === target.arn));

const finding = ({ title, certainty, because, product }, index) =>
  h('li', { key: index }, h('b', null, title), ` ${certainty}: ${because} `, h('span', { class: 'soft' }, `(${product})`));

const evidenceItem = ({ number, set, items, missing }) =>
  h(
    'li',
    { key: number },
    h('b', null, `E-${number}`),
    ` ${set} set, ${items} items`,
    missing.length > 0 && h('span', { class: 'small soft block' }, `not collected: ${missing.join('; ')}`),
  );

export const touches = (incident) => {
  const { target, containment, facts, findings, evidence } = incident;
  const callers = asset(target)?.callers ?? [];
  return h(
    'section',
    { class: 'card', key: 'touches', 'aria-labelledby': 'touches-title' },
    h('div', { class: 'card-head' }, h('h2', { id: 'touches-title' }, 'What it touches')),
    target !== null &&
      h(
        'div',
        { class: 'map' },
        callers.length > 0
          ? h('ul', { class: 'callers' }, callers.map(caller(containment)))
          : h('p', { class: 'callers soft' }, 'callers unknown'),
        h(
          'p',
          { class: 'target' },
          h('b', null, target.name),
          h('span', { class: 'small' }, target.tier === null ? 'not adopted' : `tier ${target.tier}`),
        ),
      ),
    facts.length > 0 &&
      h(
        'ul',
        { class: 'plain dashes' },
        facts.map((sentence, index) => h('li', { key: index }, sentence)),
      ),
    findings.length > 0 && [h('h3', { class: 'label' }, 'Reported'), h('ul', { class: 'plain dashes' }, findings.map(finding))],
    h('h3', { class: 'label' }, 'Evidence'),
    evidence.length === 0 ? h('p', { class: 'soft' }, 'none yet') : h('ul', { class: 'plain dashes' }, evidence.map(evidenceItem)),
  );
};
