import fc from 'fast-check';
import { awsTimeOf, instantsOf, realClock, virtualClock } from '../../adapters/clock.ts';

const START = Date.parse('2026-11-20T03:00:00.000Z');
const breath = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a virtual clock', () => {
  test('stands still until somebody travels', async () => {
    const clock = virtualClock(START);
    const seen: number[] = [];
    clock.schedule(START + 1000, () => void seen.push(clock.now()));
    await breath();
    expect([clock.now(), seen]).toEqual([START, []]);
    await clock.advanceTo(START + 999);
    expect(seen).toEqual([]);
    await clock.advanceTo(START + 5000);
    expect([clock.now(), seen]).toEqual([START + 5000, [START + 1000]]);
    expect(instantsOf(clock).now()).toBe('2026-11-20T03:00:05.000Z');
  });

  test('never goes back, and runs what is past without travelling', async () => {
    const clock = virtualClock(START);
    await clock.advanceTo(START - 60_000);
    expect(clock.now()).toBe(START);
    const seen: string[] = [];
    clock.schedule(START - 1, () => void seen.push('late'));
    await breath();
    expect(seen).toEqual(['late']);
  });

  test('at one instant the world moves before those who look at it, then the oldest first', async () => {
    const clock = virtualClock(START);
    const seen: string[] = [];
    clock.schedule(START + 1, () => void seen.push('host, first'));
    clock.schedule(START + 1, () => void seen.push('host, second'));
    clock.schedule(START + 1, () => void seen.push('range'), 0);
    clock.schedule(START + 2, () => void seen.push('cancelled'))();
    await clock.advanceTo(START + 10);
    expect(seen).toEqual(['range', 'host, first', 'host, second']);
  });

  test('does not move while anybody holds or while scheduled work is still going on', async () => {
    const clock = virtualClock(START);
    const seen: (readonly [string, number])[] = [];
    const release = clock.hold();
    clock.schedule(START + 1000, async () => {
      await breath();
      seen.push(['slow', clock.now() - START]);
    });
    clock.schedule(START + 2000, () => void seen.push(['next', clock.now() - START]));
    const arrived = clock.advanceTo(START + 3000);
    await breath();
    expect([clock.now(), seen]).toEqual([START, []]);
    release();
    release();
    await arrived;
    expect(seen).toEqual([
      ['slow', 1000],
      ['next', 2000],
    ]);
  });

  test('a pretend AWS lives in the same time, 60 times faster, and comes first', async () => {
    const clock = virtualClock(START);
    const aws = awsTimeOf(clock, 60);
    const seen: (readonly [string, number])[] = [];
    clock.schedule(START + 7000, () => void seen.push(['looks', clock.now() - START]));
    aws.after(420, () => void seen.push(['InService', aws.now() - START]));
    aws.after(60, () => void seen.push(['never', 0]))();
    await clock.advanceTo(START + 60_000);
    expect(seen).toEqual([
      ['InService', 7000],
      ['looks', 7000],
    ]);
  });

  test('during: moves only as far as the promise needs', async () => {
    const clock = virtualClock(START);
    const answer = new Promise<string>((resolve) => void clock.schedule(START + 60_000, () => resolve('ann')));
    clock.schedule(START + 90_000, () => {});
    expect(await clock.during(answer)).toBe('ann');
    expect(clock.now()).toBe(START + 60_000);
  });

  test('two travellers arrive each at their own instant', async () => {
    const clock = virtualClock(START);
    const seen: number[] = [];
    const travel = async (at: number) => {
      await clock.advanceTo(START + at);
      seen.push(clock.now() - START);
    };
    clock.schedule(START + 15, () => {});
    await Promise.all([travel(20), travel(10)]);
    expect(seen).toEqual([10, 20]);
  });

  test('whatever is scheduled, in whatever order, runs at its instant and in order', async () => {
    const plan = fc.array(fc.record({ at: fc.integer({ min: 0, max: 50 }), rank: fc.constantFrom(0 as const, 1 as const) }), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(plan, async (items) => {
        const clock = virtualClock(START);
        const seen: (readonly number[])[] = [];
        items.forEach(({ at, rank }, i) => clock.schedule(START + at, () => void seen.push([clock.now() - START, rank, i]), rank));
        await clock.advanceTo(START + 50);
        const wanted = items.map(({ at, rank }, i) => [at, rank, i] as const).toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
        expect(seen).toEqual(wanted);
      }),
      { numRuns: 50 },
    );
  });
});

test('a real clock keeps a timer of 30 days from firing at once, and cancels', async () => {
  const clock = realClock();
  const seen: string[] = [];
  const cancel = clock.schedule(Date.now() + 30 * 86_400_000, () => void seen.push('too early'));
  clock.schedule(Date.now() + 1, () => void seen.push('now'));
  await breath();
  cancel();
  expect(seen).toEqual(['now']);
});
