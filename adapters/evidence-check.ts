import { createHash } from 'node:crypto';
import type { Verify } from '../core/approval/grant.ts';
import { manifestOf } from '../core/evidence/statement.ts';
import type { EvidenceStore } from '../core/evidence/store.ts';
import { verifyBundle, type Found, type Verification } from '../core/evidence/verify.ts';
import type { Sha256 } from '../core/json.ts';

/** Streams an item and hashes it; what cannot be opened is not there. */
const hashed = async (store: EvidenceStore, digest: Sha256): Promise<Found> => {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of store.open(digest)) {
      hash.update(chunk);
      bytes += chunk.byteLength;
    }
  } catch {
    return undefined;
  }
  return { digest: `sha256:${hash.digest('hex')}`, bytes };
};

/** Reads a whole bundle again and says whether it is what was sealed; `undefined`: there is no such bundle. One item after another, so memory stays constant. */
export const checkBundle = async (
  store: EvidenceStore,
  bundle: string,
  verify: Verify,
  trust?: string,
): Promise<Verification | undefined> => {
  const envelope = await store.envelope(bundle).catch((): 'unreadable' => 'unreadable');
  if (envelope === undefined) return undefined;
  const readable = envelope === 'unreadable' ? undefined : envelope;
  const seen = new Map<Sha256, Found>();
  const items = readable === undefined ? [] : (manifestOf(readable)?.items ?? []);
  for (const { digest } of items) seen.set(digest, await hashed(store, digest));
  return verifyBundle({ bundle, envelope: readable, found: ({ digest }) => seen.get(digest), verify, trust });
};
