import type { Actor } from '../core/approval/approval.ts';
import type { Effect } from '../core/failure.ts';
import type { JsonObject } from '../core/json.ts';
import type { ArgsOf } from '../core/verb/entry.ts';
import type { ExitCode } from '../core/verb/exits.ts';
import type { ServedName, TABLE } from '../core/verb/table.ts';
import type { Desk } from './desk.ts';

export type { ExitCode };

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

export type Person = Actor & { readonly kind: 'human' };
/** What a verb does. Its name, help, arguments, bounds and permission are its entry in core/verb; `args` were read by it. */
export type Run<N extends ServedName> = (desk: Desk, args: ArgsOf<(typeof TABLE)[N]>, actor: Person) => Promise<Answer>;
