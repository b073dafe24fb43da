import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { readdirSync, readFileSync } from 'node:fs';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { sources } from '../../sources/index.ts';

/** AWS's EventBridge schemas, as the CDK ships them (gzip beside the package, read offline). */
const database = loadAwsServiceSpecSync();
type Definition = ReturnType<typeof definitionOf>;
const definitionOf = (id: string) => database.get('eventTypeDefinition', id);
type PropertyType = Definition['properties'][string]['type'];

/** What in `value` contradicts the schema. Unknown fields are no contradiction: AWS adds fields before it publishes them. */
const faults = (value: Json | undefined, type: PropertyType, path: string): readonly string[] => {
  switch (type.type) {
    case 'ref':
      return isObject(value) ? objectFaults(value, definitionOf(type.reference.$ref), path) : [`${path} is no object`];
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((entry, index) => faults(entry, type.element, `${path}[${index}]`))
        : [`${path} is no list`];
    case 'string':
    case 'date-time':
      return typeof value === 'string' ? [] : [`${path} is no text`];
    case 'number':
    case 'integer':
      return typeof value === 'number' ? [] : [`${path} is no number`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path} is no boolean`];
    default:
      return [];
  }
};
const objectFaults = (value: JsonObject, definition: Definition, path: string): readonly string[] =>
  Object.entries(definition.properties).flatMap(([key, property]) => {
    const inner = value[key];
    if (inner === undefined || inner === null) return property.required === true ? [`${path}.${key} is missing`] : [];
    return faults(inner, property.type, `${path}.${key}`);
  });

const root = new URL('../../', import.meta.url);
const events: readonly (readonly [string, JsonObject])[] = [
  ...sources.map(({ id, sample }) => [`sources/${id}`, sample] as const),
  ...readdirSync(new URL('samples/', root)).map((name): [string, JsonObject] => [
    `samples/${name}`,
    JSON.parse(readFileSync(new URL(`samples/${name}`, root), 'utf8')),
  ]),
];
const schemaOf = (event: JsonObject) =>
  database.all('event').find(({ source, detailType }) => source === event['source'] && detailType === event['detail-type']);
const published = events.filter(([, event]) => schemaOf(event) !== undefined);
const check = (event: JsonObject): readonly string[] => {
  const schema = schemaOf(event);
  const detail = event['detail'];
  return schema === undefined || !isObject(detail) ? ['no schema'] : objectFaults(detail, definitionOf(schema.rootProperty.$ref), 'detail');
};

/** The schemas were inferred from events that AWS saw; these fields are in those and not in every event. */
const NOT_ALWAYS = [
  // userIdentity.invokedBy is there only when a service calls for somebody.
  'detail.userIdentity.invokedBy is missing',
  // SageMaker's own sample in its guide has a map of tags where the schema has a list.
  'detail.Tags is no list',
];

test('which samples have a published schema', () => {
  expect(published.map(([name]) => name)).toEqual([
    'sources/cloudtrail-call',
    'sources/cloudwatch-alarm',
    'sources/guardduty-finding',
    'sources/sagemaker-endpoint-state',
    'sources/sagemaker-model-package-state',
    'sources/sagemaker-state',
    'sources/securityhub-finding',
    'samples/guardduty-training-data.json',
    'samples/own-call.json',
    'samples/prompt-injection.json',
    'samples/sample-finding.json',
  ]);
});
test.each(published)('%s fits it', (_name, event) => {
  expect(check(event).filter((fault) => !NOT_ALWAYS.includes(fault))).toEqual([]);
});
test('the check finds what is wrong', () => {
  const [, event] = published[1] ?? ['', {}];
  const detail = { ...(event['detail'] as JsonObject) };
  expect(check({ ...event, detail: { ...detail, alarmName: 7 } })).toEqual(['detail.alarmName is no text']);
  expect(check({ ...event, detail: { ...detail, state: undefined } })).toEqual(['detail.state is missing']);
});
