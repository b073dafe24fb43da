import fc from 'fast-check';
import { brokenAt, genesis, hashOf } from '../../../core/ledger/chain.ts';
import type { LedgerEvent } from '../../../core/ledger/facts.ts';

const incidentId = 'inc-0123';
const chainOf = (texts: readonly string[]): LedgerEvent[] => {
  let prevHash = genesis(incidentId);
  return texts.map((text, index) => {
    const event = {
      schemaVersion: 1,
      incidentId,
      seq: index + 1,
      at: '2026-11-20T03:00:00.000Z',
      exercise: false,
      prevHash,
      id: `n:${index}`,
      type: 'note.added',
      actor: { kind: 'system', id: 'sweep' },
      data: { text, said: '2026-11-20T03:00:00.000Z' },
    } as const;
    const hash = hashOf(event);
    prevHash = hash;
    return { ...event, hash };
  });
};

test('a chain as it was written is whole', () => {
  fc.assert(fc.property(fc.array(fc.string(), { maxLength: 12 }), (texts) => expect(brokenAt(incidentId, chainOf(texts))).toBeUndefined()));
});

test('any change, removal, swap or move to another incident is found at its place', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 3, maxLength: 10 }), fc.nat(), (texts, pick) => {
      const events = chainOf(texts);
      const at = pick % (events.length - 1);
      const changed = events.map((event, index) =>
        index === at ? { ...event, data: { ...event.data, text: `${texts[at]}!` } } : event,
      ) as LedgerEvent[];
      expect(brokenAt(incidentId, changed)).toBe(at + 1);
      expect(brokenAt(incidentId, events.toSpliced(at, 1))).toBe(at + 1);
      const swapped = events.with(at, events[at + 1]!).with(at + 1, events[at]!);
      expect(brokenAt(incidentId, swapped)).toBe(at + 1);
      expect(brokenAt('inc-4567', events)).toBe(1);
    }),
  );
});
