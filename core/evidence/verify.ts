import type { Verify } from '../approval/grant.ts';
import { sha256, type Sha256 } from '../json.ts';
import { payloadOf } from './dsse.ts';
import { manifestOf } from './statement.ts';
import type { Envelope, EvidenceItem, Manifest } from './store.ts';

/** What is really stored under an item's name: read and hashed by whoever asks, in constant memory. `undefined`: nothing is there. */
export type Found = { readonly digest: Sha256; readonly bytes: number } | undefined;

export interface Verification {
  /** Every item matches, a signature is valid, the name fits, and, when a fingerprint was given, it is that key. */
  readonly ok: boolean;
  readonly matched: number;
  readonly total: number;
  /** Key whose signature is valid. */
  readonly keyId?: string;
  /** Only with a fingerprint to trust: without one, whoever can write the bundle could have signed it. */
  readonly origin: 'proven' | 'unproven' | 'refuted';
  readonly problems: readonly string[];
  readonly missing: Manifest['missing'];
  /** For people; the first line is the verdict. */
  readonly lines: readonly string[];
}
export interface Claim {
  /** The name under which the bundle is filed: the digest of its statement. */
  readonly bundle: string;
  /** `undefined`: there is something under that name, but it is no envelope. */
  readonly envelope: Envelope | undefined;
  readonly found: (item: EvidenceItem) => Found;
  readonly verify: Verify;
  /** Key fingerprint that the reader knows from elsewhere. */
  readonly trust?: string | undefined;
}

const problemOf = (item: EvidenceItem, found: Found): string | undefined => {
  if (found === undefined) return `${item.name}: not in the store`;
  if (found.digest !== item.digest) return `${item.name}: the stored bytes are other bytes (${found.digest})`;
  return found.bytes === item.bytes ? undefined : `${item.name}: ${found.bytes} bytes stored, ${item.bytes} recorded`;
};

type Origin = Verification['origin'];
interface Signed {
  readonly keyId: string | undefined;
  readonly origin: Origin;
}
/** Whose signature is valid; the trusted key's, when it is among them. */
const signedBy = ({ envelope, verify, trust }: Claim): Signed => {
  const valid = (envelope?.signatures ?? []).filter(({ keyid, sig }) =>
    verify('evidence', envelope ?? {}, { keyId: keyid, signature: sig }),
  );
  const keyId = (valid.find(({ keyid }) => keyid === trust) ?? valid[0])?.keyid;
  if (trust === undefined || keyId === undefined) return { keyId, origin: 'unproven' };
  return { keyId, origin: keyId === trust ? 'proven' : 'refuted' };
};

const ORIGINS: Readonly<Record<Origin, string>> = {
  proven: 'origin proven',
  unproven: 'origin unproven: give --trust <fingerprint>',
  refuted: 'ORIGIN REFUTED',
};
const verdictOf = (matched: number, total: number, { keyId, origin }: Signed, missing: Manifest['missing']): string => {
  const signature = keyId === undefined ? 'NO VALID SIGNATURE' : `signature valid (key ${keyId}, ${ORIGINS[origin]})`;
  const absent = missing.map(({ name, because }) => `${name} (${because.what}: ${because.why})`).join('; ');
  return `${matched} of ${total} items match; ${signature}; not collected: ${absent === '' ? 'nothing' : absent}`;
};

/** What is wrong with the envelope itself, before any item is looked at. */
const envelopeProblems = (
  { bundle, envelope, trust }: Claim,
  manifest: Manifest | undefined,
  { keyId, origin }: Signed,
): readonly string[] => [
  ...(manifest === undefined ? ['the envelope holds no readable manifest'] : []),
  ...(envelope && sha256(payloadOf(envelope)) === bundle ? [] : [`the manifest is not the one that is named ${bundle}`]),
  ...(keyId === undefined ? ['no valid signature'] : []),
  ...(origin === 'refuted' ? [`signed by ${keyId ?? 'nobody'}, not by the trusted ${trust ?? ''}`] : []),
];

/** Is this bundle what was sealed? Needs no network, no AWS and no ledger. */
export const verifyBundle = (claim: Claim): Verification => {
  const manifest = claim.envelope && manifestOf(claim.envelope);
  const signed = signedBy(claim);
  const items = manifest?.items ?? [];
  const wrong = items.flatMap((item) => problemOf(item, claim.found(item)) ?? []);
  const matched = items.length - wrong.length;
  const problems = [...envelopeProblems(claim, manifest, signed), ...wrong];
  const missing = manifest?.missing ?? [];
  return {
    ok: problems.length === 0,
    matched,
    total: items.length,
    ...(signed.keyId !== undefined && { keyId: signed.keyId }),
    origin: signed.origin,
    problems,
    missing,
    lines: [verdictOf(matched, items.length, signed, missing), ...problems],
  };
};
