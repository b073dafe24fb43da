import type { ArgValue, TypedArgsOf, Verb } from '../core/verb/entry.ts';
import type { TABLE, VerbName } from '../core/verb/table.ts';
import type { Output } from './output.ts';

/** What the process was started with; read once, in main.ts. */
export interface Surroundings {
  /** The project's folder. */
  readonly root: string;
  readonly dataDir: string;
  readonly port: number;
  readonly rangePort: number;
  readonly version: string;
}
export interface Invocation<Args = Readonly<Record<string, ArgValue | undefined>>> {
  readonly verb: Verb;
  /** Positionals and options by the names of the table, read by it; ids in their one form. */
  readonly args: Args;
  readonly as: string | undefined;
  readonly json: boolean;
}
/** Answers the exit code. */
export type Handler = (call: Invocation, out: Output, surroundings: Surroundings) => Promise<number>;
/** For one verb of the table. */
export type HandlerOf<N extends VerbName> = (
  call: Invocation<TypedArgsOf<(typeof TABLE)[N]>>,
  out: Output,
  surroundings: Surroundings,
) => Promise<number>;
