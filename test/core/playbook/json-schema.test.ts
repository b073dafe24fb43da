import { isObject } from '../../../core/json.ts';
import { playbookSchema } from '../../../core/playbook/json-schema.ts';
import { STEP_KINDS } from '../../../core/playbook/step.ts';
import { withoutHover } from './hover.ts';
import { SNAPSHOT, SOUND } from './lint-cases.ts';
import { ACTIONS, documentOf } from './sample.ts';
import { CATALOG, SHIPPED } from './shipped.ts';

const schema = playbookSchema(ACTIONS, [documentOf(SOUND), documentOf(SNAPSHOT)]);
const at = (...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((value, key) => (Array.isArray(value) ? value[Number(key)] : isObject(value) ? value[key] : undefined), schema);

const kindAt = (key: string): number => STEP_KINDS.findIndex((kind) => kind.key === key);

test('an editor offers every action with its risk, and every shared playbook', () => {
  const text = JSON.stringify(schema);
  for (const { id, title } of ACTIONS) {
    expect(text).toContain(`{"const":"${id}","description":"${title}. Risk `);
  }
  expect(text).toContain('{"const":"snapshot","description":"Evidence"}');
  expect(text).not.toContain('{"const":"sample"');
});

test('`with` is what the chosen action takes, each value also as an expression', () => {
  const rules = at('$defs', 'calls', 'allOf');
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

test.each([
  ['the document', ['properties', 'steps', 'items']],
  ['a branch', ['properties', 'steps', 'items', 'anyOf', kindAt('parallel'), 'properties', 'parallel', 'additionalProperties', 'items']],
  ['a foreach', ['properties', 'steps', 'items', 'anyOf', kindAt('foreach'), 'properties', 'foreach', 'properties', 'steps', 'items']],
])('inside %s, too, an editor offers them and knows their arguments', (_where, path) => {
  expect(at(...path, 'allOf')).toEqual([{ $ref: '#/$defs/calls' }]);
  expect(at(...path, 'anyOf', 0, 'properties', 'uses', 'anyOf', 0)).toMatchObject({ const: 'evidence.snapshot-endpoint' });
  expect(at(...path, 'anyOf', 1, 'properties', 'playbook', 'anyOf')).toEqual([{ const: 'snapshot', description: 'Evidence' }]);
});

test('every field has a text to hover over, inside steps, arguments and lists too', () => {
  expect(STEP_KINDS.filter((_kind, index) => !isObject(at('properties', 'steps', 'items', 'anyOf', index)))).toEqual([]);
  expect(withoutHover(playbookSchema(CATALOG, SHIPPED))).toEqual([]);
});

test('planted: a field without such a text is found, wherever it stands', () => {
  const [bare, ...others] = CATALOG;
  if (bare === undefined) throw new Error('there is no action');
  const mute = { ...bare, input: { ...bare.input, properties: { endpoint: { type: 'string' } } } };
  expect(withoutHover(playbookSchema([mute, ...others], []))).toEqual([
    expect.stringMatching(/^\/\$defs\/calls\/allOf\/\d+\/then\/properties\/with\/properties\/endpoint$/),
  ]);
  expect(withoutHover({ properties: { a: { description: '', items: { properties: { b: {} } } } } })).toEqual([
    '/properties/a',
    '/properties/a/items/properties/b',
  ]);
});

test('the same actions in another order make the same file', () => {
  expect(JSON.stringify(playbookSchema(ACTIONS.toReversed(), [documentOf(SNAPSHOT), documentOf(SOUND)]))).toBe(JSON.stringify(schema));
});
