import type { Outbox } from '../../engine/outbox-ports.ts';

const [A, B] = ['2026-11-20T03:00:00.000Z', '2026-11-20T03:00:09.000Z'] as const;

/** What every outbox does, whatever it is kept in. */
export const outboxContract = (name: string, open: () => Promise<Outbox>): void => {
  describe(`the outbox in ${name}`, () => {
    let outbox: Outbox;
    beforeEach(async () => {
      outbox = await open();
    });
    test('keeps the newest news until that is told; news that came meanwhile stays', async () => {
      await outbox.news('inc-1', 4);
      await outbox.news('inc-1', 2);
      await outbox.news('inc-2', 1);
      expect([...(await outbox.pending())].toSorted()).toEqual(['inc-1', 'inc-2']);
      await outbox.told('inc-1', 3);
      await outbox.told('inc-2', 1);
      expect(await outbox.pending()).toEqual(['inc-1']);
      await outbox.told('inc-1', 4);
      expect(await outbox.pending()).toEqual([]);
      await outbox.news('inc-1', 5);
      expect(await outbox.pending()).toEqual(['inc-1']);
    });
    test('a message is claimed by one; taken over only by who saw the claim; not at all once it is done', async () => {
      const claims = await Promise.all(Array.from({ length: 20 }, () => outbox.claim('inc-1', 'card', A)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await outbox.messages('inc-1')).toEqual([{ key: 'card', claimedAt: A }]);
      expect(await outbox.claim('inc-1', 'card', B, B)).toBe(false);
      const renewals = await Promise.all(Array.from({ length: 20 }, () => outbox.claim('inc-1', 'card', B, A)));
      expect(renewals.filter(Boolean)).toHaveLength(1);
      await outbox.done('inc-1', 'card', { ts: '1.2', digest: 'd' });
      expect(await outbox.claim('inc-1', 'card', A, B)).toBe(false);
      await outbox.unclaim('inc-1', 'card');
      expect(await outbox.messages('inc-1')).toEqual([{ key: 'card', claimedAt: B, done: { ts: '1.2', digest: 'd' } }]);
      await outbox.done('inc-1', 'card', { ts: '1.2', digest: 'e' });
      expect(await outbox.messages('inc-1')).toMatchObject([{ done: { digest: 'e' } }]);
    });
    test('what was certainly not sent may be claimed again; incidents are apart', async () => {
      await outbox.claim('inc-1', 'A-1', A);
      await outbox.unclaim('inc-1', 'A-1');
      expect(await outbox.claim('inc-1', 'A-1', B)).toBe(true);
      expect(await outbox.claim('inc-2', 'A-1', B)).toBe(true);
      await outbox.done('inc-2', 'pin', { ts: '1', digest: 'sent' });
      expect(await outbox.messages('inc-1')).toEqual([{ key: 'A-1', claimedAt: B }]);
      expect(
        (await outbox.messages('inc-2')).map(({ key, done }) => [key, done?.ts]).toSorted(([a = ''], [b = '']) => a.localeCompare(b)),
      ).toEqual([
        ['A-1', undefined],
        ['pin', '1'],
      ]);
    });
  });
};
