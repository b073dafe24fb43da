import { readFileSync } from 'node:fs';
import { isObject, type Json, type JsonObject } from '../../../../core/json.ts';
import { validator, type Files } from './json-schema.ts';

const files: Files = JSON.parse(readFileSync(new URL('./data/cacao-2.0.json', import.meta.url), 'utf8'));
const COMMAND = 'commands/command-data.json';
const ACTION = 'workflows/action.json';

/** The one value of `type` that a schema allows. */
const typeIn = (schema: JsonObject): string => {
  const parts = Array.isArray(schema['allOf']) ? schema['allOf'] : [];
  for (const part of parts) {
    const { type } = isObject(part) && isObject(part['properties']) ? part['properties'] : {};
    if (isObject(type) && Array.isArray(type['enum'])) return String(type['enum'][0]);
  }
  throw new Error('a command without a type');
};
const repairedCommands = (): JsonObject => {
  const kinds = Object.entries(files).filter(([file]) => file.startsWith('commands/') && file !== COMMAND);
  const rules = kinds.map(
    ([file, schema]): JsonObject =>
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema; nobody awaits a schema
      ({ if: { properties: { type: { const: typeIn(schema) } } }, then: { $ref: `../${file}` } }),
  );
  const known = { properties: { type: { enum: kinds.map(([, schema]) => typeIn(schema)) } } };
  return { allOf: [{ $ref: `../${COMMAND}` }, known, ...rules] };
};
const replaced = (json: Json, ref: string, by: Json): Json => {
  if (Array.isArray(json)) return json.map((item: Json) => replaced(item, ref, by));
  if (!isObject(json)) return json;
  if (json['$ref'] === ref) return by;
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, item === undefined ? item : replaced(item, ref, by)]));
};
const objectOf = (json: Json | undefined): JsonObject => (isObject(json) ? json : {});

/**
 * As published they say draft-07 and use a keyword of 2019-09: read as the one, a step of any kind passes; read as the other, no command passes,
 * because its base closes itself before its own kind is looked at. So: read as 2020-12, the base left open, and each command judged by its type.
 */
const { unevaluatedProperties: _closed, ...base } = objectOf(files[COMMAND]);
const repaired: Files = {
  ...files,
  [COMMAND]: base,
  [ACTION]: objectOf(replaced(files[ACTION] ?? null, '../commands/command-data.json', repairedCommands())),
};

/** Why a document is no CACAO 2.0 playbook; empty when it is one. */
export const cacaoErrors = validator(repaired, 'playbook.json');
/** The same by the schemas as they were published. */
export const unrepairedErrors = validator(files, 'playbook.json');
