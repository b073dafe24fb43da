import { readFileSync } from 'node:fs';
import { playGolden, STORIES, type Story } from './golden-script.ts';

const golden: Readonly<Record<Story, string>> = JSON.parse(readFileSync(new URL('./golden.json', import.meta.url), 'utf8'));

/**
 * State is a function of seed, story, calls and time, on every machine. A change here is a change of every exercise: when it is meant, write the hash
 * that the failure shows into golden.json, and say why in the commit.
 */
test.each(STORIES)('the %s story ends where it always ended', async (story) => {
  expect(await playGolden('northbank', story)).toBe(golden[story]);
});

test('five seeds end in five ways, each of them twice the same', async () => {
  const seeds = Array.from({ length: 5 }, (_, index) => `seed-${index}`);
  const play = async (): Promise<readonly string[]> => {
    const ends: string[] = [];
    for (const seed of seeds) ends.push(await playGolden(seed, 'contested'));
    return ends;
  };
  const first = await play();
  expect(await play()).toEqual(first);
  expect(new Set(first).size).toBe(seeds.length);
});
