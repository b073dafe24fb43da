// A page of plain descriptions and one function that makes the document equal to them. Text only ever becomes a text node.

const SVG = 'http://www.w3.org/2000/svg';
const SVG_TAGS = new Set(['svg', 'path', 'circle', 'line', 'g', 'rect']);

// Control and direction characters in somebody else's text could reorder a sentence ("approve" shown, "deny" meant): they are written out.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
export const plain = (value) => String(value).replace(HIDDEN, (found) => `\\u{${found.codePointAt(0).toString(16)}}`);

/** `h('p', { class: 'x', on: { click } }, 'text', child)`; false, null and undefined children are left out. `key` keeps an element's identity. */
export const h = (tag, props, ...children) => ({
  tag,
  props: props ?? {},
  children: children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ''),
});

const handlers = new WeakMap();
const keys = new WeakMap();
const listen = (element, on = {}) => {
  const known = handlers.get(element) ?? {};
  handlers.set(element, known);
  for (const type of new Set([...Object.keys(known), ...Object.keys(on)])) {
    if (!(type in known)) element.addEventListener(type, (event) => handlers.get(element)[type]?.(event));
    known[type] = on[type];
  }
};

const setAttributes = (element, { on, key, ...attributes }) => {
  listen(element, on);
  keys.set(element, key);
  for (const [name, wanted] of Object.entries(attributes)) {
    const text = wanted === true ? '' : wanted;
    if (text === false || text === null || text === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== plain(text)) element.setAttribute(name, plain(text));
  }
  for (const { name } of [...element.attributes]) if (!(name in attributes)) element.removeAttribute(name);
};

const create = (wanted) => {
  if (typeof wanted !== 'object') return document.createTextNode(plain(wanted));
  const element = SVG_TAGS.has(wanted.tag) ? document.createElementNS(SVG, wanted.tag) : document.createElement(wanted.tag);
  setAttributes(element, wanted.props);
  patch(element, wanted.children);
  return element;
};

const update = (node, wanted) => {
  if (typeof wanted !== 'object') {
    const text = plain(wanted);
    if (node.data !== text) node.data = text;
    return;
  }
  setAttributes(node, wanted.props);
  patch(node, wanted.children);
};

const fits = (node, wanted) =>
  typeof wanted === 'object'
    ? node.nodeType === Node.ELEMENT_NODE && node.localName === wanted.tag && keys.get(node) === wanted.props.key
    : node.nodeType === Node.TEXT_NODE;

/** Makes the children of `parent` equal to `wanted`, keeping what already fits: focus, typed text and scroll positions survive. */
export const patch = (parent, wanted) => {
  const old = [...parent.childNodes];
  const matched = wanted.map((child) => {
    const found = old.findIndex((node) => fits(node, child));
    return found === -1 ? undefined : old.splice(found, 1)[0];
  });
  // Leftovers go first: a node that stays is then moved only when its order changed, and moving would lose the focus in it.
  for (const node of old) node.remove();
  let place = parent.firstChild;
  for (const [index, child] of wanted.entries()) {
    const node = matched[index] ?? create(child);
    if (matched[index] !== undefined) update(node, child);
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
};
