// Slack's mrkdwn, as much as cards use, into described elements: text becomes text nodes, a link becomes its words and its address.
import { h } from './dom.js';
import { slack } from './channel-data.js';

const EMOJI = {
  white_check_mark: '✓',
  heavy_check_mark: '✓',
  x: '✕',
  no_entry: '⊘',
  warning: '⚠',
  rotating_light: '⚠',
  hourglass: '⧗',
  hourglass_flowing_sand: '⧗',
  lock: 'locked',
  unlock: 'unlocked',
  eyes: 'looking',
};
const ENTITIES = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };
const decoded = (text) => text.replace(/&(?:lt|gt|amp);/g, (found) => ENTITIES[found]);

/** Marks inside marks, as deep as anybody writes; deeper ones stay as typed. */
const DEPTH = 3;
// Every part stops at the character that ends it, or at a line's end: hostile text costs no more than its length.
const MARKS =
  /`(?<code>[^`\n]+)`|<(?<target>[^<>|\n]+)(?:\|(?<label>[^<>\n]*))?>|(?<![\w*])\*(?<bold>[^*\n]+)\*(?![\w*])|(?<![\w_])_(?<italic>[^_\n]+)_(?![\w_])|(?<![\w~])~(?<strike>[^~\n]+)~(?![\w~])|:(?<emoji>[a-z0-9_+-]{1,40}):/g;

const personNamed = (id) => slack.look?.users.find((user) => user.id === id)?.name ?? id;
const mention = (words) => h('span', { class: 'mention' }, words);
const linked = (target, label) => {
  if (target.startsWith('@')) return mention(`@${personNamed(target.slice(1))}`);
  if (target.startsWith('#')) return mention(`#${label ?? target.slice(1)}`);
  if (target.startsWith('!date^')) return decoded(label ?? target);
  if (target.startsWith('!')) return mention(`@${label ?? target.slice(1).split('^')[0]}`);
  const address = decoded(target.replace(/^mailto:/, ''));
  return h('span', { class: 'address' }, label === undefined || label === target ? address : `${decoded(label)} (${address})`);
};

const marked = ({ code, target, label, bold, italic, strike, emoji }, whole, depth) => {
  if (code !== undefined) return h('code', null, decoded(code));
  if (target !== undefined) return linked(target, label);
  if (emoji !== undefined) return EMOJI[emoji] ?? whole;
  if (depth === 0) return decoded(whole);
  if (bold !== undefined) return h('b', null, inline(bold, depth - 1));
  if (italic !== undefined) return h('i', null, inline(italic, depth - 1));
  return h('s', null, inline(strike, depth - 1));
};

/** One line, or several, without quotes and fenced code. */
const inline = (text, depth = DEPTH) => {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(MARKS)) {
    parts.push(decoded(text.slice(at, match.index)), marked(match.groups, match[0], depth));
    at = match.index + match[0].length;
  }
  return [...parts, decoded(text.slice(at))];
};

const quoted = /^(?:>|&gt;) ?/;
const lines = (text, key) =>
  text
    .split('\n')
    .map((line, index) =>
      quoted.test(line)
        ? h('span', { class: 'quote', key: `${key}-${index}` }, inline(line.replace(quoted, '')))
        : [index > 0 && '\n', inline(line)],
    );

/** Children for an element with `white-space: pre-wrap`. */
export const mrkdwn = (text) =>
  text
    .split('```')
    .map((part, index, all) =>
      // An unclosed fence is no fence.
      index % 2 === 1 && index < all.length - 1
        ? h('pre', { key: `pre-${index}` }, decoded(part.replace(/^\n/, '')))
        : lines(index % 2 === 1 ? `\`\`\`${part}` : part, index),
    )
    .flat(4);

/** A text object of Block Kit. */
export const textOf = ({ type, text }) =>
  type === 'mrkdwn' ? mrkdwn(text) : text.replace(/:([a-z0-9_+-]{1,40}):/g, (all, name) => EMOJI[name] ?? all);
