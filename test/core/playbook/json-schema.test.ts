import { isObject } from '../../../core/json.ts';
import { playbookSchema } from '../../../core/playbook/json-schema.ts';
import { STEP_KINDS } from '../../../core/playbook/step.ts';
import { SNAPSHOT, SOUND } from './lint-cases.ts';
import { ACTIONS, documentOf } from './sample.ts';

const schema = playbookSchema(ACTIONS, [documentOf(SOUND), documentOf(SNAPSHOT)]);
const at = (...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((value, key) => (Array.isArray(value) ? value[Number(key)] : isObject(value) ? value[key] : undefined), schema);

test('an editor offers every action with its risk, and every shared playbook', () => {
  const text = JSON.stringify(schema);
  for (const { id, title } of ACTIONS) {
    expect(text).toContain(`{"const":"${id}","description":"${title}. Risk `);
  }
  expect(text).toContain('{"const":"snapshot","description":"Evidence"}');
  expect(text).not.toContain('{"const":"sample"');
});

test('`with` is what the chosen action takes, each value also as an expression', () => {
  const rules = at('properties', 'steps', 'items', 'allOf');
  const rule = Array.isArray(rules)
    ? rules.find((one) => JSON.stringify(one).includes('"const":"sagemaker.rollback-endpoint"'))
    : undefined;
  expect(rule).toMatchObject({
    if: { properties: { uses: { const: 'sagemaker.rollback-endpoint' } }, required: ['uses'] },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema; nobody awaits a schema
    then: {
      properties: {
        with: {
          required: ['endpoint'],
          additionalProperties: false,
          properties: { endpoint: { anyOf: [{ type: 'string' }, { type: 'string' }] } },
        },
      },
    },
  });
});

test('every field has a text to hover over', () => {
  const bare: string[] = [];
  const walk = (value: unknown, path: string) => {
    if (!isObject(value)) return;
    const { properties } = value;
    for (const [name, property] of Object.entries(isObject(properties) ? properties : {})) {
      if (isObject(property) && property['description'] === undefined && property['const'] === undefined) bare.push(`${path}.${name}`);
      walk(property, `${path}.${name}`);
    }
  };
  const kinds = STEP_KINDS.map((_kind, index) => at('properties', 'steps', 'items', 'anyOf', index));
  walk(schema, '');
  for (const kind of kinds) walk(kind, 'step');
  expect(kinds).toHaveLength(2);
  expect(bare).toEqual([]);
});

test('the same actions in another order make the same file', () => {
  expect(JSON.stringify(playbookSchema(ACTIONS.toReversed(), [documentOf(SNAPSHOT), documentOf(SOUND)]))).toBe(JSON.stringify(schema));
});
