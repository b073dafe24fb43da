import fc from 'fast-check';
import { documentDigest } from '../../../core/playbook/document.ts';
import {
  compareVersions,
  newestOf,
  NO_VERSIONS,
  parseReleased,
  release,
  versionFailures,
  Versions,
} from '../../../core/playbook/version.ts';
import { SNAPSHOT, SOUND } from './lint-cases.ts';
import { documentOf } from './sample.ts';

const [caller, called] = [documentOf(SOUND), documentOf(SNAPSHOT)];
const first = release({ versions: NO_VERSIONS, working: [caller, called], released: new Map() });
const shelf = { versions: first.versions, working: [caller, called], released: first.files };
const whys = (changed: Partial<typeof shelf>) => versionFailures({ ...shelf, ...changed }).map(({ file, why }) => `${file}: ${why}`);

test('release fixes every sub-playbook by digest, called ones first', () => {
  expect(first.failures).toEqual([]);
  expect([...first.files.keys()]).toEqual(['snapshot/released/1.0.0.json', 'sample/released/1.0.0.json']);
  const released = parseReleased(first.files.get('sample/released/1.0.0.json') ?? '');
  expect(released?.locks).toEqual({ snapshot: { version: '1.0.0', digest: documentDigest(called) } });
  expect(first.versions.playbooks['snapshot']).toEqual({ '1.0.0': documentDigest(called) });
  expect(released && first.versions.playbooks['sample']).toEqual({ '1.0.0': released && documentDigest(released) });
  expect(Versions.parse(first.versions)).toEqual(first.versions);
});

test('a second release changes nothing', () => {
  const again = release(shelf);
  expect(again).toEqual({ versions: first.versions, files: new Map(), failures: [] });
  expect(whys({})).toEqual([]);
});

test('a new version of a called playbook leaves its released callers alone', () => {
  const newer = documentOf(SNAPSHOT.replace('version: 1.0.0', 'version: 1.1.0').replace('title: Evidence', 'title: Better evidence'));
  const next = release({ ...shelf, working: [caller, newer] });
  expect([...next.files.keys()]).toEqual(['snapshot/released/1.1.0.json']);
  expect(next.versions.playbooks['sample']).toEqual(first.versions.playbooks['sample']);
  const raised = documentOf(SOUND.replace('version: 1.0.0', 'version: 2.0.0'));
  const both = release({ versions: next.versions, working: [raised, newer], released: new Map([...first.files, ...next.files]) });
  expect(parseReleased(both.files.get('sample/released/2.0.0.json') ?? '')?.locks?.['snapshot']?.version).toBe('1.1.0');
});

describe('planted violations', () => {
  test('a released document changed without a new version: file and both digests', () => {
    const changed = documentOf(SNAPSHOT.replace('title: Evidence', 'title: Evidenze'));
    const [why] = whys({ working: [caller, changed] });
    expect(why).toBe(
      `snapshot/playbook.yaml: version 1.0.0 was released as ${documentDigest(called)}; the file is now ${documentDigest(changed)}. Raise metadata.version; a released version never changes`,
    );
    expect(release({ ...shelf, working: [caller, changed] })).toMatchObject({
      versions: first.versions,
      files: new Map(),
      failures: [{ file: 'snapshot/playbook.yaml' }],
    });
  });
  test('a released file edited', () => {
    const text = first.files.get('snapshot/released/1.0.0.json') ?? '';
    const edited = new Map([...first.files, ['snapshot/released/1.0.0.json', text.replace('Evidence', 'Evidenze')]]);
    expect(whys({ released: edited })[0]).toMatch(
      /^snapshot\/released\/1\.0\.0\.json: its digest is sha256:[0-9a-f]{64}; versions\.json says sha256:/,
    );
  });
  test('a lock edited, and versions.json with it: the caller no longer is what was released', () => {
    const text = first.files.get('sample/released/1.0.0.json') ?? '';
    const edited = new Map([
      ...first.files,
      ['sample/released/1.0.0.json', text.replace(/"digest":"sha256:[0-9a-f]{64}"/, `"digest":"sha256:${'0'.repeat(64)}"`)],
    ]);
    expect(whys({ released: edited })[0]).toContain('its digest is');
  });
  test('a released file that says nothing new but is spaced otherwise is the same document', () => {
    const pretty = new Map([...first.files].map(([file, text]) => [file, JSON.stringify(JSON.parse(text), null, 2)]));
    expect(whys({ released: pretty })).toEqual([]);
  });
  test.each([
    ['a released file removed', { released: new Map([...first.files].slice(1)) }, 'snapshot/released/1.0.0.json: versions.json lists it'],
    [
      'a file that was never released',
      { released: new Map([...first.files, ['sample/released/9.0.0.json', '{}']]) },
      'sample/released/9.0.0.json: versions.json does not list it',
    ],
    [
      'an entry removed from versions.json',
      { versions: { ...first.versions, playbooks: { sample: first.versions.playbooks['sample'] ?? {} } } },
      'snapshot/released/1.0.0.json: versions.json does not list it',
    ],
    ['broken JSON', { released: new Map([...first.files, ['snapshot/released/1.0.0.json', '{']]) }, 'it is not a playbook document'],
    [
      'an older version',
      { working: [documentOf(SOUND.replace('version: 1.0.0', 'version: 0.9.0')), called] },
      'its version 0.9.0 is older than the released 1.0.0',
    ],
    ['a released playbook that is gone', { working: [caller] }, 'snapshot/playbook.yaml: it was released, and is gone'],
    [
      'a retired name that is used again',
      { versions: { ...first.versions, tombstones: [{ id: 'snapshot', lastVersion: '1.0.0', replacedBy: null }] } },
      'snapshot was retired after 1.0.0',
    ],
    ['locks written by hand', { working: [{ ...caller, locks: {} }, called] }, 'locks are written at release'],
  ])('%s', (_name, changed, why) => expect(whys(changed).some((one) => one.includes(why))).toBe(true));
  test('a tombstone lets a playbook go', () => {
    const tombstones = [{ id: 'snapshot', lastVersion: '1.0.0', replacedBy: 'better-snapshot' }];
    expect(whys({ working: [caller], versions: { ...first.versions, tombstones } })).toEqual([]);
  });
  test('a call of nothing, and a circle', () => {
    expect(release({ versions: NO_VERSIONS, working: [caller], released: new Map() }).failures).toMatchObject([
      { file: 'sample/playbook.yaml', why: 'it calls a playbook that does not exist' },
    ]);
    const ring = ['a', 'b'].map((id, index, all) =>
      documentOf(SNAPSHOT.replace('id: snapshot', `id: ${id}`).replace(/uses: .*/, `playbook: ${all[1 - index]} }`)),
    );
    expect(release({ versions: NO_VERSIONS, working: ring, released: new Map() })).toMatchObject({
      files: new Map(),
      failures: [{ why: expect.stringContaining('calls itself') }, {}],
    });
  });
});

test('versions are compared as numbers', () => {
  expect(['1.10.0', '1.9.9', '0.99.0'].toSorted(compareVersions)).toEqual(['0.99.0', '1.9.9', '1.10.0']);
  expect(newestOf(['1.9.0', '1.10.0'])).toBe('1.10.0');
  const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((parts) => parts.join('.'));
  fc.assert(fc.property(version, version, (a, b) => Math.sign(compareVersions(a, b)) === -Math.sign(compareVersions(b, a))));
});
