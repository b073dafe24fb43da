import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { eventTime } from '../../../core/finding/event-time.ts';
import { at, cleanText } from '../../../core/finding/field.ts';
import { MAX_EVENT_BYTES, readEvents, type EventRead } from '../../../core/finding/read-events.ts';

const root = new URL('../../../', import.meta.url);
const file = (name: string): Uint8Array => readFileSync(new URL(`test/events/${name}`, root));
const sample = (name: string): string => readFileSync(new URL(`samples/${name}.json`, root), 'utf8');
const said = (read: EventRead): string =>
  read.kind === 'event'
    ? `${read.at}: ${read.shape} ${read.envelope['detail-type']} ${read.envelope.account}`
    : `${read.at}: ${read.failure.why}`;
const all = (text: string | Uint8Array): readonly string[] => readEvents(text).map(said);

describe('reading events', () => {
  test('bytes, text, lists and lines are the same events', () => {
    const one = 'eventbridge AI Detection 111122223333';
    const text = sample('poisoned-training');
    expect(all(text)).toEqual([`event 1: ${one}`]);
    expect(all(new TextEncoder().encode(`\uFEFF${text}`))).toEqual([`event 1: ${one}`]);
    expect(all(`[${text},${text}]`)).toEqual([`event 1: ${one}`, `event 2: ${one}`]);
    const line = JSON.stringify(JSON.parse(text));
    expect(all(`${line}\r\n\r\n${line}\n`)).toEqual([`line 1: ${one}`, `line 3: ${one}`]);
    const digests = [text, line].flatMap((form) => readEvents(form).map((read) => (read.kind === 'event' ? read.rawDigest : 'refused')));
    expect(new Set(digests).size).toBe(1);
  });

  test('bad lines do not stop good ones', () => {
    expect(all(file('mixed.ndjson'))).toEqual([
      'line 1: eventbridge AI Detection 111122223333',
      expect.stringContaining('line 2: it is not JSON'),
      'line 3: eventbridge SageMaker Endpoint Deployment State Change 111122223333',
      expect.stringContaining('line 4: this is neither an EventBridge envelope nor'),
    ]);
  });

  test('the forms without an envelope', () => {
    expect(all(file('guardduty-bare.json'))).toEqual(['event 1: guardduty-finding GuardDuty Finding 111122223333']);
    expect(all(file('guardduty-api-form.json'))).toEqual(['event 1, record 1: guardduty-finding GuardDuty Finding 111122223333']);
    expect(all(file('asff-bare.json'))).toEqual(['event 1: asff-finding Security Hub Findings - Imported 111122223333']);
    expect(all(file('cloudtrail-log-file.json'))).toEqual([
      'event 1, record 1: cloudtrail-record AWS API Call via CloudTrail 111122223333',
      'event 1, record 2: cloudtrail-record AWS API Call via CloudTrail 111122223333',
    ]);
  });

  test('every refusal names its clause', () => {
    expect(all(file('wrong-types.json'))).toEqual([
      'event 1: id: must be text of at most 256 characters, found 7',
      'event 2: source: must be text such as "aws.sagemaker", found {"a":1}',
      'event 3: detail-type: must be text such as "GuardDuty Finding", found null',
      'event 4: account: an AWS account id has exactly 12 digits, found 111122223333',
      'event 5: region: must be a region such as "eu-west-1", found ["eu-west-1"]',
      'event 6: time: must be ISO 8601 or seconds since 1970, found "yesterday"',
      'event 7: time: must be ISO 8601 or seconds since 1970, found true',
      'event 8: resources: must be a list of texts, found "arn:aws:s3:::nb-train"',
      'event 9: detail: must be an object, found "text"',
      'event 10: an event is an object, found "text"',
      'event 11: an event is an object, found 7',
      'event 12: an event is an object, found null',
      'event 13: an event is an object, found []',
    ]);
    expect(all(file('thirteen-digit-account.json'))).toEqual([
      'event 1: account: an AWS account id has exactly 12 digits, found "1111122223333" (13 digits)',
    ]);
  });

  test('what is no text of events is one refusal', () => {
    expect(all(file('not-json.txt'))).toEqual([expect.stringContaining('the whole text: it is not JSON')]);
    expect(all(sample('poisoned-training').replace('"detail": {', '"detail": {,'))).toEqual([
      expect.stringContaining('the whole text: it is not JSON'),
    ]);
    expect(all('')).toEqual(['the whole text: it is empty']);
    expect(all('[]')).toEqual(['the whole text: the list holds no events']);
    expect(all(Uint8Array.of(0xff, 0xfe, 0x7b))).toEqual(['the whole text: it is not UTF-8 text']);
  });

  test('one command for each refusal, and its file exists', () => {
    const refusals = ['wrong-types.json', 'not-json.txt', 'thirteen-digit-account.json'].flatMap((name) => readEvents(file(name)));
    for (const refusal of refusals) {
      const next = refusal.kind === 'unreadable' ? refusal.failure.next : '';
      expect(next).toMatch(/^npx cordon explain samples\/[a-z-]+\.json$/);
      expect(existsSync(new URL(next.replace('npx cordon explain ', ''), root))).toBe(true);
    }
  });

  test('size: 1 MiB passes, one byte more is refused, and the next event is still read', () => {
    const event = { ...JSON.parse(sample('poisoned-training')), pad: '' };
    const room = MAX_EVENT_BYTES - Buffer.byteLength(JSON.stringify(event));
    const fits = JSON.stringify({ ...event, pad: 'x'.repeat(room) });
    const over = JSON.stringify({ ...event, pad: 'x'.repeat(room + 1) });
    const two = JSON.stringify({ ...event, pad: 'x'.repeat(2 * 1024 * 1024) });
    expect(all(`${fits}\n${over}\n${two}\n${fits}`)).toEqual([
      'line 1: eventbridge AI Detection 111122223333',
      'line 2: it has 1048577 bytes; EventBridge takes at most 1048576',
      expect.stringMatching(/^line 3: it has 2\d{6} bytes/),
      'line 4: eventbridge AI Detection 111122223333',
    ]);
  });

  test('depth: 100 passes, 101 and a million brackets are refused', () => {
    const nested = (levels: number) =>
      JSON.stringify({ ...JSON.parse(sample('poisoned-training')), deep: 0 }).replace(
        '"deep":0',
        `"deep":${'['.repeat(levels)}${']'.repeat(levels)}`,
      );
    expect(all(nested(99))).toEqual(['event 1: eventbridge AI Detection 111122223333']);
    expect(all(nested(100))).toEqual(['event 1: it nests deeper than 100 levels']);
    expect(all('['.repeat(1_000_000))).toEqual(['the whole text: it nests deeper than 100 levels']);
    expect(all(`"${'['.repeat(200)}"`)).toEqual([expect.stringContaining('an event is an object')]);
  });

  test('keys that reach for prototypes and text that has no canonical form are harmless', () => {
    const [proto] = readEvents(file('proto-keys.json'));
    expect(proto?.kind === 'event' && Object.hasOwn(proto.raw, '__proto__')).toBe(false);
    expect(proto?.kind === 'event' && proto.envelope.detail['class']).toBe('training-data-poisoning');
    const [constructor] = readEvents(file('constructor-keys.json'));
    expect(constructor?.kind === 'event' && constructor.raw['constructor']).toEqual({ prototype: { polluted: true } });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(all(file('lone-surrogate.json'))).toEqual(['event 1: eventbridge AI Detection 111122223333']);
    expect(all(sample('poisoned-training').replace('"severityId": 4', '"severityId": 1e999'))).toEqual([
      'event 1: eventbridge AI Detection 111122223333',
    ]);
  });

  test('time in any form that AWS writes, never guessed', () => {
    const at = '2026-11-20T02:40:43.000Z';
    expect(
      [
        '2026-11-20T02:40:43Z',
        '2026-11-20 02:40:43',
        '2026-11-20 02:40:43.000000000',
        '2026-11-20T03:40:43+01:00',
        '1795142443',
        1795142443,
        1795142443000,
      ].map(eventTime),
    ).toEqual(Array(7).fill(at));
    expect(
      ['20 November', 'Wed, 12 Feb 2025 00:37:54 GMT', '2026-13-45T00:00:00Z', '', null, Number.NaN, 9e15, '99999999999999'].map(eventTime),
    ).toEqual(Array(8).fill(undefined));
    expect(all(file('epoch-time.json'))).toEqual(all(sample('poisoned-training')));
    expect(all(file('source-as-list.json'))).toEqual(all(sample('poisoned-training')));
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => readEvents(bytes).length > 0),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.json(), (text) => readEvents(text).length > 0),
      { numRuns: 2000 },
    );
    const noise = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('{', '}', '[', ']', '"', '\\', '\n', ','), fc.json());
    fc.assert(
      fc.property(fc.array(noise), (parts) => readEvents(parts.join('')).length > 0),
      { numRuns: 2000 },
    );
  });

  test('a path finds what the event holds, nothing that every object has', () => {
    expect([at({}, 'constructor', 'name'), at({ a: [] }, 'a', 'length'), at({ a: ['x'] }, 'a', 0), at('x', 0)]).toEqual([
      undefined,
      undefined,
      'x',
      undefined,
    ]);
  });

  test('text for people is one short line', () => {
    expect(cleanText('\u001b[2J\u202eyou are safe\u0000\r\nOutcome')).toBe('[2J you are safe Outcome');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const clean = cleanText(text);
        expect(clean.length).toBeLessThanOrEqual(512);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        expect(clean.isWellFormed()).toBe(true);
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });
});
