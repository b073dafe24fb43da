import * as z from 'zod';
import type { Box } from './box.ts';

/** What a method answers: its data, or a refusal by Slack's name for it. */
export type Reply =
  | { readonly ok: true; readonly data: { readonly [key: string]: unknown } }
  | { readonly ok: false; readonly error: string; readonly messages?: readonly string[] };

export const fine = (data: { readonly [key: string]: unknown } = {}): Reply => ({ ok: true, data });
export const refuse = (error: string, messages?: readonly string[]): Reply => ({
  ok: false,
  error,
  ...(messages === undefined ? {} : { messages }),
});

export interface Method {
  /** Calls per minute and workspace: the tiers of https://docs.slack.dev/apis/web-api/rate-limits (1: 1, 2: 20, 3: 50, 4: 100). */
  readonly perMinute: number;
  /** `apps.connections.open` takes the app-level token, all others the bot's. @default 'bot' */
  readonly token?: 'app';
  readonly run: (box: Box, args: Readonly<Record<string, unknown>>) => Reply;
}

/** Arguments arrive as text in a form or typed in JSON; what a method does not name is ignored, as Slack does. */
export const method = <S extends z.ZodType>(perMinute: number, args: S, run: (box: Box, args: z.output<S>) => Reply): Method => ({
  perMinute,
  run: (box, given) => {
    const parsed = args.safeParse(given);
    if (parsed.success) return run(box, parsed.data);
    return refuse(
      'invalid_arguments',
      parsed.error.issues.map(({ path, message }) => `[ERROR] ${message} [json-pointer:/${path.join('/')}]`),
    );
  },
});

const parsedJson = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

/** The kinds of arguments, whichever way they came. */
export const text = z.string();
export const flag = z.union([z.boolean(), z.stringbool()]);
export const count = z.coerce.number().int().min(1).max(999);
export const json = z.preprocess(parsedJson, z.unknown());
