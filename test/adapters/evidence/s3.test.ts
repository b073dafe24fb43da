import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { checkBundle } from '../../../adapters/evidence-check.ts';
import { makeS3Evidence } from '../../../adapters/evidence-s3.ts';
import { makeLocalSigner } from '../../../adapters/signer-local.ts';
import type { EvidenceItem } from '../../../core/evidence/store.ts';
import { sha256 } from '../../../core/json.ts';
import { virtualClock } from '../../../tabletop/range/clock.ts';
import { createRange } from '../../../tabletop/range/range.ts';
import type { Range } from '../../../tabletop/range/range-api.ts';
import { manifest } from '../../core/evidence/bundle.ts';

const BUCKET = 'nb-cordon-evidence';
const directory = mkdtempSync(join(tmpdir(), 'cordon-s3-'));
const signer = await makeLocalSigner(join(directory, 'keys'), 'evidence');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let range: Range;
beforeEach(() => {
  range = createRange({ clock: virtualClock('2026-11-20T02:41:00Z') });
});
afterEach(() => range.close());
const clientAs = (principal: string) => new S3Client(range.clientConfig(principal));
const writer = () => clientAs('arn:aws:iam::444455556666:role/cordon-hub');
const root = () => clientAs('arn:aws:iam::777788889999:role/admin');
const storeIn = (bucket = BUCKET, client = writer()) => makeS3Evidence({ client, bucket, signer, spoolDirectory: directory });
const from: EvidenceItem['from'] = {
  operation: 's3:HeadObject',
  input: {},
  collector: 'arn:x',
  startedAt: '2026-11-20T03:00:00.000Z',
  endedAt: '2026-11-20T03:00:00.000Z',
};
const body = async function* (...parts: readonly string[]) {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
};
const sealed = async () => {
  const store = storeIn();
  const items = [await store.put('a', body('one', 'two'), from), await store.put('b', body('three'), from)];
  return { store, items, ...(await store.seal(manifest({ items }))) };
};

describe('evidence in S3', () => {
  test('an item is named by its content, versioned and readable again', async () => {
    const store = storeIn();
    const item = await store.put('a', body('one', 'two'), from);
    expect(item).toMatchObject({ digest: sha256('onetwo'), bytes: 6, storedAt: { versionId: expect.any(String) } });
    const read: Uint8Array[] = [];
    for await (const part of store.open(item.digest)) read.push(part);
    expect(Buffer.concat(read).toString()).toBe('onetwo');
    expect(readdirSync(directory)).toEqual(['keys']);
  });
  test('the same bytes again are the same version', async () => {
    const store = storeIn();
    const first = await store.put('a', body('x'), from);
    expect(await store.put('a', body('x'), from)).toEqual(first);
  });
  test('a bundle verifies against the fingerprint, and sealing again is the same one', async () => {
    const { store, items, bundle } = await sealed();
    expect(await store.seal(manifest({ items }))).toEqual({ bundle, digest: bundle });
    expect(await store.bundles('inc-1')).toEqual([bundle]);
    expect(await store.bundles('inc-2')).toEqual([]);
    expect(await checkBundle(store, bundle, signer.verify, signer.keyId)).toMatchObject({ ok: true, matched: 2, origin: 'proven' });
  });
  test('an unknown bundle is not there', async () => {
    expect(await storeIn().envelope(sha256('nothing'))).toBeUndefined();
  });
});

describe('nobody destroys it', () => {
  test('a locked version cannot be deleted, not even by the account’s administrator', async () => {
    const { items } = await sealed();
    const { key, versionId } = items[0]?.storedAt ?? { key: '', versionId: '' };
    await expect(root().send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key, VersionId: versionId }))).rejects.toThrow(
      /Access ?Denied/i,
    );
    await expect(
      root().send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key, VersionId: versionId, BypassGovernanceRetention: true })),
    ).rejects.toThrow(/Access ?Denied/i);
  });
  test('Cordon itself may not delete at all', async () => {
    const { items } = await sealed();
    await expect(writer().send(new DeleteObjectCommand({ Bucket: BUCKET, Key: items[0]?.storedAt.key ?? '' }))).rejects.toThrow(
      /not authorized|Access ?Denied/i,
    );
  });
  test('an object that lies under a name with other bytes is noticed when the item is put', async () => {
    const digest = sha256('one');
    await writer().send(
      new PutObjectCommand({
        Bucket: BUCKET,
        Key: `items/${digest.slice(7, 9)}/${digest.slice(7)}`,
        Body: 'other',
        ChecksumAlgorithm: 'SHA256',
      }),
    );
    await expect(storeIn().put('a', body('one'), from)).rejects.toMatchObject({
      failure: { what: expect.stringContaining('holds other bytes than its name says') },
    });
  });
  test('a bucket without a lock is not taken for an evidence store', async () => {
    await expect(storeIn('nb-models', clientAs('admin')).put('a', body('one'), from)).rejects.toMatchObject({
      failure: { what: 'Evidence in nb-models could be destroyed' },
    });
  });
  test('a manifest about items that are not here is not sealed', async () => {
    await expect(storeIn().seal(manifest())).rejects.toMatchObject({ failure: { kind: 'not-found' } });
  });
  test('a bucket that refuses says so as a failure', async () => {
    range.faults.add({ operation: 's3:PutObject', kind: 'denied' });
    // The SDK prints a warning about streams that were not sent; it says nothing about this test.
    const quiet = new S3Client({
      ...range.clientConfig('arn:aws:iam::444455556666:role/cordon-hub'),
      logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    });
    await expect(storeIn(BUCKET, quiet).put('a', body('one'), from)).rejects.toMatchObject({
      failure: { kind: 'denied', effect: 'no-change' },
    });
  });
});
