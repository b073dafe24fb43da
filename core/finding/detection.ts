import type { Resource } from '../asset/resource.ts';
import type { Failure, Result } from '../failure.ts';
import type { JsonObject, Sha256 } from '../json.ts';
import type { Duration, Instant } from '../time.ts';

/** What a source said, by a pure parser. No incident class: that may need the inventory. */
export interface Detection {
  readonly source: {
    readonly id: string;
    readonly product: string;
    readonly detailType: string;
    readonly uid: string;
    readonly account: string;
    readonly region: string;
  };
  /** Same problem, same key, whichever hub reported it (e.g. the GuardDuty finding ARN). */
  readonly correlationKey: string;
  /** What happened, in the source's closed vocabulary, e.g. `training-data-poisoning` or `endpoint-scaled`. Rules match on it. */
  readonly signal: string;
  readonly title: string;
  /** OCSF severity_id, 0 unknown to 6 fatal, 99 other. https://schema.ocsf.io */
  readonly severityId: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 99;
  readonly resources: readonly Resource[];
  readonly principals: readonly string[];
  /** Facts that a rule or a playbook may need, under names the source documents. Untrusted text, bounded by the parser. */
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly observedAt: Instant;
  readonly isSample: boolean;
  readonly rawDigest: Sha256;
}

/** The envelope that every EventBridge event has. https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export interface EventEnvelope {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
  readonly region: string;
  readonly time: Instant;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
}

/** One file per source in sources/. infra reads `pattern`; a sweep proves that pattern and `parse` agree on every sample. */
export interface Source {
  readonly id: string;
  readonly pattern: JsonObject;
  readonly parse: (event: EventEnvelope, rawDigest: Sha256) => Result<readonly Detection[], Failure<'unreadable'>>;
  /** How long the same correlation key joins an open or just closed incident. */
  readonly correlationWindow: Duration;
  readonly doc: { readonly sentence: string; readonly url: string };
  /** A complete event of this source, written by us from the published schema. */
  readonly sample: JsonObject;
}
