import { newIncident, note, ticking } from './drafts.ts';
import type { LedgerSubject, MakeLedger } from './contract.ts';

/** For ledgers whose changes are read, not delivered. */
export const feedContract = (name: string, make: MakeLedger): void => {
  describe(`${name}: a change feed`, () => {
    let subject: LedgerSubject;
    beforeAll(async () => {
      subject = await make({ clock: ticking(), exercise: false });
    });
    afterAll(() => subject?.close());
    const feedOf = () => {
      if (subject.feed === undefined) throw new Error(`${name} has no feed`);
      return subject.feed;
    };
    /** Reads to the end in small steps, as the notifier does. */
    const drain = async (from?: string) => {
      const seen: string[] = [];
      let cursor = from;
      for (;;) {
        const page = await feedOf().changes(cursor, 3);
        expect(page.events.length).toBeLessThanOrEqual(3);
        seen.push(...page.events.map(({ incidentId, seq }) => `${incidentId}:${seq}`));
        if (page.events.length === 0) return { seen, cursor: page.cursor };
        cursor = page.cursor;
      }
    };

    test('tells everything, in order per incident, and goes on where it stopped', async () => {
      const { ledger } = subject;
      const start = await drain();
      const [one, two] = [newIncident(), newIncident()];
      await ledger.append(one, 0, [note('a'), note('b')]);
      await ledger.append(two, 0, [note('a')]);
      await ledger.append(one, 2, [note('c')]);
      const first = await drain(start.cursor);
      expect(first.seen).toEqual([`${one}:1`, `${one}:2`, `${two}:1`, `${one}:3`]);
      expect(await drain(first.cursor)).toEqual({ seen: [], cursor: first.cursor });
      await ledger.append(two, 1, [note('b')]);
      expect((await drain(first.cursor)).seen).toEqual([`${two}:2`]);
      // At least once: an old cursor tells it all again.
      expect((await drain(start.cursor)).seen).toEqual([...first.seen, `${two}:2`]);
    });

    test('a conflict and a known id change nothing', async () => {
      const { ledger } = subject;
      const incident = newIncident();
      await ledger.append(incident, 0, [note('a')]);
      const { cursor } = await drain();
      await ledger.append(incident, 0, [note('b')]);
      await ledger.append(incident, 1, [note('a')]);
      expect((await drain(cursor)).seen).toEqual([]);
    });

    test('while 20 writers append, a reader misses nothing', async () => {
      const { ledger } = subject;
      const { cursor } = await drain();
      const incidents = Array.from({ length: 20 }, newIncident);
      const seen: string[] = [];
      const writers = { busy: true };
      let from = cursor;
      const reader = async () => {
        while (writers.busy) {
          const page = await drain(from);
          seen.push(...page.seen);
          from = page.cursor;
          await new Promise((resolve) => setImmediate(resolve));
        }
        seen.push(...(await drain(from)).seen);
      };
      const done = reader();
      await Promise.all(
        incidents.map(async (incident) => {
          for (let seq = 0; seq < 5; seq += 1) await ledger.append(incident, seq, [note(`n${seq}`)]);
        }),
      );
      writers.busy = false;
      await done;
      for (const incident of incidents) {
        const own = seen.filter((text) => text.startsWith(`${incident}:`));
        expect([...new Set(own)]).toEqual([1, 2, 3, 4, 5].map((seq) => `${incident}:${seq}`));
      }
    });

    test('text that is no cursor is refused, never read as the beginning', async () => {
      await expect(feedOf().changes('1; DROP TABLE event', 5)).rejects.toThrow('not a cursor');
      await expect(feedOf().changes('', 5)).rejects.toThrow('not a cursor');
    });
  });
};
