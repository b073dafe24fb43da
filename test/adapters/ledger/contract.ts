import fc from 'fast-check';
import type { IncidentId } from '../../../core/id.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { brokenAt } from '../../../core/ledger/chain.ts';
import type { LedgerDraft } from '../../../core/ledger/facts.ts';
import type { Clock, Feed, Ledger } from '../../../engine/ports.ts';
import { asked, newIncident, note, opened, ordered, sealed, tasked, ticking } from './drafts.ts';
import { emptyModel, modelAppend, type Model } from './model.ts';

export interface LedgerSubject {
  readonly ledger: Ledger;
  /** Absent where the feed is a stream that the platform delivers. */
  readonly feed?: Feed;
  readonly close: () => Promise<void>;
}
export type MakeLedger = (options: { readonly clock: Clock; readonly exercise: boolean }) => Promise<LedgerSubject>;

const ids = async (ledger: Ledger, incident: IncidentId) => (await ledger.read(incident)).map(({ id }) => id);
const expectWhole = async (ledger: Ledger, incident: IncidentId) => {
  const events = await ledger.read(incident);
  expect(brokenAt(incident, events)).toBeUndefined();
  return events;
};
/** What every writer does: read, decide, append, and again when somebody was faster. */
const record = async (ledger: Ledger, incident: IncidentId, draft: LedgerDraft): Promise<number> => {
  for (let tries = 1; tries <= 500; tries += 1) {
    const head = (await ledger.read(incident)).length;
    const { kind } = await ledger.append(incident, head, [draft]);
    if (kind !== 'conflict') return tries;
  }
  throw new Error('500 writers were faster');
};

/** What a ledger is, whatever stores it. `make` may answer the same store again: no test assumes an empty one. */
export const ledgerContract = (name: string, make: MakeLedger): void => {
  describe(`${name}: a ledger`, () => {
    let subject: LedgerSubject;
    beforeAll(async () => {
      subject = await make({ clock: ticking(), exercise: true });
    });
    afterAll(() => subject?.close());

    test('appends in order, stamps, and the chain is whole', async () => {
      const { ledger } = subject;
      const incident = newIncident();
      expect(await ledger.read(incident)).toEqual([]);
      expect(await ledger.append(incident, 0, [note('a'), note('b')])).toEqual({ kind: 'appended', seq: 2 });
      expect(await ledger.append(incident, 2, [note('c')])).toEqual({ kind: 'appended', seq: 3 });
      const events = await expectWhole(ledger, incident);
      expect(events.map(({ seq, id, exercise, schemaVersion, incidentId }) => [seq, id, exercise, schemaVersion, incidentId])).toEqual(
        ['a', 'b', 'c'].map((id, i) => [i + 1, id, true, 1, incident]),
      );
      expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted());
      expect(events[0]?.at).toMatch(/^2026-11-20T03:\d\d:\d\d\.000Z$/);
      expect((await ledger.read(incident, 2)).map(({ id }) => id)).toEqual(['b', 'c']);
      expect(await ledger.read(incident, 4)).toEqual([]);
    });

    test('a chain with a changed, a removed, a moved or a foreign event is not whole', async () => {
      const { ledger } = subject;
      const [incident, other] = [newIncident(), newIncident()];
      await ledger.append(incident, 0, [note('a'), note('b'), note('c')]);
      await ledger.append(other, 0, [note('a')]);
      const [first, second, third] = await ledger.read(incident);
      const foreign = await ledger.read(other);
      if (!first || !second || !third) throw new Error('three were appended');
      expect(brokenAt(incident, [first, { ...second, actor: { kind: 'system', id: 'sweep' } }, third])).toBe(2);
      expect(brokenAt(incident, [first, third])).toBe(2);
      expect(brokenAt(incident, [second, first])).toBe(1);
      expect(brokenAt(incident, foreign)).toBe(1);
    });

    test('the same id twice is one event, in one call and in two', async () => {
      const { ledger } = subject;
      const incident = newIncident();
      expect(await ledger.append(incident, 0, [note('a', 'first'), note('a', 'second')])).toEqual({ kind: 'appended', seq: 1 });
      expect(await ledger.append(incident, 1, [note('a', 'third')])).toEqual({ kind: 'already', seq: 1 });
      // A repeated durable step reads an old head: what it says is known all the same.
      expect(await ledger.append(incident, 0, [note('a')])).toEqual({ kind: 'already', seq: 1 });
      expect((await expectWhole(ledger, incident)).map(({ data }) => data)).toMatchObject([{ text: 'first' }]);
    });

    test('known and new together: only the new one is appended, if the head is right', async () => {
      const { ledger } = subject;
      const incident = newIncident();
      await ledger.append(incident, 0, [note('a')]);
      expect(await ledger.append(incident, 0, [note('a'), note('b')])).toEqual({ kind: 'conflict', seq: 1 });
      expect(await ledger.append(incident, 1, [note('a'), note('b')])).toEqual({ kind: 'appended', seq: 2 });
      expect(await ids(ledger, incident)).toEqual(['a', 'b']);
    });

    test.each([0, 1, 3, 99])('another head than %i expected: conflict, and nothing is written', async (expected) => {
      const { ledger } = subject;
      const incident = newIncident();
      await ledger.append(incident, 0, [note('a'), note('b')]);
      expect(await ledger.append(incident, expected, [note('c'), note('d')])).toEqual({ kind: 'conflict', seq: 2 });
      expect(await ids(ledger, incident)).toEqual(['a', 'b']);
    });

    test('ids are unique per incident, not over all', async () => {
      const { ledger } = subject;
      const [one, two] = [newIncident(), newIncident()];
      await ledger.append(one, 0, [note('a')]);
      expect(await ledger.append(two, 0, [note('a')])).toEqual({ kind: 'appended', seq: 1 });
    });

    test('what has no JSON form is refused whole', async () => {
      const { ledger } = subject;
      const incident = newIncident();
      await expect(ledger.append(incident, 0, [note('a'), note('b', '\ud800')])).rejects.toThrow();
      await expect(ledger.append(incident, 0, [note('a'), ordered('b', { ratio: Number.NaN })])).rejects.toThrow();
      expect(await ledger.read(incident)).toEqual([]);
      expect(await ledger.append(incident, 0, [note('a')])).toEqual({ kind: 'appended', seq: 1 });
    });

    test('keys that pollute prototypes are data: kept, hashed, harmless', async () => {
      const { ledger } = subject;
      const incident = newIncident();
      const document = JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"toString":"x"}') as JsonObject;
      await ledger.append(incident, 0, [ordered('__proto__', document), ordered('constructor', document)]);
      const events = await expectWhole(ledger, incident);
      expect(events.map(({ id }) => id)).toEqual(['__proto__', 'constructor']);
      expect(JSON.stringify(events[0]?.data)).toContain('"__proto__":{"admin":true}');
      expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
      expect(await ledger.append(incident, 0, [ordered('__proto__', {})])).toEqual({ kind: 'already', seq: 2 });
    });

    test('any JSON comes back as it was, with a hash that still fits', async () => {
      const { ledger } = subject;
      // Halves of surrogate pairs have no canonical form; `grapheme` makes none.
      const json = fc.jsonValue({ stringUnit: 'grapheme', depthSize: 'small' }) as fc.Arbitrary<Json>;
      const keys = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', 'hash', 'toJSON', 'seq', '\u0000'));
      const documents = fc.array(fc.dictionary(keys, json), { minLength: 1, maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(documents, async (all) => {
          const incident = newIncident();
          const drafts = all.map((document, i) => ordered(`d${i}`, document));
          await ledger.append(incident, 0, drafts);
          const events = await expectWhole(ledger, incident);
          // -0 is 0 in JSON.
          expect(events.map(({ data }) => data)).toEqual(JSON.parse(JSON.stringify(drafts.map(({ data }) => data))));
        }),
        { numRuns: 40 },
      );
    });

    test('50 writers at once lose nothing', async () => {
      const { ledger } = subject;
      const incident = newIncident();
      const all = Array.from({ length: 50 }, (_, i) => `w${i}`);
      await Promise.all(all.map((id) => record(ledger, incident, note(id))));
      expect((await ids(ledger, incident)).toSorted()).toEqual(all.toSorted());
      await expectWhole(ledger, incident);
    });

    test('of many who append the same id at once, one wins', async () => {
      const { ledger } = subject;
      const incident = newIncident();
      await Promise.all(Array.from({ length: 20 }, () => record(ledger, incident, note('same'))));
      expect(await ids(ledger, incident)).toEqual(['same']);
    });

    test('numbers are never given twice', async () => {
      const { ledger } = subject;
      const before = await ledger.nextNumber('approval');
      const given = await Promise.all(Array.from({ length: 60 }, () => ledger.nextNumber('approval')));
      expect(new Set(given).size).toBe(60);
      expect(Math.min(...given)).toBe(before + 1);
      const other = await ledger.nextNumber('evidence');
      expect(await ledger.nextNumber('evidence')).toBe(other + 1);
    });

    test('incidents are found by correlation, by number and in order', async () => {
      const { ledger } = subject;
      const [first, second, third] = [newIncident(), newIncident(), newIncident()];
      const [key, other] = [`poisoning|${first}`, `theft|${first}`];
      const number = await ledger.nextNumber('incident');
      expect([await ledger.byCorrelation(key), await ledger.byNumber('incident', number)]).toEqual([undefined, undefined]);
      await ledger.append(first, 0, [opened('o', key, 1, number)]);
      await ledger.append(second, 0, [note('seen first'), opened('o', other, 1, number + 1)]);
      await ledger.append(third, 0, [opened('o', key, 2, number + 2)]);
      expect(await ledger.byCorrelation(key)).toEqual({ incidentId: third, generation: 2 });
      expect(await ledger.byCorrelation(other)).toEqual({ incidentId: second, generation: 1 });
      expect(await ledger.byNumber('incident', number + 1)).toBe(second);
      expect((await ledger.incidents()).slice(0, 3)).toEqual([third, second, first]);
    });

    test('approvals, evidence and tasks are found by number; a conflict leaves no trace of one', async () => {
      const { ledger } = subject;
      const incident = newIncident();
      const [approval, evidence] = [await ledger.nextNumber('approval'), await ledger.nextNumber('evidence')];
      const task = await ledger.nextNumber('task');
      expect((await ledger.append(incident, 7, [asked('a', incident, approval)])).kind).toBe('conflict');
      expect(await ledger.byNumber('approval', approval)).toBeUndefined();
      await ledger.append(incident, 0, [asked('a', incident, approval), sealed('e', evidence), tasked('t', task)]);
      expect(await ledger.byNumber('task', task)).toBe(incident);
      expect(await ledger.nextNumber('task')).toBe(task + 1);
      expect(await ledger.byNumber('approval', approval)).toBe(incident);
      expect(await ledger.byNumber('evidence', evidence)).toBe(incident);
      expect(await ledger.byNumber('incident', evidence + 100_000)).toBeUndefined();
    });

    test('does what a small model does, whatever the order of calls', async () => {
      const draft = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
      const call = fc.record({
        which: fc.nat({ max: 2 }),
        /** Mostly the right head. */
        off: fc.constantFrom(0, 0, 0, 0, -1, 1),
        drafts: fc.array(draft, { maxLength: 4 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(call, { maxLength: 20 }), async (calls) => {
          const incidents = [newIncident(), newIncident(), newIncident()];
          const models: Model[] = incidents.map(() => emptyModel);
          for (const { which, off, drafts } of calls) {
            const [incident, model] = [incidents[which], models[which]];
            if (!incident || !model) throw new Error('there are three');
            const expectedSeq = Math.max(0, model.ids.length + off);
            const wanted = modelAppend(model, expectedSeq, drafts);
            models[which] = wanted.model;
            const answer = await subject.ledger.append(
              incident,
              expectedSeq,
              drafts.map((id) => note(id)),
            );
            expect(answer).toEqual({ kind: wanted.kind, seq: wanted.model.ids.length });
          }
          for (const [i, incident] of incidents.entries()) {
            expect((await expectWhole(subject.ledger, incident)).map(({ id }) => id)).toEqual(models[i]?.ids);
          }
        }),
        { numRuns: 40 },
      );
    });
  });
};
