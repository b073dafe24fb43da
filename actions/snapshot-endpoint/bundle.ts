import type { Collected, Proof } from '../../core/action/plan.ts';
import type { Target } from '../../core/asset/resource.ts';
import { manifestOf } from '../../core/evidence/statement.ts';
import type { EvidenceItem, EvidenceStore, Manifest } from '../../core/evidence/store.ts';
import { CallFailed } from '../../core/failure.ts';
import type { IncidentId } from '../../core/id.ts';
import { Sha256, sha256 } from '../../core/json.ts';
import type { Instant } from '../../core/time.ts';

export interface Sealed {
  readonly bundle: string;
  readonly manifest: Manifest;
}
/** Bundles of this incident about this endpoint, oldest first. One that cannot be read is passed over here; `evidence verify` reports it. */
export const bundlesOf = async (evidence: EvidenceStore, incidentId: IncidentId, target: Target): Promise<readonly Sealed[]> => {
  const sealed: Sealed[] = [];
  for (const bundle of await evidence.bundles(incidentId)) {
    const envelope = await evidence.envelope(bundle).catch((thrown: unknown) => {
      if (!(thrown instanceof CallFailed)) throw thrown;
    });
    const manifest = envelope && manifestOf(envelope);
    if (manifest?.subject.arn === target.arn && manifest.set === 'quick') sealed.push({ bundle, manifest });
  }
  return sealed;
};

export const collectedOf = ({ bundle, manifest }: Sealed): Collected => ({
  bundle,
  digest: Sha256.parse(bundle),
  items: manifest.items.length,
  missing: manifest.missing.map(({ name, because }) => `${name}: ${because.what}`),
});

/** Items of a quick set are one page of one answer each, so they fit in memory. */
const isWhole = async (evidence: EvidenceStore, { digest }: EvidenceItem): Promise<boolean> => {
  const parts: Uint8Array[] = [];
  for await (const part of evidence.open(digest)) parts.push(part);
  return sha256(Buffer.concat(parts)) === digest;
};

/** Reads every item of the newest bundle back and compares its bytes; what a store answered when it was written is not enough. */
export const proveSealed = async (evidence: EvidenceStore, incidentId: IncidentId, target: Target, since: Instant): Promise<Proof> => {
  const newest = (await bundlesOf(evidence, incidentId, target)).findLast(({ manifest }) => manifest.sealedAt >= since);
  if (newest === undefined) return { kind: 'refuted', because: `no bundle about ${target.name} was sealed since ${since}` };
  const { bundle, manifest } = newest;
  for (const item of manifest.items) {
    if (!(await isWhole(evidence, item)))
      return { kind: 'refuted', because: `${item.name}: the stored bytes are not those that were collected` };
  }
  const { missing } = collectedOf(newest);
  return {
    kind: 'proven',
    after: { bundle },
    observed: [
      `${manifest.items.length} of ${manifest.items.length} items read back`,
      `not collected: ${missing.length === 0 ? 'nothing' : missing.join('; ')}`,
    ],
  };
};
