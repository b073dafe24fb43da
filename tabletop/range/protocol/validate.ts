import type { NormalizedSchema } from '@smithy/core/schema';
import { brokenRules, complaints, entriesBroken } from './broken-rules.ts';
import type { Constraints } from './constraints.ts';
import { AwsFault } from './errors.ts';
import { requiredNames, structOf } from './service.ts';

interface Walk {
  readonly problems: string[];
  readonly strict: boolean;
  readonly constraints: Constraints;
}
const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
const nullAt = (path: string): string => `Value null at '${path}' failed to satisfy constraint: Member must not be null`;

const mismatch = (want: string, path: string, value: unknown): never => {
  const got = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  throw new AwsFault('SerializationException', `${want} expected at ${path === '' ? '(root)' : path}, got ${got}`);
};
const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array);

interface Struct {
  readonly required: readonly string[];
  /** With their names as constraints say them. */
  readonly members: ReadonlyMap<string, { readonly member: NormalizedSchema; readonly full: string }>;
  readonly isUnion: boolean;
}
/** What the SDK works out anew at every look at a shape, by the shape itself, of which a client package has one. */
const structs = new WeakMap<object, Struct>();
const structAt = (schema: NormalizedSchema): Struct => {
  const shape = structOf(schema) ?? schema;
  const known = structs.get(shape);
  if (known !== undefined) return known;
  const members = [...schema.structIterator()].map(
    ([name, member]) => [name, { member, full: `${schema.getName() ?? ''}.${name}` }] as const,
  );
  const struct = { required: requiredNames(schema), members: new Map(members), isUnion: schema.isUnionSchema() };
  structs.set(shape, struct);
  return struct;
};
const ALWAYS_KNOWN: readonly string[] = ['__type', '$unknown', '$metadata'];

const walkStruct = (schema: NormalizedSchema, value: unknown, path: string, walk: Walk): void => {
  if (!isPlain(value)) return mismatch('STRUCTURE', path, value);
  const { required, members, isUnion } = structAt(schema);
  for (const name of required) if (value[name] === undefined || value[name] === null) walk.problems.push(nullAt(below(path, camel(name))));
  let set = 0;
  for (const [name, { member, full }] of members) {
    const inner = value[name];
    if (inner === undefined || inner === null) continue;
    set += 1;
    const at = below(path, camel(name));
    walkValue(member, inner, at, walk, full);
    const rule = walk.constraints[full];
    if (rule !== undefined && !member.isStreaming())
      walk.problems.push(...complaints(brokenRules(rule, inner), inner, at, member.getMergedTraits().sensitive === 1));
  }
  if (isUnion && set !== 1) walk.problems.push(`Value at '${path}' failed to satisfy constraint: union must have exactly one member set`);
  if (!walk.strict) return;
  for (const name of Object.keys(value))
    if (!members.has(name) && !ALWAYS_KNOWN.includes(name)) walk.problems.push(`Unknown member '${below(path, name)}'`);
};

const walkList = (schema: NormalizedSchema, value: unknown, path: string, walk: Walk, full: string): void => {
  if (!Array.isArray(value)) return mismatch('LIST', path, value);
  const member = schema.getValueSchema();
  const inside = `${full}[]`;
  const sparse = schema.getMergedTraits().sparse === 1;
  value.forEach((item: unknown, index) => {
    const at = `${path}.${index + 1}.member`;
    if (item !== undefined && item !== null) walkValue(member, item, at, walk, inside);
    else if (!sparse) walk.problems.push(nullAt(at));
  });
  const broken = entriesBroken('Member', walk.constraints[inside], value);
  walk.problems.push(...complaints(broken, value, path, member.getMergedTraits().sensitive === 1));
};

const walkMap = (schema: NormalizedSchema, value: unknown, path: string, walk: Walk, full: string): void => {
  if (!isPlain(value)) return mismatch('MAP', path, value);
  const member = schema.getValueSchema();
  const inside = `${full}{}`;
  for (const [key, item] of Object.entries(value))
    if (item !== undefined && item !== null) walkValue(member, item, `${path}.${key}.member`, walk, inside);
  const broken = [
    ...entriesBroken('Map keys', walk.constraints[`${full}{key}`], Object.keys(value)),
    ...entriesBroken('Map value', walk.constraints[inside], Object.values(value)),
  ];
  walk.problems.push(...complaints(broken, value, path, member.getMergedTraits().sensitive === 1));
};

const walkSimple = (schema: NormalizedSchema, value: unknown, path: string): void => {
  if (schema.isDocumentSchema()) return;
  // The SDK decodes a JSON-in-a-string member to a String object.
  if (schema.isStringSchema()) return typeof value === 'string' || value instanceof String ? undefined : mismatch('STRING', path, value);
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? undefined : mismatch('BOOLEAN', path, value);
  if (schema.isNumericSchema()) return typeof value === 'number' && !Number.isNaN(value) ? undefined : mismatch('NUMBER', path, value);
  if (schema.isBigIntegerSchema())
    return typeof value === 'bigint' || typeof value === 'number' ? undefined : mismatch('INTEGER', path, value);
  if (schema.isTimestampSchema())
    return value instanceof Date && !Number.isNaN(value.getTime()) ? undefined : mismatch('TIMESTAMP', path, value);
  if (schema.isBlobSchema()) return value instanceof Uint8Array || typeof value === 'string' ? undefined : mismatch('BLOB', path, value);
};

/** `full` is the place as constraints name it. */
const walkValue = (schema: NormalizedSchema, value: unknown, path: string, walk: Walk, full: string): void => {
  if (path !== '' && schema.isStreaming()) return;
  if (schema.isStructSchema()) return walkStruct(schema, value, path, walk);
  if (schema.isListSchema()) return walkList(schema, value, path, walk, full);
  if (schema.isMapSchema()) return walkMap(schema, value, path, walk, full);
  return walkSimple(schema, value, path);
};

/**
 * Required members, types, unions and the constraints given, in AWS's words. Works on decoded values, so it is the same for every protocol and for
 * answers as well as requests; `strict` (answers) also refuses members that the shape does not have. A wrong type throws SerializationException.
 */
export const check = (
  schema: NormalizedSchema,
  value: unknown,
  options: { readonly strict?: boolean; readonly constraints?: Constraints } = {},
): readonly string[] => {
  const walk: Walk = { problems: [], strict: options.strict === true, constraints: options.constraints ?? {} };
  if (!schema.isUnitSchema()) walkValue(schema, value, '', walk, '');
  return walk.problems;
};
