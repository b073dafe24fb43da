// One question to a person: what, who notices, undo, by when, and what happens if nobody answers.
import { actAs, approve, deny } from './act.js';
import { left, secondsUntil, between, utc } from './clock.js';
import { h } from './dom.js';
import { ladder } from './ladder.js';
import { mark } from './shapes.js';
import { called, isOpen, listed, mine, silent, state, toggle, usable } from './store.js';

const RISKS = {
  A0: 'only looks or preserves',
  A1: 'narrow and reversible',
  'A2-contain': 'stops harm, reversible',
  'A2-change': 'changes what runs, reversible',
  A3: 'cannot be taken back',
  L: 'loosens containment',
};
/** What a yes does, short enough for a button: the title without its target (`fraud-scorer: …`), or up to its colon. */
const LABEL_CHARACTERS = 52;
const short = ({ title, target }) => {
  const own = `${target.name}: `;
  const [head] = title.startsWith(own) ? [title.slice(own.length)] : title.split(':');
  const words = head.length > LABEL_CHARACTERS ? `${head.slice(0, LABEL_CHARACTERS - 1)}…` : head;
  return words.charAt(0).toLowerCase() + words.slice(1);
};

const seat = ({ role, people, filledBy }, index) =>
  h(
    'li',
    { key: index },
    filledBy === null ? mark('waiting') : mark('done'),
    h('b', null, role),
    filledBy === null ? ` ${listed(people)}` : ` yes from ${called(filledBy)}`,
  );

const reasonForm = (approval, subject) => {
  const field = `reason-${approval.number}`;
  const submit = (event) => {
    event.preventDefault();
    const reason = document.getElementById(field).value.trim();
    if (reason === '') document.getElementById(field).focus();
    else void deny(approval.number, reason);
  };
  return h(
    'form',
    { class: 'deny-form', key: 'deny-form', on: { submit } },
    h('label', { for: field }, 'Why not? It is kept in the record.'),
    h('textarea', { id: field, rows: 2, maxlength: 2000, required: true }),
    h(
      'div',
      { class: 'buttons' },
      h(
        'button',
        { type: 'submit', class: 'danger', disabled: !usable(subject) },
        state.pending.get(subject) === 'deny' ? 'Sending your no…' : `Deny A-${approval.number}`,
      ),
      h('button', { type: 'button', class: 'quiet', on: { click: () => toggle(`deny-${approval.number}`, false) } }, 'Keep it waiting'),
    ),
  );
};

/** This page counts as IAM, Slack does not: whoever reads both must not wonder why the button is only here. */
const byIam = {
  one: 'At least one yes is given here or on the command line; Slack alone does not suffice.',
  next: 'The next yes is given here or on the command line; Slack alone does not suffice.',
};

const exactCalls = ({ number, calls, before, plan, rule, target, risk }) =>
  h(
    'div',
    { class: 'exact', id: `calls-${number}`, key: 'calls' },
    h(
      'p',
      { class: 'small' },
      `${calls.length} AWS ${calls.length === 1 ? 'call' : 'calls'}, in this order; anything else than this plan is refused:`,
    ),
    h(
      'ol',
      null,
      calls.map(({ operation, input }, index) =>
        h('li', { key: index }, h('code', null, operation), h('pre', null, JSON.stringify(input, null, 2))),
      ),
    ),
    h(
      'dl',
      { class: 'facts' },
      h('dt', null, 'Target'),
      h('dd', null, h('code', null, target.arn)),
      before.length > 0 && [h('dt', null, 'Before'), h('dd', null, before.join('; '))],
      h('dt', null, 'Plan'),
      h('dd', null, h('code', null, plan)),
      h('dt', null, 'Asked because'),
      h('dd', null, `${rule}; risk ${risk}: ${RISKS[risk] ?? ''}`),
    ),
  );

const typedField = ({ number, target }) =>
  h(
    'div',
    { class: 'typed', key: 'typed' },
    h('label', { for: `typed-${number}` }, 'Type ', h('code', null, target.name), ' to approve'),
    h('input', { id: `typed-${number}`, type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' }),
  );

const notMine = (approval) => {
  const yes = approval.seats.some(({ filledBy }) => filledBy === state.overview.you);
  const others = [...new Set(approval.seats.filter(({ filledBy }) => filledBy === null).flatMap(({ people }) => people))];
  return h(
    'div',
    { class: 'not-mine', key: 'not-mine' },
    h('p', null, yes ? `You said yes. Still needed: ${listed(others)}.` : `Not yours to decide: this asks ${listed(others)}.`),
    state.session.mayActAs &&
      h(
        'div',
        { class: 'buttons' },
        others.map((id) =>
          h(
            'button',
            { type: 'button', key: id, class: 'quiet', disabled: state.link !== 'live', on: { click: () => void actAs(id) } },
            `Act as ${called(id)}`,
          ),
        ),
      ),
  );
};

const buttons = (approval) => {
  const subject = `A-${approval.number}`;
  const denying = isOpen(`deny-${approval.number}`);
  const press = () => {
    const field = document.getElementById(`typed-${approval.number}`);
    if (field !== null && field.value.trim() !== approval.target.name) field.focus();
    else void approve(approval.number, field?.value.trim());
  };
  const sending = state.pending.get(subject) === 'approve';
  return [
    approval.typedTarget && typedField(approval),
    !denying &&
      h(
        'div',
        { class: 'buttons main', key: 'buttons' },
        h(
          'button',
          { type: 'button', class: 'primary', disabled: !usable(subject), 'aria-busy': String(sending), on: { click: press } },
          sending ? 'Sending your yes…' : `Approve: ${short(approval)}`,
        ),
        h('button', { type: 'button', disabled: !usable(subject), on: { click: () => toggle(`deny-${approval.number}`, true) } }, 'Deny…'),
      ),
    denying && reasonForm(approval, subject),
  ];
};

/** Lines of impact that are read before deciding; the first is the summary. Longer lists can be opened. */
const IMPACT_LINES = 5;
const impactList = ({ number, impact }) => {
  const name = `impact-${number}`;
  const rest = isOpen(name) ? 0 : impact.length - IMPACT_LINES;
  return h(
    'ul',
    { class: 'impact', key: 'impact', 'aria-label': 'Who notices' },
    impact.slice(0, rest > 0 ? IMPACT_LINES : undefined).map((sentence, index) => h('li', { key: index }, sentence)),
    rest > 0 &&
      h('li', { key: 'rest' }, h('button', { type: 'button', class: 'link', on: { click: () => toggle(name) } }, `and ${rest} more`)),
  );
};

export const approvalCard = (approval) => {
  const yours = mine(approval);
  const { number, undo, seats, askedAt, until, title } = approval;
  const share = Math.max(0, Math.min(1, secondsUntil(until) / Math.max(1, (Date.parse(until) - Date.parse(askedAt)) / 1000)));
  const hurry = secondsUntil(until) < 60;
  const calls = `calls-${number}`;
  return h(
    'article',
    { class: `ask ${yours ? 'yours' : ''}`, key: `A-${number}`, 'aria-labelledby': `ask-${number}` },
    h(
      'div',
      { class: 'ask-head' },
      h('h2', null, yours ? 'Waiting for you' : `Waiting for ${listed(silent(approval))}`, h('span', { class: 'id' }, ` A-${number}`)),
      h(
        'p',
        { class: `left ${hurry ? 'hurry' : ''}`, role: 'timer' },
        secondsUntil(until) > 0 ? [h('b', null, left(until)), ' left'] : h('b', null, 'time is up'),
      ),
    ),
    h('progress', { class: `sand ${hurry ? 'hurry' : ''}`, max: 1000, value: Math.round(share * 1000), 'aria-hidden': 'true' }),
    h('h3', { id: `ask-${number}` }, title),
    impactList(approval),
    h('p', { class: 'undo' }, h('b', null, 'Undo '), undo),
    seats.length > 1 && h('ul', { class: 'seats' }, seats.map(seat)),
    approval.byIam in byIam && h('p', { class: 'small', key: 'by-iam' }, byIam[approval.byIam]),
    ladder(approval),
    yours ? buttons(approval) : notMine(approval),
    h(
      'button',
      { type: 'button', class: 'link', 'aria-expanded': String(isOpen(calls)), 'aria-controls': calls, on: { click: () => toggle(calls) } },
      isOpen(calls) ? 'Hide the exact calls' : 'Show the exact calls',
    ),
    isOpen(calls) && exactCalls(approval),
    h('p', { class: 'small soft' }, `asked ${utc(askedAt)}, open for ${between(askedAt, approval.endsAt)} in all · plan ${approval.plan}`),
  );
};
