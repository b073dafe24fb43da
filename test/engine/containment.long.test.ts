import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expected } from './containment/hold.ts';
import { MUTANTS } from './containment/mutants.ts';
import { play } from './containment/play.ts';
import { copyTree, mutate, playedOver } from './containment/tree.ts';
import { WAYS } from './containment/ways.ts';

describe('whatever fails after it, the quarantine stays: tag, denied callers, and nothing is taken back that was not to be', () => {
  test.each(WAYS)('$name', async (way) => {
    const { says, ...seen } = await play(way);
    expect(seen).toEqual(expected(way));
    expect(says).toMatch(way.says);
  });
});

describe('an interpreter that would loosen it is noticed', () => {
  const tree = mkdtempSync(join(tmpdir(), 'cordon-mutant-'));
  beforeAll(() => copyTree(tree));
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  test('the copy, unchanged, holds', async () => {
    mutate(tree, { name: 'nothing', edits: [] });
    expect(await playedOver(tree, ['denied by AWS, undo', 'the step itself crashes, every time'])).toEqual([]);
  }, 60_000);
  test.each(MUTANTS)(
    '$name: $does',
    async (mutant) => {
      mutate(tree, mutant);
      const noticed = await playedOver(tree, mutant.ways);
      expect(noticed.map(({ name }) => name)).toEqual(mutant.ways);
      // It failed because of what it did to the account or tried to, not because it could not run.
      const callers = mutant.does === 'loosens' ? ['answered', 'answered'] : ['denied', 'denied'];
      for (const { seen } of noticed)
        expect(seen).toMatchObject({ callers, undone: expect.arrayContaining([expect.stringMatching(/-undo$/)]) });
    },
    60_000,
  );
});
