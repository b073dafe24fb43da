import type { NormalizedSchema } from '@smithy/core/schema';
import { enumOf, type Constraint, type GeneratedRule } from '../../tabletop/range/protocol/constraints.ts';
import { regexOf } from '../../tabletop/range/protocol/pattern.ts';
import { structOf, type ClientModule } from '../../tabletop/range/protocol/service.ts';
import type { ModelMember, ModelShape } from './model.ts';

/** What was found on the way through the inputs of a service. */
export interface Found {
  readonly rules: Map<string, GeneratedRule>;
  /** Every place that the model has, with a rule or without. */
  readonly places: Set<string>;
  readonly unreadable: Map<string, string>;
  readonly seen: Set<unknown>;
}
export const nothingFound = (): Found => ({ rules: new Map(), places: new Set(), unreadable: new Map(), seen: new Set() });

/** A text or list of at least nothing, and a pattern that everything has: no rules. */
const saysNothing = (schema: NormalizedSchema) => ({
  min: (min: number) => min === 0 && !schema.isNumericSchema() && !schema.isBigIntegerSchema(),
  pattern: (pattern: string) => pattern === '.*',
});
/** The client's values are newer. Another enum by the same name shares no value with the model's. */
const enumRule = (client: ClientModule, name: string, values: readonly string[]): GeneratedRule => {
  const known = enumOf(client, name);
  return known !== undefined && values.some((value) => known.includes(value)) ? { enum: name } : { values };
};
const ruleOf = (client: ClientModule, schema: NormalizedSchema, name: string, rule: Constraint): GeneratedRule => {
  const { min, max, pattern, values } = rule;
  const empty = saysNothing(schema);
  return {
    ...(min === undefined || empty.min(min) ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(pattern === undefined || empty.pattern(pattern) ? {} : { pattern }),
    ...(values === undefined ? {} : enumRule(client, name, values)),
  };
};

const put = (found: Found, key: string, rule: GeneratedRule): void => {
  const { pattern, ...rest } = rule;
  const isReadable = pattern === undefined || regexOf(pattern) !== undefined;
  if (!isReadable) found.unreadable.set(key, pattern);
  const kept = isReadable ? rule : rest;
  if (Object.keys(kept).length === 0) return;
  const before = found.rules.get(key);
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(kept)) throw new Error(`${key} has two different rules`);
  found.rules.set(key, kept);
};

const walkMember = (client: ClientModule, schema: NormalizedSchema, member: ModelMember | undefined, key: string, found: Found): void => {
  if (member === undefined) return;
  const { shape } = member;
  found.places.add(key);
  put(found, key, ruleOf(client, schema, shape.name, member.rule));
  if (schema.isStructSchema()) walkInput(client, schema, shape, found);
  else if (schema.isListSchema()) walkMember(client, schema.getValueSchema(), shape.item, `${key}[]`, found);
  else if (schema.isMapSchema()) {
    walkMember(client, schema.getKeySchema(), shape.key, `${key}{key}`, found);
    walkMember(client, schema.getValueSchema(), shape.value, `${key}{}`, found);
  }
};
/**
 * The rules of every member that an input reaches. Client and model are walked together, by the members' names: the names of shapes are not
 * always the same in both, and the client does not know those of its simple ones.
 */
export const walkInput = (client: ClientModule, schema: NormalizedSchema, model: ModelShape, found: Found): void => {
  const struct = structOf(schema);
  if (struct === undefined || found.seen.has(struct)) return;
  found.seen.add(struct);
  for (const [name, member] of schema.structIterator())
    walkMember(client, member, model.member(name), `${schema.getName() ?? ''}.${name}`, found);
};
