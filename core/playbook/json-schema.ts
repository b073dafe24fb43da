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

/** playbooks/schema.json: completion, hover and checks in an editor, for every action of the catalog and every shared playbook. */
export const playbookSchema = (actions: readonly KnownAction[], documents: readonly PlaybookDocument[]): JsonObject => {
  const byId = actions.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const shared = documents.filter(({ triggers }) => triggers === undefined).toSorted((a, b) => (a.metadata.id < b.metadata.id ? -1 : 1));
  const actionChoices = byId.map((action): JsonObject => ({ const: action.id, description: hover(action) }));
  const playbookChoices = shared.map(({ metadata }): JsonObject => ({ const: metadata.id, description: metadata.title }));
  const rules = [
    ...byId.map((action) => whenCalls('uses', action.id, action.input)),
    ...shared.map(({ metadata, inputs }) => whenCalls('playbook', metadata.id, inputsSchema(inputs))),
  ];
  const base = JsonObject.parse(JSON.parse(JSON.stringify(z.toJSONSchema(PlaybookDocument, { unrepresentable: 'any', io: 'input' }))));
  if (!isObject(base['properties']) || !isObject(base['properties']['steps'])) throw new Error('the document schema is no object');
  const { steps } = base['properties'];
  const items = isObject(steps['items']) ? steps['items'] : {};
  const kinds = Array.isArray(items['anyOf']) ? items['anyOf'].filter(isObject) : [];
  const choices = kinds.map((kind) => {
    const properties = isObject(kind['properties']) ? kind['properties'] : {};
    if ('uses' in properties) return withChoices(kind, 'uses', actionChoices);
    return 'playbook' in properties ? withChoices(kind, 'playbook', playbookChoices) : kind;
  });
  return {
    ...base,
    title: 'Cordon playbook',
    description: 'Generated from core/playbook and actions/catalog.json. Expressions are CEL.',
    properties: { ...base['properties'], steps: { ...steps, items: { ...items, anyOf: choices, allOf: rules } } },
  };
};
