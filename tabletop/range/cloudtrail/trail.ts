import type { Json, JsonObject } from '../../../core/json.ts';
import { instantOf } from '../../../core/time.ts';
import { rolesOf } from '../iam/state.ts';
import type { Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { trailDelay } from './behaviours.ts';

/** One event of the history, ready to be searched. */
export interface TrailRecord {
  readonly at: number;
  /** When LookupEvents starts to show it. */
  readonly visibleAt: number;
  readonly account: string;
  readonly region: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
  /** The record itself, as CloudTrail writes it. */
  readonly record: JsonObject;
}
/** Keys rise with time: `<milliseconds>-<count>`. */
export const trailOf = (world: World): Table<TrailRecord> => world.store.table<TrailRecord>('cloudtrail.event');

/** Keys of these maps are data, not member names. */
const MAPS = new Set(['Environment', 'HyperParameters', 'CustomerMetadataProperties']);
/** CloudTrail keeps no secret that a call hands out. */
const HIDDEN = new Set(['SecretAccessKey', 'SessionToken']);
const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** An input or output as CloudTrail writes it: small first letters, no bytes. */
const parametersOf = (value: unknown, rename: (name: string) => string = lower): Json | undefined => {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return instantOf(value.getTime());
  if (Array.isArray(value)) return value.flatMap((item: unknown) => parametersOf(item, rename) ?? []);
  if (typeof value !== 'object' || value instanceof Uint8Array || Symbol.asyncIterator in value) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const json = HIDDEN.has(name) ? 'HIDDEN_DUE_TO_SECURITY_REASONS' : parametersOf(inner, MAPS.has(name) ? (key) => key : lower);
      return json === undefined ? [] : [[rename(name), json]];
    }),
  );
};

const identityOf = ({ world, caller, now }: Context): JsonObject => ({
  type: 'AssumedRole',
  principalId: caller.userId,
  arn: caller.arn,
  accountId: caller.account,
  accessKeyId: caller.accessKeyId,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: rolesOf(world).get(caller.roleArn)?.id ?? '',
      arn: caller.roleArn,
      accountId: caller.account,
      userName: caller.roleName,
    },
    attributes: { creationDate: `${instantOf(now).slice(0, 19)}Z`, mfaAuthenticated: 'false' },
  },
});

const TYPES: Readonly<Record<string, string>> = {
  endpointName: 'AWS::SageMaker::Endpoint',
  endpointConfigName: 'AWS::SageMaker::EndpointConfig',
  modelName: 'AWS::SageMaker::Model',
  modelPackageArn: 'AWS::SageMaker::ModelPackage',
  roleName: 'AWS::IAM::Role',
  roleArn: 'AWS::IAM::Role',
  policyArn: 'AWS::IAM::Policy',
  bucket: 'AWS::S3::Bucket',
};
/** ARNs are searched for by ARN and by name. */
const resourcesOf = (parameters: Json | undefined): TrailRecord['resources'] =>
  typeof parameters !== 'object' || parameters === null
    ? []
    : Object.entries(parameters).flatMap(([name, value]) => {
        if (typeof value !== 'string') return [];
        if (name === 'resourceArn')
          return [
            { type: 'AWS::SageMaker::Endpoint', name: value },
            { type: 'AWS::SageMaker::Endpoint', name: value.split('/').slice(1).join('/') },
          ];
        const type = TYPES[name];
        return type === undefined ? [] : [{ type, name: value }];
      });

export interface Called {
  readonly eventSource: string;
  readonly operation: string;
  readonly input: unknown;
  readonly outcome: { readonly output: unknown } | { readonly error: unknown };
  readonly readOnly: boolean;
}

/** Writes the record of one management call and lets the bus have it after the usual delay. Reads are recorded without an event. */
export const recordCall = (context: Context, called: Called): void => {
  const { world, account, region, now } = context;
  const requestParameters = parametersOf(called.input);
  const failed = 'error' in called.outcome ? called.outcome.error : undefined;
  const elements = 'output' in called.outcome ? parametersOf(called.outcome.output) : undefined;
  const isEmpty = typeof elements !== 'object' || elements === null || Object.keys(elements).length === 0;
  const global = called.eventSource === 'iam.amazonaws.com';
  const record: JsonObject = {
    eventVersion: '1.09',
    userIdentity: identityOf(context),
    eventTime: `${instantOf(now).slice(0, 19)}Z`,
    eventSource: called.eventSource,
    eventName: called.operation,
    // IAM is served, and logged, in us-east-1 only.
    awsRegion: global ? 'us-east-1' : region,
    sourceIPAddress: '192.0.2.10',
    userAgent: context.userAgent,
    ...(failed === undefined
      ? {}
      : {
          errorCode: failed instanceof AwsFault ? failed.code : 'InternalFailure',
          errorMessage: failed instanceof Error ? failed.message : '',
        }),
    requestParameters: requestParameters ?? null,
    responseElements: isEmpty ? null : elements,
    requestID: context.requestId,
    eventID: world.ids.uuid('trail'),
    readOnly: called.readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
  const delay = (world.lasts(trailDelay) * 1000) / world.time.pace;
  const count = world.ids.count('trail-order');
  trailOf(world).put(`${String(now).padStart(15, '0')}-${String(count).padStart(6, '0')}`, {
    at: now,
    visibleAt: now + delay,
    account,
    region: global ? 'us-east-1' : region,
    userName: context.caller.session,
    accessKeyId: context.caller.accessKeyId,
    resources: resourcesOf(requestParameters),
    record,
  });
  if (called.readOnly) return;
  world.bus.emit(
    {
      source: `aws.${called.eventSource.split('.')[0] ?? ''}`,
      detailType: 'AWS API Call via CloudTrail',
      account,
      region: global ? 'us-east-1' : region,
      resources: [],
      detail: record,
      at: now,
    },
    world.lasts(trailDelay),
  );
};
