import type * as z from 'zod';
import type { Actor } from '../core/approval/approval.ts';
import type { Effect } from '../core/failure.ts';
import type { JsonObject } from '../core/json.ts';

/** 0 ok · 1 failed · 2 usage or unreadable input · 3 assertion or verification failed · 4 waiting for approval · 5 denied · 6 not found · 7 stale or conflict · 8 unknown outcome · 75 temporary. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 75;

/** What every verb answers, on every surface. */
export interface Answer {
  readonly exit: ExitCode;
  /** For people; plain text, escaped by the surface that shows it. Without the place line and without the Next line. */
  readonly lines: readonly string[];
  /** For programs (`--json`). */
  readonly data: JsonObject;
  /** One command that works when pasted. */
  readonly next?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string; readonly effect: Effect };
  /** Follow this incident until it waits again or ends; the surface shows what happens meanwhile. */
  readonly follow?: { readonly incident: number; readonly fromSeq: number };
}

/** One verb, said once: the command line, the console and Slack derive help, arguments and refusals from it. */
export interface Verb<Desk, A extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** One line of help, in the imperative. */
  readonly summary: string;
  readonly args: A;
  /** Names of `args` that may be given without a flag, in order. */
  readonly positional: readonly (keyof z.output<A> & string)[];
  /** `act` needs a person; `read` anybody with the key. */
  readonly effect: 'read' | 'act';
  readonly run: (desk: Desk, args: z.output<A>, actor: Actor & { readonly kind: 'human' }) => Promise<Answer>;
}
