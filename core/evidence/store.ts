import type { Target } from '../asset/resource.ts';
import type { Failure } from '../failure.ts';
import type { IncidentId } from '../id.ts';
import type { JsonObject, Sha256 } from '../json.ts';
import type { Instant } from '../time.ts';

export interface EvidenceItem {
  readonly digest: Sha256;
  readonly bytes: number;
  readonly name: string;
  readonly storedAt: { readonly key: string; readonly versionId?: string };
  readonly from: {
    readonly operation: string;
    readonly input: JsonObject;
    readonly requestId?: string;
    readonly collector: string;
    readonly startedAt: Instant;
    readonly endedAt: Instant;
  };
}
/** What is in a bundle, and what is not. Becomes the predicate of an in-toto Statement v1, signed in a DSSE envelope. */
export interface Manifest {
  readonly incidentId: IncidentId;
  readonly subject: Target;
  readonly set: 'quick' | 'full';
  readonly items: readonly EvidenceItem[];
  readonly missing: readonly { readonly name: string; readonly because: Failure }[];
  readonly amends?: Sha256;
  readonly sealedAt: Instant;
}
/** https://github.com/secure-systems-lab/dsse/blob/master/envelope.md */
export interface Envelope {
  readonly payloadType: 'application/vnd.in-toto+json';
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** Writes once: the digest is the name. Nothing here deletes. */
export interface EvidenceStore {
  /** Streams, hashing on the way, in constant memory. Putting the same bytes again is a no-op that answers the same item. */
  put(name: string, body: AsyncIterable<Uint8Array>, from: EvidenceItem['from']): Promise<EvidenceItem>;
  /** The bundle's name is the digest of its manifest's statement, so sealing the same manifest twice is one bundle. */
  seal(manifest: Manifest): Promise<{ readonly bundle: string; readonly digest: Sha256 }>;
  open(digest: Sha256): AsyncIterable<Uint8Array>;
  envelope(bundle: string): Promise<Envelope | undefined>;
  bundles(incidentId: IncidentId): Promise<readonly string[]>;
}
