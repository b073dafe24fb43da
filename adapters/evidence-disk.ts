import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { manifestOf } from '../core/evidence/statement.ts';
import type { Envelope, EvidenceStore } from '../core/evidence/store.ts';
import type { Signer } from '../engine/ports.ts';
import { besides, createOnce, publish } from './create-once.ts';
import { bundleFromIndex, bundleKey, envelopeOf, hexOf, indexKey, itemKey, readEnvelope } from './evidence-keys.ts';
import { spool } from './spool.ts';

/** Read-only for everybody: an accident does not change it. Somebody who means to can; that is what the signature is for. */
const MODE = 0o444;
/** Larger than Node's 64 KiB: hashing gigabytes waits less often. */
const CHUNK_BYTES = 1024 * 1024;

/** Evidence under one directory, by content. Nothing here deletes or overwrites evidence. */
export const makeDiskEvidence = ({ directory, signer }: { readonly directory: string; readonly signer: Signer }): EvidenceStore => {
  const at = (key: string): string => join(directory, key);
  const write = async (key: string, content: string): Promise<void> => {
    await mkdir(dirname(at(key)), { recursive: true });
    await createOnce(at(key), content, MODE);
  };
  const envelope = async (bundle: string): Promise<Envelope | undefined> => {
    const text = await readFile(at(bundleKey(bundle)), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : readEnvelope(bundle, text);
  };
  const sealedAt = async (bundle: string): Promise<string> => {
    const found = await envelope(bundle).catch(() => undefined);
    return (found && manifestOf(found)?.sealedAt) ?? '';
  };
  return {
    put: async (name, body, from) => {
      await mkdir(at('incoming'), { recursive: true });
      const partial = besides(at('incoming/item'));
      try {
        const { digest, bytes } = await spool(partial, body, MODE);
        const key = itemKey(digest);
        await mkdir(dirname(at(key)), { recursive: true });
        await publish(partial, at(key));
        return { digest, bytes, name, storedAt: { key }, from };
      } finally {
        // What broke off under way is no evidence.
        await rm(partial, { force: true });
      }
    },
    seal: async (manifest) => {
      await Promise.all(manifest.items.map(({ digest }) => stat(at(itemKey(digest)))));
      const { digest, sign } = envelopeOf(manifest, signer);
      if ((await envelope(digest)) === undefined) await write(bundleKey(digest), await sign());
      await write(`${indexKey(manifest.incidentId)}/${hexOf(digest)}`, '');
      return { bundle: digest, digest };
    },
    open: (digest) => createReadStream(at(itemKey(digest)), { highWaterMark: CHUNK_BYTES }),
    envelope,
    bundles: async (incidentId) => {
      const files = await readdir(at(indexKey(incidentId))).catch(() => []);
      const dated = await Promise.all(
        files.flatMap((file) => bundleFromIndex(file) ?? []).map(async (name) => ({ name, at: await sealedAt(name) })),
      );
      return dated.toSorted((a, b) => a.at.localeCompare(b.at) || a.name.localeCompare(b.name)).map(({ name }) => name);
    },
  };
};
