import * as z from 'zod';
import { Target } from '../asset/resource.ts';
import type { Failure } from '../failure.ts';
import { canonical, JsonObject, Sha256 } from '../json.ts';
import { Instant } from '../time.ts';
import { payloadOf } from './dsse.ts';
import type { Envelope, EvidenceItem, Manifest } from './store.ts';

const STATEMENT = 'https://in-toto.io/Statement/v1';
const PREDICATE = 'urn:cordon:evidence:v1';

const Because: z.ZodType<Failure> = z.object({
  kind: z.string(),
  retryable: z.boolean(),
  effect: z.enum(['no-change', 'changed', 'unknown']),
  what: z.string(),
  why: z.string(),
  next: z.string(),
});
const Item: z.ZodType<EvidenceItem> = z.object({
  digest: Sha256,
  bytes: z.number().int().min(0),
  name: z.string().min(1),
  storedAt: z.object({ key: z.string(), versionId: z.string().exactOptional() }),
  from: z.object({
    operation: z.string(),
    input: JsonObject,
    requestId: z.string().exactOptional(),
    collector: z.string(),
    startedAt: Instant,
    endedAt: Instant,
  }),
});
const ManifestSchema: z.ZodType<Manifest> = z.object({
  incidentId: z.templateLiteral(['inc-', z.string()]),
  subject: Target,
  set: z.enum(['quick', 'full']),
  items: z.array(Item),
  missing: z.array(z.object({ name: z.string(), because: Because })),
  amends: Sha256.exactOptional(),
  sealedAt: Instant,
});

/** https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
const Statement = z.object({
  _type: z.literal(STATEMENT),
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }) })).min(1),
  predicateType: z.literal(PREDICATE),
  predicate: ManifestSchema,
});

/** The canonical bytes that are signed; their digest names the bundle. in-toto wants at least one subject, and so do we: an empty bundle proves nothing. */
export const statementOf = (manifest: Manifest): string => {
  if (manifest.items.length === 0) throw new Error('a bundle without an item cannot be sealed');
  return canonical({
    _type: STATEMENT,
    subject: manifest.items.map(({ name, digest }) => ({ name, digest: { sha256: digest.slice('sha256:'.length) } })),
    predicateType: PREDICATE,
    predicate: manifest,
  });
};

/** The manifest inside an envelope, or `undefined` when it is none, or when its two lists of digests disagree. Says nothing about who signed it. */
export const manifestOf = (envelope: Envelope): Manifest | undefined => {
  try {
    const { subject, predicate } = Statement.parse(JSON.parse(new TextDecoder('utf8', { fatal: true }).decode(payloadOf(envelope))));
    const agree =
      subject.length === predicate.items.length &&
      subject.every(({ name, digest }, index) => {
        const item = predicate.items[index];
        return item !== undefined && item.name === name && item.digest === `sha256:${digest.sha256}`;
      });
    return agree ? predicate : undefined;
  } catch {
    return undefined;
  }
};
