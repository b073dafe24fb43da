import * as z from 'zod';
import { isObject, JsonObject, type Json } from '../json.ts';
import { PlaybookDocument } from './document.ts';
import { inputsSchema } from './known-from.ts';
import type { KnownAction } from './known.ts';

/** A text that holds `${{ }}` may stand where the schema wants something else: its value is known when the step runs. */
const TEMPLATE: JsonObject = {
  type: 'string',
  pattern: '\\$\\{\\{[\\s\\S]*\\}\\}',
  description: 'an expression in CEL, e.g. ${{ finding.target.arn }}',
};

const templated = (property: Json | undefined): JsonObject => {
  if (!isObject(property)) return TEMPLATE;
  const { description } = property;
  return { ...(description !== undefined && { description }), anyOf: [property, TEMPLATE] };
};
/** An input schema as `with` sees it: each value may be a template; required names stay required. */
const withSchema = (input: JsonObject, id: string): JsonObject => {
  const properties = isObject(input['properties']) ? input['properties'] : {};
  return {
    type: 'object',
    description: `what ${id} is handed over; texts may hold \${{ CEL }}`,
    properties: Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, templated(property)])),
    required: input['required'] ?? [],
    additionalProperties: false,
  };
};

const undoText = ({ undo }: KnownAction): string => (typeof undo === 'string' ? `no undo: ${undo}` : `undo is ${undo.risk}`);
const hover = (action: KnownAction): string =>
  `${action.title}. Risk ${action.risk}; ${undoText(action)}; endangers ${action.endangers.length === 0 ? 'no evidence' : action.endangers.join(', ')}.`;

/** Completion offers the id; once it is there, `with` is that callee's. */
const whenCalls = (key: string, id: string, input: JsonObject): JsonObject =>
  Object.fromEntries([
    ['if', { properties: { [key]: { const: id } }, required: [key] }],
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema; nobody awaits a schema
    ['then', { properties: { with: withSchema(input, id) } }],
  ]);

const withChoices = (step: JsonObject, key: string, choices: readonly JsonObject[]): JsonObject => {
  const properties = isObject(step['properties']) ? step['properties'] : {};
  const field = isObject(properties[key]) ? properties[key] : {};
  const { pattern: _pattern, maxLength: _maxLength, ...kept } = field;
  return { ...step, properties: { ...properties, [key]: { ...kept, anyOf: choices } } };
};

/** Once for every place where steps stand. */
const CALLS = '#/$defs/calls';
/** Lists of steps, wherever they stand: what calls something offers what there is to call, and knows its arguments. */
const withCalls = (schema: Json, choices: Readonly<Record<string, readonly JsonObject[]>>): Json => {
  if (Array.isArray(schema)) return schema.map((item: Json) => withCalls(item, choices));
  if (!isObject(schema)) return schema;
  const inner: JsonObject = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, value === undefined ? value : withCalls(value, choices)]),
  );
  const kinds = Array.isArray(inner['anyOf']) ? inner['anyOf'].filter(isObject) : [];
  const keyOf = ({ properties }: JsonObject) => Object.keys(choices).find((key) => isObject(properties) && key in properties);
  if (!kinds.some((kind) => keyOf(kind) !== undefined)) return inner;
  const offered = kinds.map((kind) => {
    const key = keyOf(kind);
    return key === undefined ? kind : withChoices(kind, key, choices[key] ?? []);
  });
  return { ...inner, anyOf: offered, allOf: [{ $ref: CALLS }] };
};

/** playbooks/schema.json: completion, hover and checks in an editor, for every action of the catalog and every shared playbook. */
export const playbookSchema = (actions: readonly KnownAction[], documents: readonly PlaybookDocument[]): JsonObject => {
  const byId = actions.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const shared = documents.filter(({ triggers }) => triggers === undefined).toSorted((a, b) => (a.metadata.id < b.metadata.id ? -1 : 1));
  const choices = {
    uses: byId.map((action): JsonObject => ({ const: action.id, description: hover(action) })),
    playbook: shared.map(({ metadata }): JsonObject => ({ const: metadata.id, description: metadata.title })),
  };
  const rules = [
    ...byId.map((action) => whenCalls('uses', action.id, action.input)),
    ...shared.map(({ metadata, inputs }) => whenCalls('playbook', metadata.id, inputsSchema(inputs))),
  ];
  const base = JsonObject.parse(JSON.parse(JSON.stringify(z.toJSONSchema(PlaybookDocument, { unrepresentable: 'any', io: 'input' }))));
  const offered = withCalls(base, choices);
  if (!isObject(offered)) throw new Error('the document schema is no object');
  return {
    ...offered,
    title: 'Cordon playbook',
    description: 'Generated from core/playbook and actions/catalog.json. Expressions are CEL.',
    $defs: { ...(isObject(offered['$defs']) && offered['$defs']), calls: { allOf: rules } },
  };
};
