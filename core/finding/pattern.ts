import { CallFailed, failed, ok, type Result } from '../failure.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { badPattern, isOperator, valueTest, type ValueTest } from './pattern-value.ts';

/** One field that a pattern looks at. Several fields are one alternative; `$or` makes several alternatives. */
interface Clause {
  readonly path: readonly string[];
  readonly tests: readonly ValueTest[];
}
type Alternative = ReadonlyMap<string, Clause>;
/** Which element of which array a value came from: two fields of one pattern must agree on it. */
type Membership = ReadonlyMap<Json, number>;
interface Found {
  readonly value: Json;
  readonly in: Membership;
}

const MAX_ALTERNATIVES = 1000;

/** `$or` is a plain field name unless it holds two or more objects, none of which starts with an operator. As AWS's own library does. */
const choices = (key: string, value: Json | undefined): readonly JsonObject[] | undefined => {
  if (key !== '$or' || !Array.isArray(value) || value.length < 2) return undefined;
  const objects: readonly JsonObject[] = value.filter(isObject);
  return objects.length === value.length && !objects.some((object) => Object.keys(object).some(isOperator)) ? objects : undefined;
};

const alternativesOf = (pattern: JsonObject, path: readonly string[]): readonly Alternative[] => {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw badPattern('empty objects are not allowed');
  let all: readonly Alternative[] = [new Map()];
  for (const [key, value] of entries) {
    const here = [...path, key];
    const or = choices(key, value);
    let added: readonly Alternative[];
    if (or !== undefined) added = or.flatMap((choice) => alternativesOf(choice, path));
    else if (isObject(value)) added = alternativesOf(value, here);
    else if (Array.isArray(value)) {
      if (value.length === 0) throw badPattern('empty arrays are not allowed');
      added = [new Map([[here.join('\u0000'), { path: here, tests: value.map(valueTest) }]])];
    } else throw badPattern(`"${key}" must be an object or an array`);
    if (all.length * added.length > MAX_ALTERNATIVES) throw badPattern(`more than ${MAX_ALTERNATIVES} combinations of $or`);
    all = all.flatMap((left) => added.map((right) => new Map([...left, ...right])));
  }
  return all;
};

/** Every leaf under a path. Arrays are transparent at any depth; their elements are remembered. */
const valuesAt = (event: Json, path: readonly string[]): readonly Found[] => {
  const found: Found[] = [];
  const walk = (value: Json | undefined, depth: number, membership: Membership): void => {
    if (value === undefined) return;
    if (Array.isArray(value)) {
      value.forEach((element, index) => walk(element, depth, new Map(membership).set(value, index)));
      return;
    }
    const key = path[depth];
    if (key === undefined && !isObject(value)) found.push({ value, in: membership });
    if (key !== undefined && isObject(value) && Object.hasOwn(value, key)) walk(value[key], depth + 1, membership);
  };
  walk(event, 0, new Map());
  return found;
};

const joined = (left: Membership, right: Membership): Membership | undefined => {
  for (const [array, index] of right) {
    const other = left.get(array);
    if (other !== undefined && other !== index) return undefined;
  }
  return right.size === 0 ? left : new Map([...left, ...right]);
};

/** Patterns are ours and small; what grows with an event is the number of array elements, and only consistent ones are followed. */
const holds = (clauses: readonly Clause[], event: Json): boolean => {
  const fields = clauses.map((clause) => ({ ...clause, values: valuesAt(event, clause.path) }));
  const from = (index: number, membership: Membership): boolean => {
    const field = fields[index];
    if (field === undefined) return true;
    const inReach = field.values.flatMap((found) => {
      const together = joined(membership, found.in);
      return together === undefined ? [] : [{ value: found.value, together }];
    });
    if (inReach.length === 0 && field.tests.some((test) => test.kind === 'absent') && from(index + 1, membership)) return true;
    return inReach.some(
      ({ value, together }) => field.tests.some((test) => test.kind === 'value' && test.holds(value)) && from(index + 1, together),
    );
  };
  return from(0, new Map());
};

export type Matches = (event: JsonObject) => boolean;

/**
 * EventBridge event patterns, as infra deploys them and as the local bus applies them.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export const compilePattern = (pattern: JsonObject): Result<Matches> => {
  try {
    // AWS looks at fields in the order of their names; with arrays and `exists: false` that order decides.
    const alternatives = alternativesOf(pattern, []).map((alternative) =>
      [...alternative.entries()].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, clause]) => clause),
    );
    return ok((event) => alternatives.some((clauses) => holds(clauses, event)));
  } catch (thrown) {
    if (thrown instanceof CallFailed) return failed(thrown.failure);
    throw thrown;
  }
};
