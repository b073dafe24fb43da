import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import {
  CreateEndpointConfigCommand,
  CreateModelCommand,
  UpdateEndpointCommand,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { as, stillRange, WORKLOAD } from './clients.ts';

/** The shapes of the EventBridge schema registry, as the CDK publishes them. */
const db = loadAwsServiceSpecSync();
type EventType = ReturnType<typeof rootOf>;
const rootOf = (source: string, detailType: string) => {
  const event = db.all('event').find((candidate) => candidate.source === source && candidate.detailType === detailType);
  return event === undefined ? undefined : db.get('eventTypeDefinition', event.rootProperty.$ref);
};
type Property = NonNullable<EventType>['properties'][string]['type'];

/** Disagreements with the registry, each known: the registry was inferred from samples and is not complete. */
const KNOWN: readonly string[] = [
  // A map in AWS's documentation and in captured events, a list in the registry.
  'Tags is not array',
  // Only in records of calls that a service made, or of web identities.
  'userIdentity.sessionContext.webIdFederationData is missing',
  'userIdentity.invokedBy is missing',
  // Optional in CreateModel, and so in the event.
  'PrimaryContainer.ContainerHostname is missing',
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
const inside = (definition: NonNullable<EventType>, value: JsonObject, path: string): readonly string[] =>
  Object.entries(definition.properties).flatMap(([name, property]) => {
    const at = path === '' ? name : `${path}.${name}`;
    if (!(name in value)) return property.required === true ? [`${at} is missing`] : [];
    return disagreements(property.type, value[name], at);
  });

const { range, clock } = stillRange();
const events: RangeEvent[] = [];
range.events.subscribe((event) => events.push(event));
const { sagemaker } = as(range, 'admin');
await sagemaker.send(
  new CreateModelCommand({
    ModelName: 'm',
    PrimaryContainer: {
      Image: `${WORKLOAD}.dkr.ecr.eu-west-1.amazonaws.com/fraud-model:6`,
      ModelDataUrl: 's3://nb-models/fraud/6/model.tar.gz',
    },
    ExecutionRoleArn: `arn:aws:iam::${WORKLOAD}:role/sagemaker-execution`,
  }),
);
await sagemaker.send(
  new CreateEndpointConfigCommand({
    EndpointConfigName: 'c',
    ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'm', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }],
  }),
);
// A new config may not be found at once.
clock.advance(2);
await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'c' }));
await sagemaker.send(
  new UpdateModelPackageCommand({
    ModelPackageArn: `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:model-package/fraud-model/7`,
    ModelApprovalStatus: 'Rejected',
  }),
);
clock.advance(600);

const kinds = new Map(events.map((event) => [event['detail-type'], event]));
test('every kind of event that we emit was emitted', () => {
  expect([...kinds.keys()].sort()).toEqual([
    'AWS API Call via CloudTrail',
    'SageMaker Endpoint Config State Change',
    'SageMaker Endpoint Deployment State Change',
    'SageMaker Endpoint State Change',
    'SageMaker Model Package State Change',
    'SageMaker Model State Change',
  ]);
});

test.each([...kinds.values()].map((event) => [event['detail-type'], event] as const))(
  '%s agrees with the registry',
  (detailType, event) => {
    const root = rootOf(event.source, detailType);
    // The registry has no schema of the deployment event; a published sample stands in for it (test/events).
    if (root === undefined) expect(detailType).toBe('SageMaker Endpoint Deployment State Change');
    else expect(inside(root, event.detail, '').filter((text) => !KNOWN.includes(text))).toEqual([]);
  },
);

test('the check itself notices a wrong type', () => {
  const root = rootOf('aws.sagemaker', 'SageMaker Endpoint State Change');
  if (root === undefined) throw new Error('the registry lost the endpoint event');
  expect(inside(root, { EndpointArn: 5 }, '')).toEqual(['EndpointArn is not string']);
});
