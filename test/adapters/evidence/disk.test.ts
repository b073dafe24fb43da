import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkBundle } from '../../../adapters/evidence-check.ts';
import { makeDiskEvidence } from '../../../adapters/evidence-disk.ts';
import { makeLocalSigner } from '../../../adapters/signer-local.ts';
import type { EvidenceItem, EvidenceStore } from '../../../core/evidence/store.ts';
import { sha256 } from '../../../core/json.ts';
import { manifest } from '../../core/evidence/bundle.ts';

const directory = mkdtempSync(join(tmpdir(), 'cordon-evidence-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const signer = await makeLocalSigner(join(directory, 'keys'), 'evidence');
let count = 0;
const fresh = () => {
  count += 1;
  const place = join(directory, `store-${count}`);
  return { place, store: makeDiskEvidence({ directory: place, signer }) };
};
const body = async function* (...parts: readonly string[]) {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
};
const from: EvidenceItem['from'] = {
  operation: 's3:HeadObject',
  input: {},
  collector: 'arn:x',
  startedAt: '2026-11-20T03:00:00.000Z',
  endedAt: '2026-11-20T03:00:00.000Z',
};
const sealTwo = async (store: EvidenceStore) => {
  const items = [await store.put('a', body('one', 'two'), from), await store.put('b', body('three'), from)];
  const whole = manifest({ items });
  return { items, whole, ...(await store.seal(whole)) };
};

describe('evidence on disk', () => {
  test('an item is named by its content, read-only, and readable again', async () => {
    const { place, store } = fresh();
    const item = await store.put('a', body('one', 'two'), from);
    expect(item).toMatchObject({ digest: sha256('onetwo'), bytes: 6, name: 'a', from });
    expect(statSync(join(place, item.storedAt.key)).mode & 0o777).toBe(0o444);
    const read: Uint8Array[] = [];
    for await (const part of store.open(item.digest)) read.push(part);
    expect(Buffer.concat(read).toString()).toBe('onetwo');
  });
  test('the same bytes again are the same item, and leave nothing behind', async () => {
    const { place, store } = fresh();
    const [one, two] = await Promise.all([store.put('a', body('x'), from), store.put('a', body('x'), from)]);
    expect(two).toEqual(one);
    expect(readdirSync(join(place, 'incoming'))).toEqual([]);
  });
  test('what breaks off under way is no evidence', async () => {
    const { place, store } = fresh();
    const broken = async function* () {
      yield await Promise.resolve(Buffer.from('half'));
      throw new Error('connection lost');
    };
    await expect(store.put('a', broken(), from)).rejects.toThrow('connection lost');
    expect(readdirSync(place)).toEqual(['incoming']);
    expect(readdirSync(join(place, 'incoming'))).toEqual([]);
  });
  test('sealing twice is one bundle, and the first envelope stays', async () => {
    const { place, store } = fresh();
    const { whole, bundle } = await sealTwo(store);
    const first = await store.envelope(bundle);
    expect(await store.seal(whole)).toEqual({ bundle, digest: bundle });
    expect(await store.envelope(bundle)).toEqual(first);
    expect(await store.bundles('inc-1')).toEqual([bundle]);
    expect(readdirSync(join(place, 'bundles'))).toHaveLength(1);
  });
  test('a manifest about items that are not here is not sealed', async () => {
    await expect(fresh().store.seal(manifest())).rejects.toThrow('ENOENT');
  });
  test('bundles come oldest first, of one incident only', async () => {
    const { store } = fresh();
    const { items } = await sealTwo(store);
    const later = await store.seal(manifest({ items, sealedAt: '2026-11-20T05:00:00.000Z' }));
    const sooner = await store.seal(manifest({ items, sealedAt: '2026-11-20T02:00:00.000Z' }));
    await store.seal(manifest({ items, incidentId: 'inc-2' }));
    const names = await store.bundles('inc-1');
    expect([names.at(0), names.at(-1), names.length]).toEqual([sooner.bundle, later.bundle, 3]);
    expect(await store.bundles('inc-3')).toEqual([]);
  });
  test('an unknown bundle is not there; a path is not a name', async () => {
    const { store } = fresh();
    expect(await store.envelope(sha256('nothing'))).toBeUndefined();
    await expect(store.envelope('../../etc/passwd')).rejects.toThrow('not a digest');
    expect(() => store.open('sha256:../../x')).toThrow('not a digest');
  });
});

describe('checking a bundle on disk', () => {
  const tamper = (path: string, change: (text: string) => string) => {
    chmodSync(path, 0o644);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };
  test('a whole bundle verifies against the fingerprint', async () => {
    const { store } = fresh();
    const { bundle } = await sealTwo(store);
    expect(await checkBundle(store, bundle, signer.verify, signer.keyId)).toMatchObject({
      ok: true,
      matched: 2,
      total: 2,
      origin: 'proven',
    });
    expect(await checkBundle(store, sha256('nothing'), signer.verify)).toBeUndefined();
  });
  test('one flipped byte in an item is found', async () => {
    const { place, store } = fresh();
    const { bundle, items } = await sealTwo(store);
    tamper(join(place, items[0]?.storedAt.key ?? ''), (text) => text.replace('one', 'onf'));
    expect(await checkBundle(store, bundle, signer.verify)).toMatchObject({ ok: false, matched: 1 });
  });
  test('a lost item is found', async () => {
    const { place, store } = fresh();
    const { bundle, items } = await sealTwo(store);
    rmSync(join(place, items[0]?.storedAt.key ?? ''));
    expect(await checkBundle(store, bundle, signer.verify)).toMatchObject({ ok: false, problems: ['a: not in the store'] });
  });
  test('an envelope that is no longer one is a failure, not an absence', async () => {
    const { place, store } = fresh();
    const { bundle } = await sealTwo(store);
    tamper(join(place, `bundles/${bundle.slice(7)}.dsse.json`), () => '{');
    expect(await checkBundle(store, bundle, signer.verify)).toMatchObject({ ok: false, total: 0 });
  });
  test('a bundle that somebody else signed has another origin', async () => {
    const { place } = fresh();
    const other = await makeLocalSigner(join(directory, 'keys'), 'other');
    const store = makeDiskEvidence({ directory: place, signer: other });
    const { bundle } = await sealTwo(store);
    expect(await checkBundle(store, bundle, signer.verify, signer.keyId)).toMatchObject({ ok: false });
    expect(await checkBundle(store, bundle, other.verify, signer.keyId)).toMatchObject({ ok: false, origin: 'refuted' });
  });
});
