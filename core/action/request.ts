import * as z from 'zod';
import { SignedGrant } from '../approval/grant.ts';
import type { Result } from '../failure.ts';
import type { IdempotencyKey, IncidentId } from '../id.ts';
import { JsonObject, type Sha256 } from '../json.ts';
import { Instant } from '../time.ts';
import { Plan, type Applied, type PlannedWrite, type Proof } from './plan.ts';

/** `key` repeats on a retry; `at` is stamped once, when the verb was first called, so a replay sees the same time. */
export interface Call {
  readonly incidentId: IncidentId;
  readonly key: IdempotencyKey;
  readonly at: Instant;
  readonly exercise: boolean;
}
const call = {
  incidentId: z.templateLiteral(['inc-', z.string()]),
  key: z.templateLiteral(['run-', z.string(), ':', z.string(), ':', z.string()]),
  at: Instant,
  exercise: z.boolean(),
};
/** What crosses from the run to an action function. A dry run sends `look` only. */
export const ActionRequest = z.discriminatedUnion('verb', [
  z.strictObject({ ...call, verb: z.literal('look'), input: JsonObject }),
  z.strictObject({ ...call, verb: z.literal('apply'), plan: Plan, grant: SignedGrant, cursor: JsonObject.optional() }),
  z.strictObject({ ...call, verb: z.literal('verify'), plan: Plan, seen: JsonObject.optional() }),
  /** `after`: the live state that we left; undo refuses when it moved. */
  z.strictObject({ ...call, verb: z.literal('undo'), plan: Plan, grant: SignedGrant, after: JsonObject }),
  /** May this be undone right now? Reads only; answers what `undo` would find. */
  z.strictObject({ ...call, verb: z.literal('look-undo'), plan: Plan, after: JsonObject }),
  z.strictObject({ ...call, verb: z.literal('verify-undo'), plan: Plan, after: JsonObject, seen: JsonObject.optional() }),
]);
export type ActionRequest = z.output<typeof ActionRequest>;
export type ActionReply = Result<
  | { readonly verb: 'look'; readonly plan: Plan; readonly planDigest: Sha256 }
  | { readonly verb: 'apply' | 'undo'; readonly applied: Applied }
  | { readonly verb: 'verify' | 'verify-undo'; readonly proof: Proof }
  | { readonly verb: 'look-undo'; readonly drift: readonly string[]; readonly writes: readonly PlannedWrite[] }
>;
