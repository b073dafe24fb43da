import fc from 'fast-check';
import { virtualClock } from '../../tabletop/range/clock.ts';
import { cadenceOf, nextDue } from '../../tabletop/range/sagemaker/monitoring/cron.ts';
import { createWorld } from '../../tabletop/range/world.ts';
import { NOW } from './clients.ts';

test('the next hour is after now, at most a day away, and one that the expression names', () => {
  const world = createWorld({ seed: 's', time: virtualClock(NOW), woken: () => undefined });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 1, max: 24 }),
      fc.integer({ min: 0, max: 10 ** 9 }),
      (first, every, offset) => {
        const now = Date.parse(NOW) + offset;
        const due = nextDue(world, { first, every }, now);
        const hour = new Date(due).getUTCHours();
        return due > now && due - now <= 24 * 3_600_000 && due % 3_600_000 === 0 && hour >= first && (hour - first) % every === 0;
      },
    ),
  );
  expect([
    cadenceOf('cron(0 * ? * * *)'),
    cadenceOf('cron(0 17/12 ? * * *)'),
    cadenceOf('cron(0 24 ? * * *)'),
    cadenceOf('rate(1 hour)'),
  ]).toEqual([{ first: 0, every: 1 }, { first: 17, every: 12 }, undefined, undefined]);
});
