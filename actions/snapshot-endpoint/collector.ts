import type { InputOf, OutputOf } from '../../core/action/cloud.ts';
import { operationOf } from '../../core/action/iam.ts';
import { plain, plainObject } from '../../core/action/plain.ts';
import type { EvidenceItem, EvidenceStore, Manifest } from '../../core/evidence/store.ts';
import { CallFailed, type Failure } from '../../core/failure.ts';
import { canonical, isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Instant } from '../../core/time.ts';
import type { Read, Reads } from './calls.ts';

/** An answer without the SDK's own notes about it; the request id is kept apart, because it differs when the same call is made again. */
const answerOf = (value: unknown): { readonly output: Json; readonly requestId: string | undefined } => {
  const output = plain(value);
  if (!isObject(output)) return { output, requestId: undefined };
  const { $metadata, ...rest } = output;
  const id = isObject($metadata) ? $metadata.requestId : undefined;
  return { output: rest, requestId: typeof id === 'string' ? id : undefined };
};

/** `async` so that an adapter may stream; an item of a quick set is one chunk. */
const chunks = async function* (text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text, 'utf8'));
};

export interface Collector {
  /** Makes one call and keeps its answer; on a failure the manifest says what is missing, and why. */
  readonly take: <C extends Read>(name: string, command: C, input: InputOf<C>) => Promise<OutputOf<C> | undefined>;
  /** Keeps what is known from elsewhere. */
  readonly keep: (name: string, operation: string, input: JsonObject, output: Json) => Promise<void>;
  readonly miss: (name: string, because: Failure) => void;
  /** Whose credentials the calls are made with, as soon as that is known. */
  readonly signAs: (arn: string) => void;
  readonly items: readonly EvidenceItem[];
  readonly missing: Manifest['missing'];
}

/** All items carry the instant of the verb, so that a repeat after a crash describes the same items. */
export const makeCollector = (cloud: Reads, evidence: EvidenceStore, at: Instant): Collector => {
  const items: EvidenceItem[] = [];
  const missing: { readonly name: string; readonly because: Failure }[] = [];
  let collector = 'unknown';
  const put = async (name: string, operation: string, input: JsonObject, output: Json, requestId?: string): Promise<void> => {
    const from = { operation, input, collector, startedAt: at, endedAt: at, ...(requestId !== undefined && { requestId }) };
    items.push(await evidence.put(name, chunks(canonical({ operation, input, output })), from));
  };
  return {
    items,
    missing,
    signAs: (arn) => {
      collector = arn;
    },
    miss: (name, because) => {
      missing.push({ name, because });
    },
    keep: put,
    take: async (name, command, input) => {
      const answer = await cloud.attempt(command, input);
      if (!answer.ok) {
        missing.push({ name, because: answer.failure });
        return undefined;
      }
      const { output, requestId } = answerOf(answer.value);
      await put(name, operationOf(command), plainObject(input), output, requestId);
      return answer.value;
    },
  };
};

/** A bundle of nothing would say "evidence taken" about an endpoint that nobody could read. */
export const mustHoldSomething = ({ items, missing }: Collector): void => {
  const [first] = missing;
  if (items.length === 0) throw new CallFailed(first?.because ?? notConfigured('evidence', 'nothing was collected'));
};

export const notConfigured = (what: string, why: string): Failure => ({
  kind: 'not-configured',
  retryable: false,
  effect: 'no-change',
  what: `${what}: not configured`,
  why,
  next: 'npx cordon status',
});
