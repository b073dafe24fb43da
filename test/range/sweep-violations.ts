import type { NormalizedSchema } from '@smithy/core/schema';
import type { Constraint } from '../../tabletop/range/protocol/constraints.ts';
import { regexOf } from '../../tabletop/range/protocol/pattern.ts';
import { sampleOf, type Value } from './wire-sample.ts';

export interface Violation {
  readonly value: Value;
  /** What the refusal must say. */
  readonly says: string;
}
/** Longer ones would be megabytes. */
const LONGEST = 1_100_000;
const ODD = ['!', ' ', '~', '\u0001', '%', '/', 'ß', '\n', '𝄞', 'a b', '-', 'sample', 'a'.repeat(3000)];

/** One that a form can say, too: something stands in it. */
const filled = (schema: NormalizedSchema): Value => {
  const sample = sampleOf(schema);
  if (!schema.isStructSchema() || Object.keys(sample).length > 0) return sample;
  const [first] = schema.structIterator();
  return first === undefined ? sample : { [first[0]]: sampleOf(first[1]) };
};
const many = (count: number, schema: NormalizedSchema): Value =>
  schema.isMapSchema()
    ? Object.fromEntries(Array.from({ length: count }, (_none, index) => [`k${index}`, filled(schema.getValueSchema())]))
    : Array.from({ length: count }, () => filled(schema.getValueSchema()));
const sized = (schema: NormalizedSchema, size: number): Value | undefined => {
  if (size > LONGEST) return undefined;
  if (schema.isNumericSchema() || schema.isBigIntegerSchema()) return size;
  if (size < 0) return undefined;
  if (schema.isStringSchema()) return 'a'.repeat(size);
  if (schema.isBlobSchema()) return Buffer.alloc(size).toString('base64');
  return schema.isListSchema() || schema.isMapSchema() ? many(size, schema) : undefined;
};
const isNumber = (schema: NormalizedSchema): boolean => schema.isNumericSchema() || schema.isBigIntegerSchema();

/** A value for each part of a rule that breaks it. */
export const violationsOf = (rule: Constraint, schema: NormalizedSchema): readonly Violation[] => {
  const bound = isNumber(schema) ? 'value' : 'length';
  const [least, most] = [
    rule.min === undefined ? undefined : sized(schema, rule.min - 1),
    rule.max === undefined ? undefined : sized(schema, rule.max + 1),
  ];
  const { pattern, values } = rule;
  const odd = pattern === undefined ? undefined : ODD.find((text) => regexOf(pattern)?.test(text) === false);
  // A path without a label is another path.
  const isLabel = schema.getMergedTraits().httpLabel === 1;
  return [
    ...(least === undefined || (isLabel && least === '')
      ? []
      : [{ value: least, says: `Member must have ${bound} greater than or equal to ${rule.min}` }]),
    ...(most === undefined ? [] : [{ value: most, says: `Member must have ${bound} less than or equal to ${rule.max}` }]),
    ...(odd === undefined ? [] : [{ value: odd, says: 'Member must satisfy regular expression pattern: ' }]),
    ...(values === undefined ? [] : [{ value: 'no-such-value', says: 'Member must satisfy enum value set: [' }]),
  ];
};
