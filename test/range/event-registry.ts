import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { isObject, type JsonObject } from '../../core/json.ts';

/** The shapes of the EventBridge schema registry, as the CDK publishes them. */
export const db = loadAwsServiceSpecSync();
type EventType = ReturnType<typeof rootOf>;
export const rootOf = (source: string, detailType: string) => {
  const event = db.all('event').find((candidate) => candidate.source === source && candidate.detailType === detailType);
  return event === undefined ? undefined : db.get('eventTypeDefinition', event.rootProperty.$ref);
};
type Property = NonNullable<EventType>['properties'][string]['type'];

/** Disagreements with the registry, each known: the registry was inferred from samples and is not complete. */
export const KNOWN: readonly string[] = [
  // A map in AWS's documentation and in captured events, a list in the registry.
  'Tags is not array',
  // Only in records of calls that a service made, or of web identities.
  'userIdentity.sessionContext.webIdFederationData is missing',
  'userIdentity.invokedBy is missing',
  // Optional in CreateModel, and so in the event.
  'PrimaryContainer.ContainerHostname is missing',
  // Optional in the calls that made the jobs and the run, and so in their events.
  'pipelineExecutionDescription is missing',
  'TransformOutput.AssembleWith is missing',
  'TransformInput.ContentType is missing',
  'TransformInput.SplitType is missing',
  'TransformInput.CompressionType is missing',
  'InputDataConfig[].ContentType is missing',
  'InputDataConfig[].RecordWrapperType is missing',
  'InputDataConfig[].CompressionType is missing',
  // Only of steps that failed, were found in a cache, or were processing jobs.
  'cacheHitResult is missing',
  'failureReason is missing',
  'metadata.processingJob is missing',
  // S3 names the owner of the bucket, not of the object; ECR's resource has no type.
  'resources[].accountId is missing',
  'resources[].type is missing',
];
const disagreements = (type: Property, value: unknown, path: string): readonly string[] => {
  if (value === null || value === undefined || type.type === 'json') return [];
  if (type.type === 'ref') {
    const definition = db.get('eventTypeDefinition', type.reference.$ref);
    return isObject(value) ? inside(definition, value, path) : [`${path} is not an object`];
  }
  if (type.type === 'array')
    return Array.isArray(value)
      ? value.flatMap((item: unknown) => disagreements(type.element, item, `${path}[]`))
      : [`${path} is not array`];
  if (type.type === 'union')
    return type.types.some((option) => disagreements(option, value, path).length === 0) ? [] : [`${path} is none of its types`];
  if (type.type === 'date-time') return typeof value === 'string' ? [] : [`${path} is not a time`];
  if (type.type === 'map' || type.type === 'tag') return isObject(value) ? [] : [`${path} is not a map`];
  const expected = type.type === 'integer' ? 'number' : type.type;
  return typeof value === expected ? [] : [`${path} is not ${type.type}`];
};
/** What was asked and answered differs by operation, and the registry has samples of some; under another service's schema it does not count at all. */
export const isForeign = (own: EventType, text: string): boolean =>
  /^(requestParameters|responseElements)\b.* is missing$/.test(text) ||
  (own === undefined && /^(requestParameters|responseElements|resources|additionalEventData|tlsDetails)/.test(text));
export const inside = (definition: NonNullable<EventType>, value: JsonObject, path: string): readonly string[] =>
  Object.entries(definition.properties).flatMap(([name, property]) => {
    const at = path === '' ? name : `${path}.${name}`;
    if (!(name in value)) return property.required === true ? [`${at} is missing`] : [];
    return disagreements(property.type, value[name], at);
  });
