import { serialize } from '@marcbachmann/cel-js';
import { isObject, type Json, type JsonObject } from '../../json.ts';
import { compile } from '../expression.ts';
import { wholeExpression } from '../template.ts';

/** The canonical text of an input, so that `${{finding.target.arn}}` and `${{ finding["target"].arn }}` do not look different for spaces. */
export const subjectOf = (value: Json | undefined): string => {
  const whole = typeof value === 'string' ? wholeExpression(value) : undefined;
  if (whole === undefined) return JSON.stringify(value) ?? '';
  const made = compile(whole.text);
  return made.ok ? serialize(made.value.ast) : whole.text;
};

/** The inputs of a step that name AWS resources, by the ARN pattern that their schema has. */
export const resourcesIn = (
  template: JsonObject,
  schema: JsonObject,
): readonly { readonly key: string; readonly subject: string; readonly pattern: string }[] => {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  return Object.entries(properties).flatMap(([key, property]) => {
    const pattern = isObject(property) ? property['pattern'] : undefined;
    return typeof pattern === 'string' && pattern.startsWith('^arn:') && template[key] !== undefined
      ? [{ key, subject: subjectOf(template[key]), pattern }]
      : [];
  });
};
