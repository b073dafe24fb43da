import { isObject, type Json, type JsonObject } from '../../json.ts';
import { didYouMean } from '../nearest.ts';
import { errorAt, quoted, type Problem } from '../problem.ts';
import { expressionsIn, wholeExpression } from '../template.ts';
import { check, type Vocabulary } from '../vocabulary.ts';
import { literalFault } from './literal.ts';

/** CEL types that become a JSON type. `dyn` fits everything: the action's own schema judges the value when there is one. */
const FITS: Readonly<Record<string, (type: string) => boolean>> = {
  string: (type) => type === 'string',
  integer: (type) => type === 'int',
  number: (type) => type === 'int' || type === 'double',
  boolean: (type) => type === 'bool',
  array: (type) => type.startsWith('list'),
  object: (type) => type.startsWith('map') || type.startsWith('$'),
};

/** `arn:aws:sagemaker:eu-west-1:111122223333:endpoint/` from a pattern, as an example with our sample account. */
const exampleOf = (pattern: string): string => {
  const kind = /:([a-z-]+\/)$/.exec(pattern)?.[1] ?? 'endpoint/';
  return `arn:aws:sagemaker:eu-west-1:111122223333:${kind}NAME`;
};

const literalProblem = (path: Problem['path'], value: Json, schema: JsonObject): Problem | undefined => {
  const fault = literalFault(value, schema);
  if (fault === undefined) return undefined;
  const { pattern } = schema;
  if (typeof pattern === 'string' && pattern.startsWith('^arn:') && typeof value === 'string') {
    const what = value.startsWith('arn:') ? 'is the ARN of something else' : 'is a bare name: it says neither account nor region';
    return errorAt(
      path,
      'bare-name',
      `${quoted(value)} ${what}.`,
      `Write an ARN like ${exampleOf(pattern)}, or \${{ finding.target.arn }}.`,
    );
  }
  return errorAt(path, 'input-type', `${quoted(value)} is not allowed here.`, `${fault}.`);
};

const templateProblem = (
  path: Problem['path'],
  value: string,
  schema: JsonObject,
  required: boolean,
  vocabulary: Vocabulary,
): Problem | undefined => {
  const { type: wanted } = schema;
  const whole = wholeExpression(value);
  const checked = whole && check(whole.text, vocabulary);
  if (whole !== undefined && checked?.ok !== true) return undefined; // reported as an expression
  const type = checked?.ok === true ? checked.value.type : 'string';
  const inner = /^optional<(.*)>$/.exec(type)?.[1];
  if (inner !== undefined && required)
    return errorAt(
      path,
      'input-type',
      'This input is required, but the expression may be absent.',
      'Use .orValue(...) or a step condition.',
    );
  const fits = typeof wanted === 'string' ? FITS[wanted] : undefined;
  const is = inner ?? type;
  if (fits === undefined || is === 'dyn' || fits(is)) return undefined;
  return errorAt(
    path,
    'input-type',
    `The expression is of type ${is}; the input is of type ${quoted(wanted)}.`,
    'Convert it, for example with string(...).',
  );
};

const valueProblems = (
  path: Problem['path'],
  value: Json,
  schema: JsonObject,
  required: boolean,
  vocabulary: Vocabulary,
): readonly Problem[] => {
  if (typeof value === 'string' && expressionsIn(value).length > 0) {
    const found = templateProblem(path, value, schema, required, vocabulary);
    return found === undefined ? [] : [found];
  }
  const literal = literalProblem(path, value, schema);
  if (literal !== undefined) return [literal];
  const { items } = schema;
  return Array.isArray(value) && isObject(items)
    ? value.flatMap((item: Json, index) => valueProblems([...path, index], item, items, false, vocabulary))
    : [];
};

/** A step's `with` against the JSON Schema of what it calls. Paths start at `with`. */
export const argumentProblems = (template: JsonObject, schema: JsonObject, callee: string, vocabulary: Vocabulary): readonly Problem[] => {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const missing = required
    .filter((key) => typeof key === 'string' && template[key] === undefined)
    .map((key) => errorAt([], 'missing-input', `${callee} needs ${String(key)}.`, `Add ${String(key)}: to with.`, 'key'));
  const present = Object.entries(template).flatMap(([key, value]) => {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (!isObject(property))
      return [errorAt([key], 'unknown-input', `${callee} has no input ${key}.`, didYouMean(key, Object.keys(properties), 'input'), 'key')];
    return value === undefined ? [] : valueProblems([key], value, property, required.includes(key), vocabulary);
  });
  return [...missing, ...present];
};
