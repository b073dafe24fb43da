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

/** Is this bundle what was sealed? Needs no network, no AWS and no ledger. */
export const verifyBundle = ({ bundle, envelope, found, verify, trust }: Claim): Verification => {
  const signatures = envelope?.signatures ?? [];
  const valid = signatures.filter(({ keyid, sig }) => verify('evidence', envelope ?? {}, { keyId: keyid, signature: sig }));
  const keyId = valid.find(({ keyid }) => keyid === trust)?.keyid ?? valid[0]?.keyid;
  const origin = trust === undefined || keyId === undefined ? 'unproven' : keyId === trust ? 'proven' : 'refuted';
  const manifest = envelope && manifestOf(envelope);
  const items = manifest?.items ?? [];
  const checked = items.map((item) => problemOf(item, found(item)));
  const matched = checked.filter((problem) => problem === undefined).length;
  const problems = [
    ...(manifest === undefined ? ['the envelope holds no readable manifest'] : []),
    ...(envelope && sha256(payloadOf(envelope)) === bundle ? [] : [`the manifest is not the one that is named ${bundle}`]),
    ...(keyId === undefined ? ['no valid signature'] : []),
    ...(origin === 'refuted' ? [`signed by ${keyId ?? 'nobody'}, not by the trusted ${trust ?? ''}`] : []),
    ...checked.filter((problem) => problem !== undefined),
  ];
  const missing = manifest?.missing ?? [];
  const notCollected = missing.map(({ name, because }) => `${name} (${because.what}: ${because.why})`).join('; ');
  const from = { proven: 'origin proven', unproven: 'origin unproven: give --trust <fingerprint>', refuted: 'ORIGIN REFUTED' }[origin];
  const signature = keyId === undefined ? 'NO VALID SIGNATURE' : `signature valid (key ${keyId}, ${from})`;
  const verdict = `${matched} of ${items.length} items match; ${signature}; not collected: ${notCollected === '' ? 'nothing' : notCollected}`;
  return {
    ok: problems.length === 0,
    matched,
    total: items.length,
    ...(keyId !== undefined && { keyId }),
    origin,
    problems,
    missing,
    lines: [verdict, ...problems],
  };
};
