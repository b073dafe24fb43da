import { EFFECTS } from './workflow.ts';
import { callsOf, finals, freshDirectory, keyedOf, live, pointsOf, removeDirectory, twoAtATime } from './kill.ts';

/** Real time: two processes share no virtual clock. */
test('three processes on one file, none killed: nobody repeats a side effect, all see one result', async () => {
  const directory = freshDirectory();
  const ends = await Promise.all([0, 1, 2].map(() => live(directory, 'approve', 0, 'real')));
  expect(ends).toEqual(['ended', 'ended', 'ended']);
  expect([callsOf(directory), keyedOf(directory)]).toEqual([EFFECTS, EFFECTS]);
  const seen = finals(directory);
  expect(seen).toEqual([seen[0], seen[0], seen[0]]);
  expect(seen[0]).toMatchObject({ status: 'SUCCEEDED' });
  expect(pointsOf(directory).length).toBeGreaterThan(0);
  removeDirectory(directory);
}, 60_000);

test('the owner is killed: another process takes over at once, keyed effects happen once', async () => {
  const ends = await twoAtATime([25, 70, 115, 160], async (killAt) => {
    const directory = freshDirectory();
    const [owner, other] = await Promise.all([live(directory, 'approve', killAt, 'real'), live(directory, 'approve', 0, 'real')]);
    const end = { owner, other, keyed: keyedOf(directory), finals: finals(directory).length };
    removeDirectory(directory);
    return end;
  });
  for (const end of ends) expect(end).toMatchObject({ other: 'ended', keyed: EFFECTS });
  // Whoever is not the owner passes fewer hooks; at least one of four must really have been killed in the middle.
  expect(ends.map(({ owner }) => owner)).toContain('SIGKILL');
}, 120_000);
