import type { Resource } from '../asset/resource.ts';
import { resourceOf } from '../asset/resource.ts';
import type { Sha256 } from '../json.ts';
import type { Detection, EventEnvelope, Source } from './detection.ts';
import { envelopeJson, type Unreadable } from './envelope.ts';
import { textAt } from './field.ts';
import type { AiWorkload } from './finding.ts';
import { compilePattern } from './pattern.ts';

/** What an event says, before any look-up. */
export type Detected =
  | { readonly kind: 'detections'; readonly source: Source; readonly detections: readonly Detection[] }
  | { readonly kind: 'unreadable'; readonly source: Source; readonly failure: Unreadable }
  | { readonly kind: 'unmatched'; readonly aiWorkload: AiWorkload; readonly sentence: string };

const NEEDS_LOOKUP: ReadonlySet<Resource['kind']> = new Set(['bucket', 'object', 'role', 'access-key', 'image']);

/** A guess from names alone, for an event that no source reads. */
const concerns = (event: EventEnvelope): AiWorkload => {
  if (event.source === 'aws.sagemaker' || event.source === 'aws.bedrock') return 'yes';
  const arns = [...event.resources, textAt(event.detail, 'resource') ?? ''].flatMap((arn) => resourceOf(arn) ?? []);
  if (arns.some(({ arn }) => /^arn:[a-z-]+:(sagemaker|bedrock):/.test(arn))) return 'yes';
  return arns.some(({ kind, arn }) => NEEDS_LOOKUP.has(kind) || arn.includes(':kms:')) ? 'needs-lookup' : 'no';
};

/** Compiles the patterns once. A source of ours with a malformed pattern is a bug and throws here, not at 3 a.m. */
export const detector = (sources: readonly Source[]): ((event: EventEnvelope, rawDigest: Sha256) => Detected) => {
  const compiled = sources.map((source) => {
    const pattern = compilePattern(source.pattern);
    if (!pattern.ok) throw new Error(`sources/${source.id}.ts: ${pattern.failure.why}`);
    return { source, matches: pattern.value };
  });
  return (event, rawDigest) => {
    const json = envelopeJson(event);
    const source = compiled.find(({ matches }) => matches(json))?.source;
    if (source === undefined) {
      const sentence = `No source of Cordon reads ${event['detail-type']} from ${event.source}${event['detail-type'].includes('CloudTrail') ? ` with call ${textAt(event.detail, 'eventName') ?? 'unknown'}` : ''}.`;
      return { kind: 'unmatched', aiWorkload: concerns(event), sentence };
    }
    const read = source.parse(event, rawDigest);
    return read.ok ? { kind: 'detections', source, detections: read.value } : { kind: 'unreadable', source, failure: read.failure };
  };
};
