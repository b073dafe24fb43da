import { foldHouse, HOUSE } from '../../core/house/house.ts';
import { believe } from '../../core/ledger/believe.ts';
import type { LedgerEvent } from '../../core/ledger/facts.ts';
import { Instant } from '../../core/time.ts';

const AT = Instant.parse('2026-11-20T03:00:00.000Z');
const cy = { kind: 'human', id: 'cy', via: 'cli' } as const;
const zero = `sha256:${'0'.repeat(64)}` as const;
const fact = (seq: number, rest: object): LedgerEvent => {
  const stamp = { id: `f${seq}`, schemaVersion: 1, incidentId: HOUSE, seq, at: AT, exercise: false, prevHash: zero, hash: zero };
  return { actor: cy, ...stamp, ...rest } as LedgerEvent;
};
const stopped = (seq: number) => fact(seq, { type: 'house.stopped', data: { reason: `stop ${seq}` } });
const resumed = (seq: number, stop: number) =>
  fact(seq, { type: 'house.resumed', data: { runId: 'run-1', stop, by: cy, approvalId: 'a' } });

test('a stop lasts until people let that very stop end', () => {
  expect(foldHouse([])).toMatchObject({ stops: 0 });
  expect(foldHouse([stopped(1)]).stop).toEqual({ number: 1, since: AT, by: 'cy', reason: 'stop 1' });
  expect(foldHouse([stopped(1), resumed(2, 1)]).stop).toBeUndefined();
  // An approval for the first stop does not end the second.
  expect(foldHouse([stopped(1), resumed(2, 1), stopped(3), resumed(4, 1)]).stop).toMatchObject({ number: 2, reason: 'stop 3' });
});
test('a fact of the house without its seal is forged', () => {
  const events = [stopped(1), resumed(2, 1), fact(3, { type: 'playbook.activated', data: {} })];
  const { events: believed, forged } = believe(HOUSE, events, () => false);
  expect(believed).toEqual([]);
  expect(forged.map(({ type }) => type)).toEqual(['house.stopped', 'house.resumed', 'playbook.activated']);
});
