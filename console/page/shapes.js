// One picture for six words: the dot is the asset, the ring is the cordon around it. Readable without colour and at 16 pixels.
import { h } from './dom.js';

const dot = h('circle', { cx: 16, cy: 16, r: 4.5, class: 'fill' });
const ring = (attributes = {}) => h('circle', { cx: 16, cy: 16, r: 12, class: 'line', ...attributes });
const PICTURES = {
  // Nothing around it, and it reaches out.
  'NOT CONTAINED': [
    dot,
    ...['M16 8V2', 'M16 24v6', 'M8 16H2', 'M24 16h6', 'M10.3 10.3 6 6', 'M21.7 10.3 26 6', 'M10.3 21.7 6 26', 'M21.7 21.7 26 26'].map((d) =>
      h('path', { d, class: 'line' }),
    ),
  ],
  // Three quarters of a ring, and something leaves through the gap.
  'PARTLY CONTAINED': [
    dot,
    h('path', { d: 'M16 4a12 12 0 1 0 12 12', class: 'line' }),
    h('path', { d: 'M20.500 11.500 28 4m-5.500 0H28v5.500', class: 'line thin' }),
  ],
  CONTAINED: [dot, ring()],
  // A ring that may not be there.
  UNKNOWN: [
    ring({ 'stroke-dasharray': '4.500 4.880' }),
    h('path', { d: 'M12.300 12.800a3.800 3.800 0 1 1 5.500 3.500c-1.200.700-1.800 1.400-1.800 2.700', class: 'line thin' }),
    h('circle', { cx: 16, cy: 22.5, r: 1.7, class: 'fill' }),
  ],
  // The ring is being opened, by somebody.
  RECOVERING: [
    dot,
    h('path', { d: 'M27.500 12.500A12 12 0 1 0 28 16', class: 'line' }),
    h('path', { d: 'M28.500 5.500v7h-7', class: 'line' }),
  ],
  QUIET: [h('path', { d: 'M3 16h26', class: 'line' })],
};
const MARKS = {
  done: 'M4 12.500 9.500 18 20 6',
  failed: 'M5 5l14 14M19 5 5 19',
  waiting: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 8v4.500l3 2',
  running: 'M4 12h15m-6-6 6 6-6 6',
  unknown: 'M8.500 8.800a3.600 3.600 0 1 1 5.200 3.200c-1.200.700-1.700 1.300-1.700 2.500M12 18.500v.600',
  dot: 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z',
  planned: 'M7 12h10',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 21c0-4.500 3.500-7 8-7s8 2.500 8 7',
  warning: 'M12 3 22 20H2ZM12 9.500v5M12 17v.500',
};

export const picture = (word, size = 32) =>
  h('svg', { class: 'shape', viewBox: '0 0 32 32', width: size, height: size, 'aria-hidden': 'true' }, PICTURES[word] ?? PICTURES.UNKNOWN);
export const mark = (name, size = 16) =>
  h(
    'svg',
    { class: `mark mark-${name}`, viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true' },
    h('path', { d: MARKS[name] ?? MARKS.planned, class: 'line' }),
  );
export const tone = (word) => `tone-${word.toLowerCase().replace(' ', '-')}`;
