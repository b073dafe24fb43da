import { playGolden } from '../../golden-script.ts';

const COUNT = 200;

/** Minutes on a slow machine, so not in `npm test`, which plays five. */
test('two hundred seeds end in two hundred ways, each of them twice the same', async () => {
  const ends = new Set<string>();
  for (let seed = 1; seed <= COUNT; seed += 1) {
    const end = await playGolden(`seed-${seed}`, 'contested');
    expect({ seed, again: await playGolden(`seed-${seed}`, 'contested') }).toEqual({ seed, again: end });
    ends.add(end);
  }
  expect(ends.size).toBe(COUNT);
}, 600_000);
