import fc from 'fast-check';
import { numberOf, parseShortId, shortId } from '../../core/report/short-id.ts';
import { lineOf } from '../../cli/follow.ts';
import { parse } from '../../cli/parser.ts';
import { parseServerFile } from '../../cli/place.ts';
import { cliReference } from '../../cli/reference.ts';
import { decisionOf } from '../../cli/decisions.ts';
import { takeEvents, type StreamEvent } from '../../cli/sse.ts';
import { EXITS } from '../../core/verb/exits.ts';
import { VERBS } from '../../core/verb/table.ts';

describe('short ids', () => {
  test('any case, no other form', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('INC' as const, 'A' as const, 'E' as const, 'T' as const),
        fc.integer({ min: 1, max: 999_999_999 }),
        (kind, number) => {
          expect(parseShortId(shortId({ kind, number }).toLowerCase())).toEqual({ kind, number });
        },
      ),
    );
    expect(['INC-0', 'A-01', 'B-1', 'A1', 'A-1x', '', 'INC-9999999999'].map(parseShortId)).toEqual(
      Array.from({ length: 7 }, () => undefined),
    );
    expect([numberOf('A', '7'), numberOf('A', 'inc-7'), numberOf('A', 'x')]).toEqual([7, undefined, undefined]);
  });
});

describe('server-sent events', () => {
  const all = 'id: 3\nevent: line\ndata: {"a":1}\n\n: beat\n\ndata: one\r\ndata: two\r\n\r\nevent: settled\ndata: {}\n\n';
  const expected: readonly StreamEvent[] = [
    { event: 'line', data: '{"a":1}', id: '3' },
    { event: 'message', data: 'one\ntwo', id: null },
    { event: 'settled', data: '{}', id: null },
  ];
  test('wherever the pieces are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: all.length })), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), all.length];
        let [rest, events]: [string, readonly StreamEvent[]] = ['', []];
        for (const [index, start] of at.slice(0, -1).entries()) {
          const taken = takeEvents(rest + all.slice(start, at[index + 1]));
          [rest, events] = [taken.rest, [...events, ...taken.events]];
        }
        expect(events).toEqual(expected);
      }),
    );
  });
  test('a line of another shape is no line', () => {
    expect(lineOf('{"seq":1,"at":"2026-11-20T02:40:43.000Z","sentence":"x","by":"human","who":"you"}')).toMatchObject({
      seq: 1,
      by: 'human',
    });
    expect([lineOf('{'), lineOf('{"seq":"1"}'), lineOf('{"seq":1,"at":"now","sentence":"x","who":"y"}')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

test('server.json of another shape is no server', () => {
  fc.assert(fc.property(fc.json(), (text) => parseServerFile(text) === undefined));
  const place = { kind: 'SANDBOX', company: 'n', account: '1', region: 'r' };
  expect(parseServerFile(JSON.stringify({ url: 'u', key: 'k', place }))).toEqual({
    url: 'u',
    key: 'k',
    rangeUrl: '',
    pid: 0,
    place,
    shiftDays: 0,
  });
  expect(parseServerFile(JSON.stringify({ url: 'u', key: 'k', place: { ...place, kind: 'PROD' } }))).toBeUndefined();
});

test('a decision of the server, in the words that people use', () => {
  const told = {
    at: 'event 1',
    eventId: 'e',
    outcome: 'respond',
    incident: 7,
    incidentId: 'inc-1',
    playbook: 'p@1.0.0',
    mode: 'propose',
    reasons: ['a', 'b'],
  };
  expect(decisionOf(told)).toEqual({ outcome: 'respond', incident: 7, playbook: 'p@1.0.0', mode: 'propose', reasons: ['a', 'b'] });
  expect([decisionOf({ ...told, outcome: 'explode' }), decisionOf('x')]).toEqual([undefined, undefined]);
});

describe('the verb table', () => {
  test.each(VERBS.map((verb) => [verb.name, verb] as const))('%s: every example parses, exit codes are in order', (name, verb) => {
    expect(verb.examples.length).toBeGreaterThan(0);
    for (const example of verb.examples) {
      const argv = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      expect(parse(VERBS, argv, '0.0.0')).toMatchObject({ verb: { name } });
    }
    expect(verb.exits).toEqual(expect.arrayContaining([0, 2]));
    expect(verb.exits).toEqual(verb.exits.toSorted((a, b) => a - b));
  });
  test('an example that does not parse is caught', () => {
    expect(() => parse(VERBS, ['status', '--no-such-flag'], '0.0.0')).toThrow(/unknown option/);
  });
  test('the reference names every verb, option and exit code, once per table', () => {
    const page = cliReference(VERBS);
    for (const { name, options } of VERBS) {
      expect(page.split(`\n## cordon ${name}\n`)).toHaveLength(2);
      for (const option of options) expect(page).toContain(`\`--${option.name}`);
    }
    for (const [code, meaning] of Object.entries(EXITS)) expect(page).toContain(`| ${code} | ${meaning} |`);
    expect(page.split('\n').filter((line) => line.startsWith('| ') && (line.match(/(?<!\\)\|/g)?.length ?? 0) !== 3)).toEqual([]);
  });
});
