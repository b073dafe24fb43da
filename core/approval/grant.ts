import * as z from 'zod';
import { Arn } from '../asset/resource.ts';
import { failed, ok, type Failure, type Result } from '../failure.ts';
import type { ActionId, RunId, StepPath } from '../id.ts';
import { Sha256, type Json } from '../json.ts';
import { Instant } from '../time.ts';

/** observe: stop after look. propose: every A1+ waits for a person. enforce: the approval table alone decides. */
export const Mode = z.enum(['observe', 'propose', 'enforce']);
export type Mode = z.output<typeof Mode>;

/** Who or what permitted an effect. */
export const GrantedBy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('people'), approvalId: z.string() }),
  z.strictObject({ kind: z.literal('policy'), rule: z.string() }),
  z.strictObject({ kind: z.literal('silence'), approvalId: z.string() }),
]);
export type GrantedBy = z.output<typeof GrantedBy>;

/**
 * One-shot permission for one verb of one step, signed by `approve` and checked by the action function, which recomputes the plan digest
 * and refuses writes that the plan does not hold. A callback only wakes a run; it permits nothing.
 */
export const Grant = z.strictObject({
  action: z.templateLiteral([z.string(), '.', z.string()]),
  verb: z.enum(['apply', 'undo']),
  account: z.string(),
  target: Arn,
  planDigest: Sha256,
  run: z.templateLiteral(['run-', z.string()]),
  step: z.string(),
  mode: Mode,
  by: GrantedBy,
  expiresAt: Instant,
  nonce: z.string().min(16),
});
export type Grant = z.output<typeof Grant>;

/** base64 of an ECDSA P-256 signature (DER) over `seal text` of purpose and payload. */
export interface Signature {
  readonly keyId: string;
  readonly signature: string;
}
export const SignedGrant = z.strictObject({ payload: Grant, keyId: z.string(), signature: z.string() });
export type SignedGrant = z.output<typeof SignedGrant>;

/** What a signature is for is part of what is signed: a signed fact can never pass as a grant. */
export type Purpose = 'grant' | 'fact' | 'head' | 'evidence';
export type Verify = (purpose: Purpose, payload: Json | object, signature: Signature) => boolean;

export interface GrantUse {
  readonly action: ActionId;
  readonly verb: 'apply' | 'undo';
  readonly account: string;
  readonly target: Arn;
  readonly planDigest: Sha256;
  readonly run: RunId;
  readonly step: StepPath;
  readonly now: Instant;
}

/** Does this grant permit exactly this use? The answer names the first thing that differs. */
export const checkGrant = (signed: SignedGrant, use: GrantUse, verify: Verify): Result<Grant, Failure<'no-grant'>> => {
  const { payload: grant } = signed;
  const refuse = (why: string) =>
    failed({
      kind: 'no-grant' as const,
      retryable: false,
      effect: 'no-change' as const,
      what: `${use.action} was refused`,
      why,
      next: 'npx cordon status',
    });
  if (!verify('grant', grant, signed)) return refuse('the grant is not signed by the approve function');
  const pairs: readonly (readonly [string, string, string])[] = [
    ['action', grant.action, use.action],
    ['verb', grant.verb, use.verb],
    ['account', grant.account, use.account],
    ['target', grant.target, use.target],
    ['plan', grant.planDigest, use.planDigest],
    ['run', grant.run, use.run],
    ['step', grant.step, use.step],
  ];
  const other = pairs.find(([, granted, used]) => granted !== used);
  if (other !== undefined) return refuse(`the grant is for another ${other[0]}`);
  if (grant.expiresAt <= use.now) return refuse(`the grant expired at ${grant.expiresAt}`);
  return grant.mode === 'observe' ? refuse('mode observe permits no effect') : ok(grant);
};
