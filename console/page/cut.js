import { h } from './dom.js';
import { isOpen, toggle } from './store.js';

/** A sentence longer than this is cut and can be opened: AWS says much when it refuses. */
const LONG = 180;
const KEPT = 150;

/** `name`: under which the page remembers that it was opened. */
export const cut = (name, text) => {
  if (text.length <= LONG || isOpen(name)) return text;
  const more = h(
    'button',
    { type: 'button', class: 'link inline', 'aria-label': 'Show the whole sentence', on: { click: () => toggle(name) } },
    'more',
  );
  return [`${text.slice(0, KEPT)}… `, more];
};
