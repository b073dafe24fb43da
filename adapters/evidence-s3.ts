import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { manifestOf } from '../core/evidence/statement.ts';
import type { Envelope, EvidenceStore } from '../core/evidence/store.ts';
import type { Signer } from '../engine/ports.ts';
import { besides } from './create-once.ts';
import { bundleFromIndex, bundleKey, envelopeOf, hexOf, indexKey, itemKey, readEnvelope } from './evidence-keys.ts';
import { lockedBucket } from './locked-bucket.ts';
import { spool } from './spool.ts';

export interface S3EvidenceOptions {
  /** As a role that may put and read, and neither delete nor change a retention. */
  readonly client: S3Client;
  /** In the evidence account, with versioning and a default Object Lock retention. */
  readonly bucket: string;
  readonly signer: Signer;
  /** Where an item lies until its digest is known: a name by content needs the content first. Must hold the largest item. */
  readonly spoolDirectory: string;
}

/** Evidence in a bucket that refuses to lose it. */
export const makeS3Evidence = ({ client, bucket, signer, spoolDirectory }: S3EvidenceOptions): EvidenceStore => {
  const objects = lockedBucket(client, bucket);
  const envelope = async (bundle: string): Promise<Envelope | undefined> => {
    const text = await objects.text(bundleKey(bundle));
    return text === undefined ? undefined : readEnvelope(bundle, text);
  };
  const sealedAt = async (bundle: string): Promise<string> => {
    const found = await envelope(bundle).catch(() => undefined);
    return (found && manifestOf(found)?.sealedAt) ?? '';
  };
  return {
    put: async (name, body, from) => {
      const partial = besides(join(spoolDirectory, 'item'));
      try {
        const { digest, bytes } = await spool(partial, body, 0o600);
        const versionId = await objects.putFile(itemKey(digest), partial, digest, bytes);
        return { digest, bytes, name, storedAt: { key: itemKey(digest), versionId }, from };
      } finally {
        await rm(partial, { force: true });
      }
    },
    seal: async (manifest) => {
      for (const { digest } of manifest.items) await objects.version(itemKey(digest));
      const { digest, sign } = envelopeOf(manifest, signer);
      if ((await envelope(digest)) === undefined) await objects.putText(bundleKey(digest), await sign());
      await objects.putText(`${indexKey(manifest.incidentId)}/${hexOf(digest)}`, '');
      return { bundle: digest, digest };
    },
    open: (digest) => objects.stream(itemKey(digest)),
    envelope,
    bundles: async (incidentId) => {
      const keys = await objects.list(`${indexKey(incidentId)}/`);
      const names = keys.flatMap((key) => bundleFromIndex(key.split('/').at(-1) ?? '') ?? []);
      const dated = await Promise.all(names.map(async (name) => ({ name, at: await sealedAt(name) })));
      return dated.toSorted((a, b) => a.at.localeCompare(b.at) || a.name.localeCompare(b.name)).map(({ name }) => name);
    },
  };
};
