import * as z from 'zod';
import { Target } from '../asset/resource.ts';
import type { Effect, Failure } from '../failure.ts';
import type { ActionId, IncidentId } from '../id.ts';
import { digestOf, JsonObject, type Sha256 } from '../json.ts';

/**
 * A0 observe or preserve, A1 narrow + reversible, A2 broad + reversible (contain: stops harm in seconds; change: rollback, swap),
 * A3 irreversible or outward, L loosen (release, raise a mode, suppress, activate a playbook). Table: docs/reference/approvals.md.
 */
export const Risk = z.enum(['A0', 'A1', 'A2-contain', 'A2-change', 'A3', 'L']);
export type Risk = z.output<typeof Risk>;

export const PlannedWrite = z.strictObject({ operation: z.templateLiteral([z.string(), ':', z.string()]), input: JsonObject });
export type PlannedWrite = z.output<typeof PlannedWrite>;

/** Stored before apply; what the card shows, the approval binds and the dry run prints. At most 64 KB. */
export interface Plan<Before extends JsonObject = JsonObject> {
  readonly action: ActionId;
  readonly target: Target;
  readonly input: JsonObject;
  /** Everything undo needs. */
  readonly before: Before;
  /** The few facts whose change voids the approval. Not `before`: autoscaling moves that every minute. */
  readonly guard: JsonObject;
  /** In order. The Cloud of `apply` refuses a write that is not here; fields known only later are left out. */
  readonly writes: readonly PlannedWrite[];
  /** For people: who is affected, for how long. First line is the summary. */
  readonly impact: readonly string[];
  /** Why the effect would not be whole although every call would be accepted, as sentences. Absent: nothing speaks against it. */
  readonly gaps?: readonly string[] | undefined;
  /** It is so already because this other incident made it so: nothing is written, and the hold of that one is shared. */
  readonly restsOn?: IncidentId;
}
export const Plan: z.ZodType<Plan> = z.strictObject({
  action: z.templateLiteral([z.string(), '.', z.string()]),
  target: Target,
  input: JsonObject,
  before: JsonObject,
  guard: JsonObject,
  writes: z.array(PlannedWrite).max(64),
  impact: z.array(z.string()).max(32),
  gaps: z.array(z.string()).max(80).optional(),
  restsOn: z.templateLiteral(['inc-', z.string()]).exactOptional(),
});
export type Look<Before extends JsonObject> = Pick<Plan<Before>, 'before' | 'guard' | 'writes' | 'impact' | 'gaps' | 'restsOn'>;

/** What an approval binds. `before`, `impact` and `gaps` are left out: they may move while people think. */
export const planDigestOf = ({ action, target, input, guard, writes, restsOn }: Plan): Sha256 =>
  digestOf({ action, target, input, guard, writes, ...(restsOn !== undefined && { restsOn }) });

/** What an evidence step tells the incident; `missing` makes the manifest honest. */
export interface Collected {
  readonly bundle: string;
  readonly digest: Sha256;
  readonly items: number;
  readonly missing: readonly string[];
}

/** `cursor` present: more to do, call again with it (how 5 GB are hashed in 15-minute functions). */
export interface Applied {
  readonly effect: Effect;
  readonly cursor?: JsonObject;
  readonly output?: JsonObject;
  readonly collected?: Collected;
}

/** One look at the effect, never a loop: the engine waits durably between two calls. */
export type Proof =
  | {
      readonly kind: 'proven' /** Live state as we left it; undo checks drift against it. */;
      readonly after: JsonObject;
      readonly observed: readonly string[] /** The effect holds, but not for everybody. */;
      readonly partly?: readonly string[];
    }
  | {
      readonly kind: 'pending';
      readonly because: string /** Handed to the next look, e.g. a counter that must stand still. */;
      readonly seen?: JsonObject;
    }
  | { readonly kind: 'refuted'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string };

/** How far containment is proven; the only words that any surface prints. */
export type Containment = 'not-contained' | 'partly-contained' | 'contained' | 'unknown' | 'released';

/** What a step ends in, after the engine has waited. Effect and proof are two questions. */
export interface ActionResult {
  readonly effect: Effect;
  readonly proof: Exclude<Proof, { kind: 'pending' }>;
  readonly failure?: Failure;
}
