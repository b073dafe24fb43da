import type { JsonObject } from '../../../core/json.ts';
import type { TagMap } from '../tag-keys.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';

export type GuardrailStatus = 'CREATING' | 'UPDATING' | 'VERSIONING' | 'READY' | 'DELETING';
/** Members of CreateGuardrail, as they were given. */
export type GuardrailConfig = JsonObject;
export interface GuardrailVersion {
  readonly version: string;
  readonly config: GuardrailConfig;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly description?: string;
}
export interface Guardrail {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly status: GuardrailStatus;
  readonly draft: GuardrailVersion;
  /** What the draft will be once an update is through. */
  readonly pending?: GuardrailConfig;
  /** Oldest first, `1`, `2` … */
  readonly versions: readonly GuardrailVersion[];
  readonly lastVersion: number;
  readonly createdAt: number;
  readonly tags: TagMap;
}
export interface InvocationLogging {
  readonly account: string;
  readonly region: string;
  readonly config: JsonObject;
}
export const guardrailsOf = (world: World): Table<Guardrail> => world.store.table<Guardrail>('bedrock.guardrail');
/** By `account|region`. */
export const invocationLoggingOf = (world: World): Table<InvocationLogging> =>
  world.store.table<InvocationLogging>('bedrock.invocation-logging');
export const DRAFT = 'DRAFT';
