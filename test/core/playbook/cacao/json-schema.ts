import { isObject, canonical, type Json, type JsonObject } from '../../../../core/json.ts';

/** Says why a value does not fit, and which of its properties some schema looked at. */
interface Verdict {
  readonly errors: readonly string[];
  readonly seen: ReadonlySet<string>;
}
interface Here {
  readonly at: string;
  /** Path of the schema file that a reference is relative to. */
  readonly file: string;
}
export type Files = Readonly<Record<string, JsonObject>>;

const NOTES = ['$id', '$schema', '$defs', 'title', 'description', 'default', 'contentEncoding', 'then'];
const textOf = (json: Json): string => (typeof json === 'string' ? json : JSON.stringify(json));
const typeOf = (value: Json): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
const fits = (type: Json, value: Json): boolean => type === typeOf(value) || (type === 'number' && typeof value === 'number');
const list = (json: Json | undefined): readonly Json[] => (Array.isArray(json) ? json : []);
const none: ReadonlySet<string> = new Set();

/**
 * The part of JSON Schema 2020-12 that the schemas of CACAO use, with `unevaluatedProperties`, which no package here knows. A keyword that is
 * not here is an error of the test, never passed over.
 */
export const validator = (files: Files, root: string): ((value: Json) => readonly string[]) => {
  const resolve = (ref: string, { file }: Here): readonly [Json | undefined, string] => {
    const [path = '', pointer = ''] = ref.split('#');
    const target = path === '' ? file : new URL(path, `x:///${file}`).pathname.slice(1);
    const found = pointer
      .split('/')
      .slice(1)
      .reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), files[target]);
    if (found === undefined) throw new Error(`${file} refers to ${ref}, which is not there`);
    return [found, target];
  };
  const all = (verdicts: readonly Verdict[]): Verdict => ({
    errors: verdicts.flatMap(({ errors }) => errors),
    seen: new Set(verdicts.flatMap(({ seen }) => [...seen])),
  });
  const passing = (verdicts: readonly Verdict[]): readonly Verdict[] => verdicts.filter(({ errors }) => errors.length === 0);

  const keyword = (key: string, rule: Json, schema: JsonObject, value: Json, here: Here): Verdict => {
    const said = (good: boolean, why: string): Verdict => ({ errors: good ? [] : [`${here.at}: ${why}`], seen: none });
    const each = (schemas: readonly Json[]) => schemas.map((one) => judge(one, value, here));
    const object = isObject(value) ? value : {};
    const under = (name: string, one: Json): Verdict => ({
      ...judge(one, object[name] ?? null, { ...here, at: `${here.at}.${name}` }),
      seen: new Set([name]),
    });
    switch (key) {
      case '$ref': {
        const [found, file] = resolve(textOf(rule), here);
        return judge(found ?? false, value, { ...here, file });
      }
      case 'type':
        return said(
          (Array.isArray(rule) ? rule : [rule]).some((type: Json) => fits(type, value)),
          `is ${typeOf(value)}, not ${JSON.stringify(rule)}`,
        );
      case 'enum':
        return said(list(rule).includes(value), `is ${JSON.stringify(value)}, none of ${JSON.stringify(rule)}`);
      case 'const':
        return said(canonical({ value }) === canonical({ value: rule }), `is not ${JSON.stringify(rule)}`);
      case 'pattern':
        return said(typeof value !== 'string' || new RegExp(textOf(rule)).test(value), `does not match ${textOf(rule)}`);
      case 'minimum':
        return said(typeof value !== 'number' || value >= Number(rule), `is below ${textOf(rule)}`);
      case 'maximum':
        return said(typeof value !== 'number' || value <= Number(rule), `is above ${textOf(rule)}`);
      case 'minItems':
        return said(!Array.isArray(value) || value.length >= Number(rule), 'has too few items');
      case 'minProperties':
        return said(!isObject(value) || Object.keys(value).length >= Number(rule), 'has too few properties');
      case 'required':
        return said(
          !isObject(value) || list(rule).every((name) => Object.hasOwn(value, textOf(name))),
          `lacks one of ${JSON.stringify(rule)}`,
        );
      case 'items':
        return {
          errors: list(value).flatMap((item, index) => judge(rule, item, { ...here, at: `${here.at}[${index}]` }).errors),
          seen: none,
        };
      case 'properties':
        return all(
          Object.entries(isObject(rule) ? rule : {}).flatMap(([name, one]) =>
            Object.hasOwn(object, name) ? [under(name, one ?? true)] : [],
          ),
        );
      case 'patternProperties':
        return all(
          Object.entries(isObject(rule) ? rule : {}).flatMap(([pattern, one]) =>
            Object.keys(object).flatMap((name) => (new RegExp(pattern).test(name) ? [under(name, one ?? true)] : [])),
          ),
        );
      case 'additionalProperties': {
        const named = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
        return all(Object.keys(object).flatMap((name) => (named.includes(name) ? [] : [under(name, rule)])));
      }
      case 'allOf':
        return all(each(list(rule)));
      case 'anyOf':
      case 'oneOf': {
        const verdicts = each(list(rule));
        const good = passing(verdicts);
        if (good.length > 0 && (key === 'anyOf' || good.length === 1)) return all(good);
        return {
          errors: [`${here.at}: fits ${good.length} of ${verdicts.length} (${key})`, ...verdicts.flatMap(({ errors }) => errors)],
          seen: none,
        };
      }
      case 'not':
        return said(judge(rule, value, here).errors.length > 0, `must not fit ${JSON.stringify(rule)}`);
      case 'if':
        return judge(rule, value, here).errors.length === 0 ? judge(schema['then'] ?? true, value, here) : { errors: [], seen: none };
      default:
        throw new Error(`the validator of this test does not know ${key}`);
    }
  };
  const judge = (schema: Json, value: Json, here: Here): Verdict => {
    if (schema === true) return { errors: [], seen: none };
    if (!isObject(schema)) return { errors: [`${here.at}: nothing may be here`], seen: none };
    const { unevaluatedProperties: closed, ...open } = schema;
    const verdict = all(
      Object.entries(open).flatMap(([key, rule]) =>
        NOTES.includes(key) || rule === undefined ? [] : [keyword(key, rule, schema, value, here)],
      ),
    );
    if (closed !== false || !isObject(value)) return verdict;
    const strangers = Object.keys(value).filter((name) => !verdict.seen.has(name));
    return { ...verdict, errors: [...verdict.errors, ...strangers.map((name) => `${here.at}: does not know ${name}`)] };
  };
  return (value) => judge(files[root] ?? false, value, { at: '$', file: root }).errors;
};
