import { isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { Rule, Target } from './state.ts';

/** `$.detail.name`, `$['detail-type']`, `$.resources[0]`: dots, names in brackets, positions. */
const STEP = /^(?:\.([A-Za-z0-9_-]+)|\['([^']+)'\]|\[(\d+)\])/;
const stepsOf = (path: string): readonly (string | number)[] | undefined => {
  if (!path.startsWith('$')) return undefined;
  const steps: (string | number)[] = [];
  for (let rest = path.slice(1); rest !== ''; ) {
    const found = STEP.exec(rest);
    if (found === null) return undefined;
    steps.push(found[3] === undefined ? (found[1] ?? found[2] ?? '') : Number(found[3]));
    rest = rest.slice(found[0].length);
  }
  return steps;
};
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html; wildcards in a path are not evaluated here. */
export const pathProblem = (path: string): string | undefined =>
  stepsOf(path) === undefined ? `Invalid JsonPath provided: ${path}` : undefined;
export const valueAt = (event: JsonObject, path: string): Json | undefined =>
  (stepsOf(path) ?? []).reduce<Json | undefined>((value, step) => {
    if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined;
    return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, event);

/** Names that are there without being mapped. */
const ownValues = (rule: Rule, event: JsonObject, ingestedAt: string): Readonly<Record<string, Json>> => ({
  'aws.events.rule-arn': rule.arn,
  'aws.events.rule-name': rule.name,
  'aws.events.event.ingestion-time': ingestedAt,
  'aws.events.event': Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'detail')),
  'aws.events.event.json': event,
});
/** Inside quotes a value is written bare, outside as JSON; what the event does not have is written as nothing. */
const filled = (template: string, values: Readonly<Record<string, Json | undefined>>): string => {
  let out = '';
  let isQuoted = false;
  for (let index = 0; index < template.length; index += 1) {
    const char = template.charAt(index);
    const placeholder = char === '<' ? /^<([^<>]+)>/.exec(template.slice(index)) : null;
    if (placeholder?.[1] !== undefined && placeholder[1] in values) {
      const value = values[placeholder[1]];
      const text = value === undefined ? '' : JSON.stringify(value);
      out += isQuoted && typeof value === 'string' ? text.slice(1, -1) : isQuoted ? text.replaceAll('"', '') : text;
      index += placeholder[0].length - 1;
      continue;
    }
    if (char === '"' && template.charAt(index - 1) !== '\\') isQuoted = !isQuoted;
    out += char;
  }
  return out;
};

/** What the target gets, as text: the event, a constant, a part of the event, or a template with parts of it. */
export const inputFor = (rule: Rule, target: Target, event: JsonObject, ingestedAt: string): string => {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(valueAt(event, InputPath) ?? null);
  if (InputTransformer === undefined) return JSON.stringify(event);
  const mapped = Object.entries(InputTransformer.InputPathsMap ?? {}).map(([name, path]) => [name, valueAt(event, path)]);
  return filled(InputTransformer.InputTemplate, { ...ownValues(rule, event, ingestedAt), ...Object.fromEntries(mapped) });
};
