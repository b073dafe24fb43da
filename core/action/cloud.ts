import type { CloudFailureKind, Failure, Result } from '../failure.ts';

/** A class of AWS SDK command, e.g. UpdateEndpointCommand. Classes are nominal, instances are not: a Delete passes as a Stop. */
export type Command = abstract new (input: never) => { readonly input: object };
export type InputOf<C extends Command> = InstanceType<C>['input'];
export type OutputOf<C extends Command> =
  InstanceType<C> extends { resolveMiddleware(...args: infer _A): (...args: infer _B) => Promise<{ output: infer O }> } ? O : never;

/**
 * The only door from an action to AWS, already bound to the target's account and region. It takes the command CLASS; the adapter finds
 * client and IAM name in the command's runtime schema, never in `constructor.name` (minified away).
 */
export interface Cloud<Allowed extends Command> {
  /** Throws `CallFailed` (carries a Failure); the action function turns it into a value once. */
  call<C extends Allowed>(command: C, input: InputOf<C>): Promise<OutputOf<C>>;
  /** For calls that should be refused, such as a canary. */
  attempt<C extends Allowed>(command: C, input: InputOf<C>): Promise<Result<OutputOf<C>, Failure<CloudFailureKind>>>;
}
