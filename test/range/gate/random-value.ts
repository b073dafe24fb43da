import type { NormalizedSchema } from '@smithy/core/schema';
import { requiredNames } from '../../../tabletop/range/protocol/service.ts';
import type { Random } from './random.ts';

/** Everything that XML, JSON, forms and URLs each write in their own way. */
const RICH = 'abcXYZ019-_./:+%&<>"\'é漢𝄞=?#,{} ';
const IN_HEADER = 'abcXYZ019-_./:+%&=';
const IN_LABEL = 'abcXYZ019-_.:+%&é$';
/** Deeper than this only what is required. Some shapes contain themselves. */
const DEEP = 4;
const TOO_DEEP = 9;

type Place = 'body' | 'header' | 'label' | 'query';
const placeOf = (schema: NormalizedSchema, outer: Place): Place => {
  const traits = schema.getMergedTraits();
  if (traits.httpLabel === 1) return 'label';
  if (traits.httpHeader !== undefined || typeof traits.httpPrefixHeaders === 'string') return 'header';
  return traits.httpQuery !== undefined || traits.httpQueryParams === 1 ? 'query' : outer;
};
export type Value = Readonly<Record<string, unknown>>;

const simple = (schema: NormalizedSchema, random: Random, place: Place): unknown => {
  if (schema.isStringSchema()) {
    if (schema.getMergedTraits().mediaType?.includes('json') === true) return '{"a":1}';
    if (place === 'header') return random.text(IN_HEADER);
    return place === 'label' ? random.text(IN_LABEL) : random.text(RICH).trim() || 'x';
  }
  if (schema.isBooleanSchema()) return random.next() < 0.5;
  if (schema.isNumericSchema()) return random.below(1000);
  if (schema.isBigIntegerSchema()) return BigInt(random.below(1000));
  // Headers carry whole seconds.
  if (schema.isTimestampSchema()) return new Date(1_600_000_000_000 + random.below(3e8) * 1000);
  if (schema.isBlobSchema()) return Buffer.from(random.text(RICH));
  return schema.isDocumentSchema() ? { a: [1, 'b', true] } : undefined;
};

/** A value that a shape allows: with what is required, and half of the rest. */
export const randomValue = (schema: NormalizedSchema, random: Random, depth = 0, outer: Place = 'body'): unknown => {
  const place = placeOf(schema, outer);
  const inner = (of: NormalizedSchema) => randomValue(of, random, depth + 1, place);
  const several = <T>(make: (index: number) => T): readonly T[] =>
    depth > TOO_DEEP - 2 ? [] : Array.from({ length: 1 + random.below(2) }, (_none, index) => make(index));
  if (schema.isUnionSchema()) {
    const members = [...schema.structIterator()];
    const flat = members.filter(([, member]) => depth < DEEP || !member.isStructSchema());
    const [name, member] = random.pick(flat.length > 0 ? flat : members);
    return { [name]: inner(member) };
  }
  if (schema.isStructSchema()) return randomStruct(schema, random, depth);
  if (schema.isListSchema()) return several(() => inner(schema.getValueSchema()));
  if (schema.isMapSchema())
    return Object.fromEntries(
      several((index) => [`k${index}${place === 'header' ? '' : random.text('abZ-')}`, inner(schema.getValueSchema())]),
    );
  return simple(schema, random, place);
};
export const randomStruct = (schema: NormalizedSchema, random: Random, depth = 0): Value => {
  if (schema.isUnitSchema()) return {};
  const required = requiredNames(schema);
  const isTaken = (name: string, member: NormalizedSchema): boolean => {
    if (member.getMergedTraits().httpResponseCode === 1) return false;
    return required.includes(name) || member.isIdempotencyToken() || (depth < DEEP && random.next() < 0.5);
  };
  const members = [...schema.structIterator()];
  const taken = members.filter(([name, member]) => isTaken(name, member));
  // A form cannot say that a structure is there and empty.
  const chosen = taken.length === 0 && depth > 0 && depth < TOO_DEEP ? members.slice(0, 1) : taken;
  return Object.fromEntries(
    chosen.flatMap(([name, member]) => {
      const value = randomValue(member, random, depth + 1);
      return value === undefined ? [] : [[name, value]];
    }),
  );
};
