import type { NormalizedSchema } from '@smithy/core/schema';
import { mustBeFlag } from './codec.ts';

/** Every boolean below, by its element's name; a shape that holds itself is entered once. */
const flagsIn = (schema: NormalizedSchema, seen: ReadonlySet<unknown> = new Set()): readonly (readonly [string, NormalizedSchema])[] => {
  if (schema.isListSchema()) return flagsIn(schema.getValueSchema(), seen);
  const shape: unknown = schema.getSchema();
  if (!schema.isStructSchema() || seen.has(shape)) return [];
  const within = new Set([...seen, shape]);
  return [...schema.structIterator()].flatMap(([name, member]) => {
    const { xmlName, httpHeader, httpQuery } = member.getMergedTraits();
    if (httpHeader !== undefined || httpQuery !== undefined) return [];
    return member.isBooleanSchema() ? [[xmlName ?? name, member] as const] : flagsIn(member, within);
  });
};
const known = new WeakMap<object, ReadonlyMap<string, NormalizedSchema>>();

/** The SDK's XML reader takes any text but `true` for false. No element of S3 is a flag here and a text there. */
export const mustHaveFlags = (input: NormalizedSchema, body: Uint8Array): void => {
  const flags = known.get(input) ?? new Map(flagsIn(input));
  known.set(input, flags);
  if (flags.size === 0) return;
  for (const [, name = '', text = ''] of Buffer.from(body)
    .toString('utf8')
    .matchAll(/<([A-Za-z]+)>([^<]*)<\//g)) {
    const flag = flags.get(name);
    if (flag !== undefined) mustBeFlag(flag, name, text.trim());
  }
};
