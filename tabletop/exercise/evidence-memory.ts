import { bundleKey, envelopeOf, itemKey, readEnvelope } from '../../adapters/evidence-keys.ts';
import type { EvidenceStore } from '../../core/evidence/store.ts';
import { sha256 } from '../../core/json.ts';
import type { Signer } from '../../engine/ports.ts';

/** Evidence of a run that nobody will ask for again: of the hundreds that `exercise test` makes. By content, written once. */
export const memoryEvidence = (signer: Signer): EvidenceStore => {
  const kept = new Map<string, Uint8Array>();
  const sealed = new Map<string, string>();
  const bundles = new Map<string, readonly string[]>();
  return {
    put: async (name, body, from) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      const digest = sha256(bytes);
      kept.set(itemKey(digest), bytes);
      return { digest, bytes: bytes.length, name, storedAt: { key: itemKey(digest) }, from };
    },
    seal: async (manifest) => {
      const absent = manifest.items.find(({ digest }) => !kept.has(itemKey(digest)));
      if (absent !== undefined) throw new Error(`${absent.name} was never stored`);
      const { digest, sign } = envelopeOf(manifest, signer);
      if (!sealed.has(bundleKey(digest))) sealed.set(bundleKey(digest), await sign());
      bundles.set(manifest.incidentId, [...new Set([...(bundles.get(manifest.incidentId) ?? []), digest])]);
      return { bundle: digest, digest };
    },
    open: async function* (digest) {
      const bytes = kept.get(itemKey(digest));
      if (bytes === undefined) throw new Error(`there is nothing under ${digest}`);
      yield bytes;
    },
    envelope: async (bundle) => {
      const text = sealed.get(bundleKey(bundle));
      return text === undefined ? undefined : readEnvelope(bundle, text);
    },
    bundles: async (incidentId) => bundles.get(incidentId) ?? [],
  };
};
