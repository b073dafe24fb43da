import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { playbooksFromFiles } from '../../../adapters/playbooks-files.ts';
import { documentDigest } from '../../../core/playbook/document.ts';
import { NO_VERSIONS, release } from '../../../core/playbook/version.ts';
import { SNAPSHOT, SOUND } from './lint-cases.ts';
import { documentOf } from './sample.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cordon-playbooks-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));
const put = async (files: Iterable<readonly [string, string]>) => {
  for (const [file, text] of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
};
const [caller, called] = [documentOf(SOUND), documentOf(SNAPSHOT)];
const first = release({ versions: NO_VERSIONS, working: [caller, called], released: new Map() });
const RELEASED: readonly (readonly [string, string])[] = [
  ['versions.json', JSON.stringify(first.versions)],
  ['sample/playbook.yaml', SOUND],
  ['snapshot/playbook.yaml', SNAPSHOT],
  ...first.files,
];

test('working documents answer until they are released', async () => {
  await put([
    ['sample/playbook.yaml', SOUND],
    ['snapshot/playbook.yaml', SNAPSHOT],
    ['notes.md', 'x'],
    ['schema.json', '{}'],
  ]);
  const library = playbooksFromFiles(root);
  expect((await library.all()).map(({ ref, state }) => `${ref.id}@${ref.version} ${state}`)).toEqual([
    'sample@1.0.0 working',
    'snapshot@1.0.0 working',
  ]);
  expect(await library.problems()).toEqual([]);
  expect((await library.resolve('snapshot'))?.ref.digest).toBe(documentDigest(called));
  expect(await library.resolve('nothing')).toBeUndefined();
});

test('released documents answer, old ones stay runnable, and a newer working one comes first', async () => {
  await put([...RELEASED, ['snapshot/playbook.yaml', SNAPSHOT.replace('version: 1.0.0', 'version: 1.1.0')]]);
  const library = playbooksFromFiles(root);
  expect((await library.all()).map(({ ref, state }) => `${ref.id}@${ref.version} ${state}`)).toEqual([
    'sample@1.0.0 released',
    'snapshot@1.1.0 working',
  ]);
  const old = await library.resolve('snapshot', '1.0.0');
  expect(old?.state).toBe('released');
  const sample = await library.resolve('sample');
  const lock = sample?.document.locks?.['snapshot'];
  expect(lock && (await library.byRef({ id: 'snapshot', ...lock }))).toEqual(old);
  expect(old && (await library.byRef({ ...old.ref, digest: `sha256:${'0'.repeat(64)}` }))).toBeUndefined();
});

test('a broken file is reported and left out; the others still answer', async () => {
  await put([
    ...RELEASED,
    ['broken/playbook.yaml', 'steps: ['],
    ['huge/playbook.yaml', `# ${'x'.repeat(400_000)}`],
    ['lost/playbook.yaml', SOUND],
  ]);
  const library = playbooksFromFiles(root);
  expect((await library.all()).map(({ ref }) => ref.id)).toEqual(['sample', 'snapshot']);
  expect((await library.problems()).map(({ file, kind }) => `${kind} ${file}`)).toEqual([
    'playbook broken/playbook.yaml',
    'playbook huge/playbook.yaml',
    'playbook lost/playbook.yaml',
  ]);
});

test('a released file that was changed is not loaded', async () => {
  await put(
    RELEASED.map(([file, text]) => [file, file.startsWith('snapshot/released') ? text.replace('Evidence', 'Evidenze') : text] as const),
  );
  const library = playbooksFromFiles(root);
  expect((await library.all()).map(({ ref }) => ref.id)).toEqual(['sample']);
  expect((await library.problems()).map(({ file }) => file)).toContain('snapshot/released/1.0.0.json');
});

test('without a readable versions.json nothing that was released is believed', async () => {
  await put([...RELEASED, ['versions.json', '{"playbooks": {}}']]);
  const library = playbooksFromFiles(root);
  expect((await library.all()).map(({ state }) => state)).toEqual(['working', 'working']);
  expect((await library.problems()).map(({ file }) => file)).toEqual([
    'versions.json',
    'sample/released/1.0.0.json',
    'snapshot/released/1.0.0.json',
  ]);
});

test('a retired playbook answers nothing and stays runnable', async () => {
  const versions = { ...first.versions, tombstones: [{ id: 'sample', lastVersion: '1.0.0', replacedBy: null }] };
  await put([...RELEASED.filter(([file]) => file !== 'sample/playbook.yaml'), ['versions.json', JSON.stringify(versions)]]);
  const library = playbooksFromFiles(root);
  expect((await library.all()).map(({ ref }) => ref.id)).toEqual(['snapshot']);
  expect((await library.resolve('sample', '1.0.0'))?.document.metadata.id).toBe('sample');
});

test('links are not followed, and a missing folder is an error, not an empty library', async () => {
  await put(RELEASED);
  await symlink(join(root, 'sample'), join(root, 'linked'));
  expect((await playbooksFromFiles(root).all()).map(({ ref }) => ref.id)).toEqual(['sample', 'snapshot']);
  await expect(playbooksFromFiles(join(root, 'nowhere')).all()).rejects.toThrow('ENOENT');
});

test('a document without a file is checked like any other', () => {
  const library = playbooksFromFiles(root);
  expect(library.read(JSON.parse(JSON.stringify(caller)))).toMatchObject({ ok: true });
  const bad = library.read({ ...JSON.parse(JSON.stringify(caller)), mode: 'yolo' });
  expect(bad).toMatchObject({ ok: false, failure: { kind: 'playbook', why: expect.stringContaining('mode') } });
  expect(library.read('text').ok).toBe(false);
});
