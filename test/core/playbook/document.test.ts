import fc from 'fast-check';
import { documentDigest, lowerMode } from '../../../core/playbook/document.ts';
import { readReleased } from '../../../core/playbook/read-playbook.ts';
import { ASSET, FINDING as FIELDS, INCIDENT } from '../../../core/playbook/scope.ts';
import { isObject } from '../../../core/json.ts';
import { FINDING } from './finding.ts';
import { SOUND } from './lint-cases.ts';
import { documentOf } from './sample.ts';

const document = documentOf(SOUND);

/** The same JSON with keys in another order. */
const shuffled = (value: unknown, seed: number): unknown => {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, field], index) => ({
    key,
    field: shuffled(field, seed),
    rank: ((index + 1) * seed) % 17,
  }));
  return Object.fromEntries(entries.toSorted((a, b) => a.rank - b.rank).map(({ key, field }) => [key, field]));
};

test('the digest does not depend on the order of keys, comments or spacing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
      const other = readReleased(shuffled(JSON.parse(JSON.stringify(document)), seed));
      expect(other && documentDigest(other)).toBe(documentDigest(document));
    }),
  );
  expect(documentDigest(documentOf(`# a comment\n${SOUND.replace('mode: propose', "mode:   'propose'")}`))).toBe(documentDigest(document));
});

test('the digest depends on every value', () => {
  const digests = ['mode: observe', 'onEvidenceFailure: hold'].map((line) =>
    documentDigest(documentOf(SOUND.replace(line.split(':')[0] === 'mode' ? 'mode: propose' : 'onEvidenceFailure: contain', line))),
  );
  expect(new Set([documentDigest(document), ...digests]).size).toBe(3);
});

test('parsing adds, drops and changes nothing', () => {
  expect(readReleased(JSON.parse(JSON.stringify(document)))).toEqual(JSON.parse(JSON.stringify(document)));
  expect(
    readReleased(JSON.parse(JSON.stringify(document).replace('"because":"poisoned"', '"because":"poisoned","__proto__":{"x":1}'))),
  ).toBeUndefined();
  for (const value of [null, [], 'x', 1, {}]) expect(readReleased(value)).toBeUndefined();
});

test('a mode is lowered, never raised', () => {
  expect(lowerMode('enforce', 'propose')).toBe('propose');
  expect(lowerMode('observe', 'enforce')).toBe('observe');
});

test('expressions know every field that a finding has, and no other', () => {
  expect(Object.keys(FIELDS).toSorted()).toEqual(Object.keys(FINDING).toSorted());
  expect(Object.keys(FIELDS.target).toSorted()).toEqual(Object.keys(FINDING.target ?? {}).toSorted());
  expect(Object.keys(FIELDS.source).toSorted()).toEqual(Object.keys(FINDING.source).toSorted());
  expect(Object.keys(ASSET)).toContain('failMode');
  expect(Object.keys(INCIDENT)).toContain('openedAt');
});
