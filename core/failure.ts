/** Did the account change? Always answerable, also in every error. */
export type Effect = 'no-change' | 'changed' | 'unknown';

/** An expected failure. `kind` comes from the area that owns it; `retry.on` in a playbook matches it. */
export interface Failure<Kind extends string = string> {
  readonly kind: Kind;
  readonly retryable: boolean;
  readonly effect: Effect;
  readonly what: string;
  readonly why: string;
  /** The exact next command. */
  readonly next: string;
}
export type CloudFailureKind = 'throttled' | 'denied' | 'not-found' | 'conflict' | 'in-progress' | 'invalid' | 'timed-out' | 'unavailable';

export type Result<T, F extends Failure = Failure> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F };
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const failed = <F extends Failure>(failure: F): { readonly ok: false; readonly failure: F } => ({ ok: false, failure });

/** Carries a Failure through code that would otherwise check after every call; whoever serves a request turns it into a value, once. */
export class CallFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`${failure.what}: ${failure.why}`);
    this.name = 'CallFailed';
    this.failure = failure;
  }
}

/** Anything thrown, as a value. What is not a CallFailed is a bug of ours: its effect is unknown until somebody looks. */
export const failureOf = (thrown: unknown): Failure => {
  if (thrown instanceof CallFailed) return thrown.failure;
  const why = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { kind: 'bug', retryable: false, effect: 'unknown', what: 'Cordon failed unexpectedly', why, next: 'npx cordon status' };
};
