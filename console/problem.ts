import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Effect } from '../core/failure.ts';
import type { JsonObject } from '../core/json.ts';
import { mayAct } from '../core/verb/read-args.ts';
import { servedName, TABLE } from '../core/verb/table.ts';
import type { Answer, ExitCode } from '../engine/verb.ts';

interface Problem {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** @default 'no-change': whatever is refused at the door changed nothing. */
  readonly effect?: Effect;
}

export const problem = (c: Context, { status, code, message, hint, effect = 'no-change' }: Problem): Response =>
  c.json({ error: { code, message, hint, effect } }, status);

export const missing = (c: Context, what: string, hint: string): Response =>
  problem(c, { status: 404, code: 'not-found', message: `There is no ${what.slice(0, 40)}`, hint });

const STATUS: Readonly<Record<ExitCode, ContentfulStatusCode>> = {
  0: 200,
  1: 500,
  2: 400,
  3: 422,
  4: 202,
  5: 403,
  6: 404,
  7: 409,
  8: 500,
  75: 503,
};

/** By the verb's entry: it changes nothing. Of a verb that the table does not know, nothing is known. */
export const onlyLooks = (route: string, args: JsonObject): boolean => {
  const name = servedName(route);
  return name !== undefined && !mayAct(TABLE[name], args);
};
/** What somebody must assume who got no proper answer. What only looks changed nothing, however it ended. */
export const effectOfBreaking = (c: Context, broken = true): Effect =>
  broken && c.req.method !== 'GET' && c.get('onlyLooks') !== true ? 'unknown' : 'no-change';

/** An answer keeps its shape over HTTP; the status repeats its exit code. 8 (unknown outcome) is never told as "nothing happened". */
export const answered = (c: Context, answer: Answer): Response => {
  const error = answer.error ?? {
    code: `exit-${answer.exit}`,
    message: answer.lines[0] ?? 'The command did not succeed',
    hint: answer.next ?? 'npx cordon status',
    effect: effectOfBreaking(c, answer.exit === 1 || answer.exit === 8),
  };
  return c.json(answer.exit === 0 || answer.exit === 4 ? answer : { ...answer, error }, STATUS[answer.exit]);
};
