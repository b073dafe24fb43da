import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { canonical, isObject, type Json, type JsonObject } from '../../core/json.ts';
import { detector } from '../../core/finding/detect.ts';
import { MAX_TEXT } from '../../core/finding/field.ts';
import { compilePattern } from '../../core/finding/pattern.ts';
import { readEvents } from '../../core/finding/read-events.ts';
import { assuranceOf, SIGNALS, signalRule } from '../../core/finding/signals.ts';
import { secondsOf } from '../../core/time.ts';
import { sources } from '../../sources/index.ts';

const root = new URL('../../', import.meta.url);
const detect = detector(sources);
const bySource = sources.map((source) => [source.id, source] as const);
/** Files in sources/ that are no source but what one of them reads. */
const PARTS = ['guardduty-signal.ts', 'watched-calls.ts', 'index.ts'];
/** `cordon send` sends some of the sources' own samples; each is mutated once. */
const own = new Set(sources.map(({ sample }) => canonical(sample)));
const samples = readdirSync(new URL('samples/', root))
  .map((name): readonly [string, JsonObject] => [name, JSON.parse(readFileSync(new URL(`samples/${name}`, root), 'utf8'))])
  .filter(([, sample]) => !own.has(canonical(sample)));

test('the list is every file, in order', () => {
  const files = readdirSync(new URL('sources/', root)).filter((name) => !PARTS.includes(name));
  expect(sources.map(({ id }) => `${id}.ts`)).toEqual(files.toSorted());
});

describe.each(bySource)('%s', (id, source) => {
  test('says what it is', () => {
    expect(source.doc.sentence).toMatch(/^[A-Z].{20,160}\.$/);
    expect(source.doc.url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+$/);
    expect(secondsOf(source.correlationWindow)).toBeGreaterThan(0);
    expect(['aws', 'account', 'app']).toContain(assuranceOf(id));
  });

  test('its pattern is one that EventBridge takes', () => {
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
    expect(JSON.stringify(source.pattern).length).toBeLessThanOrEqual(2048);
    expect(compilePattern(source.pattern).ok).toBe(true);
  });

  test('pattern and parser agree on its sample, and no other source takes it', () => {
    const [read] = readEvents(JSON.stringify(source.sample));
    if (read?.kind !== 'event') throw new Error(`the sample cannot be read: ${JSON.stringify(read)}`);
    const takers = sources.filter(({ pattern }) => {
      const compiled = compilePattern(pattern);
      return compiled.ok && compiled.value({ ...read.envelope });
    });
    expect(takers.map((taker) => taker.id)).toEqual([id]);
    const found = detect(read.envelope, read.rawDigest);
    if (found.kind !== 'detections') throw new Error(`the sample is not parsed: ${JSON.stringify(found)}`);
    for (const detection of found.detections) {
      expect(detection.source.id).toBe(id);
      expect(SIGNALS).toContain(detection.signal);
      expect(signalRule(detection.signal)).toBeDefined();
      expect(detection.correlationKey.length).toBeGreaterThan(8);
    }
  });

  test('the same problem has the same key, whatever the delivery', () => {
    const keysOf = (event: JsonObject) =>
      readEvents(JSON.stringify(event)).flatMap((read) => {
        const found = read.kind === 'event' ? detect(read.envelope, read.rawDigest) : undefined;
        return found?.kind === 'detections' ? found.detections.map(({ correlationKey }) => correlationKey) : [];
      });
    const again = { ...source.sample, id: 'another-delivery', time: '2026-11-21T00:00:00Z', version: '0' };
    expect(keysOf(again)).toEqual(keysOf(source.sample));
    expect(keysOf(again)).toHaveLength(1);
  });
});

/** Replaces, removes or grafts at one place of an event, chosen by the numbers given. */
const places = (value: Json, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] => [
  path,
  ...(Array.isArray(value) ? value.flatMap((entry, index) => places(entry, [...path, index])) : []),
  ...(isObject(value) ? Object.entries(value).flatMap(([key, entry]) => (entry === undefined ? [] : places(entry, [...path, key]))) : []),
];
const replaced = (value: Json, path: readonly (string | number)[], by: Json | undefined): Json | undefined => {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.flatMap((entry, index) => (index === step ? (replaced(entry, rest, by) ?? []) : [entry]));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, key === step && entry !== undefined ? replaced(entry, rest, by) : entry]),
  );
};
const strange = fc.oneof(
  fc.constant(undefined),
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }).map((value): Json => JSON.parse(JSON.stringify(value))),
  fc.constantFrom<Json>('HIDDEN_DUE_TO_SECURITY_REASONS', '', '\u0000\u202e', '\ud800', 1e308, -1, [], {}, null, true, 'x'.repeat(5000)),
  fc.constantFrom<Json>(
    'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/x',
    { constructor: 1, toString: 2 },
    [[[]]],
    'constructor',
    'toString',
  ),
);

test.each([...bySource.map(([id, { sample }]) => [`source ${id}`, sample] as const), ...samples])(
  '10,000 mutations of %s: nothing throws, and what passes is bounded',
  (_name, sample: JsonObject) => {
    const all = places(sample);
    let detections = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), strange), { minLength: 1, maxLength: 3 }), (mutations) => {
        let event: Json = sample;
        for (const [place, by] of mutations) event = replaced(event, all[place % all.length] ?? [], by) ?? null;
        for (const read of readEvents(JSON.stringify(event))) {
          const found = read.kind === 'event' ? detect(read.envelope, read.rawDigest) : undefined;
          for (const detection of found?.kind === 'detections' ? found.detections : []) {
            detections += 1;
            canonical(detection);
            const texts = [
              detection.title,
              ...detection.principals,
              ...Object.values(detection.attributes).filter((value) => typeof value === 'string'),
            ];
            if (texts.some((text) => text.length > MAX_TEXT || /[\p{Cc}\p{Cf}]/u.test(text)))
              throw new Error(`unbounded text: ${JSON.stringify(texts)}`);
            if (!/^\d{12}$/.test(detection.source.account)) throw new Error(`account ${detection.source.account}`);
            if (detection.correlationKey.length > 2000) throw new Error('a key longer than DynamoDB takes');
            if (signalRule(detection.signal) === undefined) throw new Error(`no rule for ${detection.signal}`);
            if (/[\p{Cc}\p{Cf}]/u.test(detection.correlationKey)) throw new Error('control characters in a key');
          }
        }
      }),
      { numRuns: 10_000 },
    );
    // A strict parser refuses most of them; enough must pass for the bounds above to be tried.
    expect(detections).toBeGreaterThan(300);
  },
  120_000,
);
