// A modal, on top of everything: whoever acts must answer or close it.
import { blocks } from './channel-blocks.js';
import { canAct, closeForm, slack, submit } from './channel-data.js';
import { textOf } from './channel-text.js';
import { h } from './dom.js';

const fieldId = (modal, block) => `form-${modal.id}-${block.block_id}`;
const dialogId = (modal) => `form-${modal.id}`;

const choices = (modal, { block_id, element }) =>
  element.options.map((option, index) => {
    const id = `${fieldId(modal, { block_id })}-${index}`;
    const several = element.type === 'checkboxes';
    const initial = several ? (element.initial_options ?? []) : [element.initial_option].filter(Boolean);
    return h(
      'p',
      { class: 'choice', key: option.value },
      h('input', {
        type: several ? 'checkbox' : 'radio',
        id,
        name: fieldId(modal, { block_id }),
        value: option.value,
        checked: initial.some(({ value }) => value === option.value),
      }),
      h('label', { for: id }, textOf(option.text)),
    );
  });

const control = (modal, block, about) => {
  const { element } = block;
  const common = { id: fieldId(modal, block), key: 'field', ...about };
  if (element.type === 'plain_text_input') {
    const text = { ...common, placeholder: element.placeholder?.text, maxlength: element.max_length ?? 3000, autocomplete: 'off' };
    return element.multiline === true
      ? h('textarea', { ...text, rows: 4 }, element.initial_value)
      : h('input', { ...text, type: 'text', value: element.initial_value });
  }
  if (element.type === 'static_select') {
    return h(
      'select',
      common,
      h('option', { key: 'none', value: '' }, element.placeholder?.text ?? 'Choose…'),
      element.options.map((option) =>
        h(
          'option',
          { key: option.value, value: option.value, selected: element.initial_option?.value === option.value },
          textOf(option.text),
        ),
      ),
    );
  }
  return h('div', { ...common, role: 'group' }, choices(modal, block));
};

const input = (modal, block) => {
  const id = fieldId(modal, block);
  const error = modal.errors[block.block_id];
  const about = {
    'aria-invalid': error === undefined ? false : 'true',
    'aria-describedby': `${id}-hint`,
    'aria-labelledby': `${id}-label`,
  };
  return h(
    'div',
    { class: 'field', key: block.block_id },
    h('label', { for: id, id: `${id}-label` }, textOf(block.label), block.optional === true && h('span', { class: 'soft' }, ' (optional)')),
    control(modal, block, about),
    h(
      'p',
      { class: error === undefined ? 'small soft' : 'small wrong', id: `${id}-hint`, role: error === undefined ? false : 'alert' },
      error ?? (block.hint === undefined ? '' : textOf(block.hint)),
    ),
  );
};

const said = (modal, block) => {
  const id = fieldId(modal, block);
  if (block.element.type === 'radio_buttons' || block.element.type === 'checkboxes') {
    const chosen = [...document.getElementsByName(id)].filter((one) => one.checked).map((one) => one.value);
    return block.element.type === 'checkboxes' ? chosen : (chosen[0] ?? '');
  }
  return document.getElementById(id).value;
};
const values = (modal) =>
  Object.fromEntries(
    modal.view.blocks.flatMap((block) =>
      block.type === 'input' ? [[block.block_id, { [block.element.action_id]: said(modal, block) }]] : [],
    ),
  );

export const channelForm = () => {
  const modal = slack.look?.modal;
  if (!modal) {
    // Closed before it is taken away: then the focus goes back to where it was.
    document.querySelector('dialog.form')?.close();
    return false;
  }
  const { title, blocks: parts, submit: label, close } = modal.view;
  const subject = `view ${modal.id}`;
  const send = (event) => {
    event.preventDefault();
    if (label !== undefined) void submit(modal.id, values(modal));
  };
  const leave = (event) => {
    event.preventDefault();
    void closeForm(modal.id);
  };
  return h(
    'dialog',
    {
      class: 'form',
      id: dialogId(modal),
      key: modal.id,
      // The browser sets it when the dialog is shown; drawing again must not take it away.
      open: document.getElementById(dialogId(modal))?.open ?? false,
      'aria-labelledby': `${dialogId(modal)}-title`,
      on: { cancel: leave },
    },
    h(
      'form',
      { method: 'dialog', novalidate: true, on: { submit: send } },
      h('h2', { id: `${dialogId(modal)}-title` }, textOf(title)),
      h(
        'div',
        { class: 'form-body' },
        parts.map((block) => (block.type === 'input' ? input(modal, block) : blocks({}, [block]))),
      ),
      slack.trouble !== '' && h('p', { class: 'wrong', role: 'alert', key: 'trouble' }, slack.trouble),
      h(
        'div',
        { class: 'buttons' },
        label !== undefined &&
          h(
            'button',
            { type: 'submit', class: 'primary', disabled: !canAct(subject), 'aria-busy': String(slack.pending.has(subject)) },
            slack.pending.has(subject) ? 'Sending…' : textOf(label),
          ),
        h('button', { type: 'button', key: 'close', on: { click: leave } }, close === undefined ? 'Cancel' : textOf(close)),
      ),
    ),
  );
};

/** A dialog becomes modal only by a call; after that the browser keeps the focus inside. */
export const showForm = () => {
  const dialog = document.querySelector('dialog.form');
  if (dialog !== null && !dialog.open) dialog.showModal();
};
