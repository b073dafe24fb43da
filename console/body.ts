import type { Context } from 'hono';
import type * as z from 'zod';
import { problem } from './problem.ts';

/** An EventBridge PutEvents call holds at most 1 MiB; 64 KiB for the array or NDJSON around it. */
export const EVENT_BYTES = 1_048_576 + 65_536;
/** A vote or a command with its reason. */
const COMMAND_BYTES = 65_536;

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly response: Response };

const tooLarge = (c: Context, limit: number): Read<never> => {
  c.header('connection', 'close');
  return {
    ok: false,
    response: problem(c, {
      status: 413,
      code: 'too-large',
      message: `The body is larger than ${limit} bytes; nothing of it was read as an event or a command`,
      hint: 'Send fewer events per request',
    }),
  };
};

/** Stops at the first chunk over the limit: an oversized body is never held whole. */
export const readBytes = async (c: Context, limit: number): Promise<Read<Uint8Array>> => {
  if (Number(c.req.header('content-length') ?? 0) > limit) return tooLarge(c, limit);
  const reader = c.req.raw.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader?.read(); next !== undefined && !next.done; next = await reader?.read()) {
    size += next.value.byteLength;
    if (size > limit) {
      reader?.releaseLock();
      return tooLarge(c, limit);
    }
    chunks.push(next.value);
  }
  return { ok: true, value: Buffer.concat(chunks, size) };
};

const unreadable = (c: Context, message: string, hint: string): Read<never> => ({
  ok: false,
  response: problem(c, { status: 400, code: 'unreadable', message, hint }),
});

const parseJson = (bytes: Uint8Array): { readonly value: unknown } | { readonly broken: string } => {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch (thrown) {
    return { broken: thrown instanceof Error ? thrown.message : String(thrown) };
  }
};

/** A small JSON body that must fit `schema`; an empty body is `{}`. The refusal names the field. */
export const readJson = async <S extends z.ZodType>(c: Context, schema: S): Promise<Read<z.output<S>>> => {
  const read = await readBytes(c, COMMAND_BYTES);
  if (!read.ok) return read;
  const json = read.value.byteLength === 0 ? { value: {} } : parseJson(read.value);
  if ('broken' in json) return unreadable(c, `The body is not JSON: ${json.broken.slice(0, 200)}`, 'Send one JSON object in UTF-8');
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'the body' : issue.path.join('.');
  return unreadable(c, `${where}: ${issue?.message ?? 'does not fit'}`, 'The acting person and other fields never come from a body');
};
