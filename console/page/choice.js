// One question about the way to go: who may answer, what each answer means, by when, and what silence does.
import { actAs, choose } from './act.js';
import { left, secondsUntil, utc } from './clock.js';
import { h } from './dom.js';
import { asked, called, has, isOpen, listed, mayAnswer, state, toggle, usable } from './store.js';

const nameOf = (number, answer) => `choose-${number}-${answer}`;

const answerForm = ({ number }, { answer }, subject) => {
  const field = `why-${number}`;
  const submit = (event) => {
    event.preventDefault();
    void choose(number, answer, document.getElementById(field).value.trim());
  };
  const sending = state.pending.get(subject) === answer;
  return h(
    'form',
    { class: 'deny-form', id: `answer-${number}-${answer}`, key: 'form', on: { submit } },
    h('p', { class: 'small' }, 'The first answer counts. It permits nothing: each step that follows asks for its own approval.'),
    h('label', { for: field }, 'Why? It is kept in the record; it may stay empty.'),
    h('textarea', { id: field, rows: 2, maxlength: 1000 }),
    h(
      'div',
      { class: 'buttons' },
      h(
        'button',
        { type: 'submit', class: 'primary', disabled: !usable(subject), 'aria-busy': String(sending) },
        sending ? 'Sending your answer…' : `Answer C-${number}: ${answer}`,
      ),
      h('button', { type: 'button', class: 'quiet', on: { click: () => toggle(nameOf(number, answer), false) } }, 'Back'),
    ),
  );
};

/** One answer is looked at at a time. */
const look = ({ number, options }, answer) => {
  const wasOpen = isOpen(nameOf(number, answer));
  for (const option of options) state.open.delete(nameOf(number, option.answer));
  toggle(nameOf(number, answer), !wasOpen);
};

const option = (choice, yours) => (one) => {
  const { number, otherwise } = choice;
  const { answer, means } = one;
  const subject = `C-${number}`;
  const [name, form] = [nameOf(number, answer), `answer-${number}-${answer}`];
  const open = yours && isOpen(name);
  const says = `means-${number}-${answer}`;
  return h(
    'li',
    { key: answer, class: open ? 'option open' : 'option' },
    yours
      ? h(
          'button',
          {
            type: 'button',
            disabled: !usable(subject),
            'aria-expanded': String(open),
            'aria-controls': open ? form : false,
            'aria-describedby': says,
            on: { click: () => look(choice, answer) },
          },
          answer,
        )
      : h('b', null, answer),
    h('span', { class: 'means', id: says }, means, answer === otherwise && h('span', { class: 'soft' }, ' (if nobody answers)')),
    open && answerForm(choice, one, subject),
  );
};

/** `you, Ann (asleep until 06:00Z); one is enough`. */
const whoMay = ({ who }) =>
  who.length === 0
    ? 'nobody'
    : `${asked(who)
        .map(({ name, note }) => name + note)
        .join(', ')}${who.length > 1 ? '; one is enough' : ''}`;

const notMine = ({ who }) =>
  h(
    'div',
    { class: 'not-mine', key: 'not-mine' },
    h('p', null, who.length === 0 ? 'NOBODY in assets.yaml may answer this.' : `Not yours to answer: this asks ${listed(who)}.`),
    state.session.mayActAs &&
      h(
        'div',
        { class: 'buttons' },
        who.map((id) =>
          h(
            'button',
            { type: 'button', key: id, class: 'quiet', disabled: state.link !== 'live', on: { click: () => void actAs(id) } },
            `Act as ${called(id)}`,
          ),
        ),
      ),
  );

export const choiceCard = (choice) => {
  const yours = has('choose') && mayAnswer(choice);
  const { number, title, prompt, options, otherwise, who, role, askedAt, until } = choice;
  const share = Math.max(0, Math.min(1, secondsUntil(until) / Math.max(1, (Date.parse(until) - Date.parse(askedAt)) / 1000)));
  const hurry = secondsUntil(until) < 60;
  return h(
    'article',
    { class: `ask ${yours ? 'yours' : ''}`, key: `C-${number}`, 'aria-labelledby': `choice-${number}` },
    h(
      'div',
      { class: 'ask-head' },
      h('h2', null, yours ? 'Waiting for you' : `Waiting for ${listed(who)}`, h('span', { class: 'id' }, ` C-${number}`)),
      h(
        'p',
        { class: `left ${hurry ? 'hurry' : ''}`, role: 'timer' },
        secondsUntil(until) > 0 ? [h('b', null, left(until)), ' left'] : h('b', null, 'time is up'),
      ),
    ),
    h('progress', { class: `sand ${hurry ? 'hurry' : ''}`, max: 1000, value: Math.round(share * 1000), 'aria-hidden': 'true' }),
    h('h3', { id: `choice-${number}` }, title),
    h('p', { class: 'question' }, prompt),
    h('p', { class: 'silence' }, h('b', null, otherwise), ` at ${utc(until)} if nobody answers`),
    h('ul', { class: 'options', 'aria-label': 'Answers' }, options.map(option(choice, yours))),
    !yours && notMine(choice),
    h('p', { class: 'small soft' }, `asked ${utc(askedAt)} of ${role}: ${whoMay(choice)} · whatever is chosen, nothing is permitted by it`),
  );
};
