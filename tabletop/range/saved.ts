import * as z from 'zod';
import type { Measurements } from './behaviour.ts';
import type { RangeState } from './store.ts';

const FORMAT = 'cordon-range/1';
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
const Saved = z.strictObject({
  format: z.literal(FORMAT),
  /** What new ids are derived from. */
  seed: z.string().min(1),
  /** When it was written. The range's own time goes on meanwhile: what came due is done first. */
  at: z.iso.datetime(),
  state: z.record(z.string().regex(/^[^/]+\/./), z.string().refine(isJson, 'not JSON')),
});
export interface SavedRange {
  readonly seed: string;
  readonly state: RangeState;
}

const MeasuredFile = z.looseObject({
  format: z.literal('cordon-measured/1'),
  /** Who answered, where that was not AWS. */
  notAws: z.string().optional(),
  measured: z.record(
    z.string(),
    z.strictObject({
      seconds: z.number().min(0).optional(),
      verdict: z.enum(['accepted', 'refused']).optional(),
      text: z.string().optional(),
    }),
  ),
});

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };
const parsed = <S extends z.ZodType>(schema: S, text: string): Read<z.output<S>> => {
  if (!isJson(text)) return { ok: false, why: 'it is not JSON' };
  const result = schema.safeParse(JSON.parse(text));
  return result.success ? { ok: true, value: result.data } : { ok: false, why: z.prettifyError(result.error) };
};

/** One exported range as a file. */
export const savedText = (seed: string, at: string, state: RangeState): string =>
  `${JSON.stringify({ format: FORMAT, seed, at, state }, null, 1)}\n`;
export const readSaved = (text: string): Read<SavedRange> => parsed(Saved, text);

/** What `cordon calibrate` wrote: only what was measured counts here, the rest of the file is for people. */
export const readMeasured = (text: string): Read<Measurements> => {
  const file = parsed(MeasuredFile, text);
  if (!file.ok) return file;
  const { notAws } = file.value;
  // Against a range everything can be tried; what it answers is its own opinion.
  if (notAws !== undefined) return { ok: false, why: `it was measured against ${notAws}, which is not AWS` };
  const entries = Object.entries(file.value.measured).map(([id, { seconds, verdict, text: words }]) => [
    id,
    { ...(seconds !== undefined && { seconds }), ...(verdict !== undefined && { verdict }), ...(words !== undefined && { text: words }) },
  ]);
  return { ok: true, value: Object.fromEntries(entries) };
};
