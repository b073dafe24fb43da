import fc from 'fast-check';
import type { Pointer } from '../../../core/house/house.ts';
import { documentDigest } from '../../../core/playbook/document.ts';
import type { LoadedPlaybook, Shelf } from '../../../core/playbook/library.ts';
import { goneBecause, liveViews } from '../../../core/playbook/live.ts';
import { compareVersions, NO_VERSIONS, release, versionFailures, type Versions } from '../../../core/playbook/version.ts';
import { Instant } from '../../../core/time.ts';
import { SNAPSHOT } from './lint-cases.ts';
import { documentOf } from './sample.ts';

const AT = Instant.parse('2026-11-20T03:00:00.000Z');
const loadedOf = (version: string): LoadedPlaybook => {
  const document = documentOf(SNAPSHOT.replace('version: 1.0.0', `version: ${version}`));
  return { document, ref: { id: document.metadata.id, version, digest: documentDigest(document) }, state: 'released', file: '' };
};
const ID = loadedOf('1.0.0').ref.id;
const shelfOf = (versions: readonly string[], rest: Partial<Versions> = {}): Shelf => {
  const playbooks = versions.map(loadedOf);
  const entries = Object.fromEntries(playbooks.map(({ ref }) => [ref.version, ref.digest]));
  return { playbooks, versions: { ...NO_VERSIONS, playbooks: { [ID]: entries }, ...rest } };
};
const pointing = (version: string): ReadonlyMap<string, Pointer> => {
  const by = { kind: 'human', id: 'cy', via: 'cli' } as const;
  return new Map([[ID, { playbook: loadedOf(version).ref, instead: null, since: AT, by, approvalId: 'a' }]]);
};
const versionOf = (shelf: Shelf, pointers: ReadonlyMap<string, Pointer> = new Map()) => liveViews(shelf, pointers)[0]?.live?.ref.version;
const withdrawn = (version: string) => ({ withdrawn: [{ id: ID, version, because: 'it was wrong' }] });

test('without a pointer the newest that stands answers; with one nothing but what it names', () => {
  const version = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).map((parts) => parts.join('.'));
  const versions = fc.uniqueArray(version, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(versions, fc.nat(), fc.option(fc.nat(), { nil: undefined }), (all, pick, gone) => {
      const pointed = all[pick % all.length] ?? '';
      const away = gone === undefined ? undefined : all[gone % all.length];
      const shelf = shelfOf(all, away === undefined ? {} : withdrawn(away));
      const newest = all
        .filter((one) => one !== away)
        .toSorted(compareVersions)
        .at(-1);
      expect(versionOf(shelf)).toBe(newest);
      const [view] = liveViews(shelf, pointing(pointed));
      expect(view?.live?.ref.version).toBe(pointed === away ? undefined : pointed);
      expect(view?.problem === undefined).toBe(pointed !== away);
    }),
    { numRuns: 200 },
  );
});
test('a pointer to what is gone answers nothing, and says which command helps: an older version, else a newer one', () => {
  const problem = (all: readonly string[], gone: string) => liveViews(shelfOf(all, withdrawn(gone)), pointing(gone))[0]?.problem;
  expect(problem(['1.0.0', '1.1.0', '2.0.0'], '1.1.0')?.next).toBe(`npx cordon playbook activate ${ID} 1.0.0`);
  expect(problem(['1.0.0', '1.1.0'], '1.0.0')?.next).toBe(`npx cordon playbook activate ${ID} 1.1.0`);
  expect(problem(['1.0.0'], '1.0.0')).toMatchObject({ why: expect.stringContaining('it was wrong'), next: 'npx cordon playbook live' });
});
test('a pointer to a document that was never released, or to another document of that version, answers nothing', () => {
  expect(liveViews(shelfOf(['1.0.0']), pointing('9.0.0'))[0]?.problem?.why).toContain('is not among the released');
  const other = new Map(
    [...pointing('1.0.0')].map(([id, one]) => [id, { ...one, playbook: { ...one.playbook, digest: `sha256:${'1'.repeat(64)}` as const } }]),
  );
  expect(liveViews(shelfOf(['1.0.0']), other)[0]).toMatchObject({
    problem: { why: expect.stringContaining(`digest sha256:${'1'.repeat(64)}`) },
  });
});
test('a retired playbook is not among them, with or without a pointer', () => {
  const shelf = shelfOf(['1.0.0'], { tombstones: [{ id: ID, lastVersion: '1.0.0', replacedBy: null }] });
  expect(liveViews(shelf, new Map())).toEqual([]);
  expect(liveViews(shelf, pointing('1.0.0'))).toEqual([]);
  expect(goneBecause(shelf, { id: ID, version: '1.0.0' })).toBe(`${ID} was retired after 1.0.0; nothing answers instead`);
});

describe('versions.json withdraws single versions', () => {
  const one = documentOf(SNAPSHOT);
  const first = release({ versions: NO_VERSIONS, working: [one], released: new Map() });
  test('only such as were released', () => {
    const versions: Versions = { ...first.versions, withdrawn: [{ id: ID, version: '9.0.0', because: 'a slip of the pen' }] };
    expect(versionFailures({ versions, working: [one], released: first.files })).toMatchObject([
      { file: 'versions.json', why: `it withdraws ${ID} 9.0.0, which was never released` },
    ]);
    const right: Versions = { ...first.versions, ...withdrawn('1.0.0') };
    expect(versionFailures({ versions: right, working: [one], released: first.files })).toEqual([]);
  });
});
