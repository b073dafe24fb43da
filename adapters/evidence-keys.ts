import { CallFailed } from '../core/failure.ts';
import { envelopeFrom, PAYLOAD_TYPE } from '../core/evidence/dsse.ts';
import { statementOf } from '../core/evidence/statement.ts';
import type { Envelope, Manifest } from '../core/evidence/store.ts';
import { sha256, type Sha256 } from '../core/json.ts';
import type { Signer } from '../engine/ports.ts';

/** Names under which evidence lies, the same in every store, so that a bundle can be carried from one to another. */
const HEX = /^[0-9a-f]{64}$/;
export const hexOf = (digest: string): string => {
  const hex = digest.slice('sha256:'.length);
  if (!digest.startsWith('sha256:') || !HEX.test(hex)) throw new Error(`not a digest: ${digest.slice(0, 80)}`);
  return hex;
};
export const itemKey = (digest: string): string => `items/${hexOf(digest).slice(0, 2)}/${hexOf(digest)}`;
export const bundleKey = (bundle: string): string => `bundles/${hexOf(bundle)}.dsse.json`;
/** One empty object per bundle: which bundles an incident has. */
export const indexKey = (incidentId: string): string => `incidents/${incidentId.replaceAll(/[^A-Za-z0-9-]/g, '')}`;
export const bundleFromIndex = (name: string): Sha256 | undefined => (HEX.test(name) ? `sha256:${name}` : undefined);

/** Somebody or something changed it; whoever asked must hear that, and not that there is no bundle. */
export const readEnvelope = (bundle: string, text: string): Envelope => {
  const found = envelopeFrom(text);
  if (found !== undefined) return found;
  throw new CallFailed({
    kind: 'unreadable',
    retryable: false,
    effect: 'no-change',
    what: `The envelope of ${bundle} cannot be read`,
    why: 'the stored bytes are no DSSE envelope: they were changed after they were sealed',
    next: 'npx cordon evidence list',
  });
};

export interface Unsealed {
  readonly digest: Sha256;
  readonly sign: () => Promise<string>;
}
/** A manifest on its way into an envelope: its digest first, because a bundle that is there already is not signed again. */
export const envelopeOf = (manifest: Manifest, signer: Signer): Unsealed => {
  const payload = Buffer.from(statementOf(manifest), 'utf8');
  return {
    digest: sha256(payload),
    sign: async () => {
      const unsigned = { payloadType: PAYLOAD_TYPE, payload: payload.toString('base64') } as const;
      const { keyId, signature } = await signer.sign('evidence', unsigned);
      const sealed: Envelope = { ...unsigned, signatures: [{ keyid: keyId, sig: signature }] };
      return `${JSON.stringify(sealed)}\n`;
    },
  };
};
