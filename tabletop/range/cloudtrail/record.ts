import type { Json, JsonObject } from '../../../core/json.ts';
import { instantOf } from '../../../core/time.ts';
import type { Context, Service, TrailClass } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { eventNameOf, type Category } from './data-events.ts';
import { parametersOf, s3Elements, s3Parameters, ssmParameters } from './parameters.ts';
import { resourcesIn } from './resources.ts';
import type { Trail } from './trail-state.ts';
import { identityOf, originOf } from './user-identity.ts';

export interface Called {
  readonly service: Service;
  readonly operation: string;
  readonly trail: TrailClass;
  readonly input: unknown;
  readonly accesses: readonly Access[];
  readonly outcome: { readonly output: unknown } | { readonly error: unknown };
  /** The trails as they were when the call began. */
  readonly trails: readonly Trail[];
}
/** Reads that are kept although reads are not: who became whom is the thread of every investigation. */
export const KEPT_READS: readonly string[] = ['AssumeRole', 'AssumeRoleWithWebIdentity', 'AssumeRoleWithSAML'];

const inputOf = ({ service, input }: Called, region: string): Json | undefined => {
  if (service.eventSource === 's3.amazonaws.com') return s3Parameters(input, region);
  return service.eventSource === 'ssm.amazonaws.com' ? ssmParameters(input) : parametersOf(input);
};
const elementsOf = ({ service, operation, outcome }: Called, readOnly: boolean): Json | undefined => {
  // What a read answered is not recorded, but for the credentials that a role handed out.
  if (!('output' in outcome) || (readOnly && !KEPT_READS.includes(operation))) return undefined;
  return service.eventSource === 's3.amazonaws.com' ? s3Elements(outcome.output) : parametersOf(outcome.output);
};
const errorOf = ({ outcome }: Called): JsonObject => {
  if (!('error' in outcome)) return {};
  const { error } = outcome;
  return {
    errorCode: error instanceof AwsFault ? error.code : 'InternalFailure',
    errorMessage: error instanceof Error ? error.message : '',
  };
};
/** What only S3 writes. */
const additionalOf = ({ service }: Called, requestId: string): JsonObject =>
  service.eventSource === 's3.amazonaws.com'
    ? {
        additionalEventData: {
          SignatureVersion: 'SigV4',
          CipherSuite: 'TLS_AES_128_GCM_SHA256',
          bytesTransferredIn: 0,
          AuthenticationMethod: 'AuthHeader',
          'x-amz-id-2': Buffer.from(requestId).toString('base64'),
          bytesTransferredOut: 0,
        },
      }
    : {};

/** Everything of a record that is the same in every account's copy. */
export const recordOf = (context: Context, called: Called, kind: Category, region: string): JsonObject => {
  const { eventSource } = called.service;
  const isData = kind.category === 'Data';
  const elements = elementsOf(called, kind.readOnly);
  const isEmpty = typeof elements !== 'object' || elements === null || Object.keys(elements).length === 0;
  const resources = resourcesIn(eventSource, called.accesses, context.account, isData ? kind.type : undefined);
  const hidesInput = isData && eventSource === 'sagemaker.amazonaws.com';
  return {
    eventVersion: '1.11',
    userIdentity: identityOf(context),
    eventTime: `${instantOf(context.now).slice(0, 19)}Z`,
    eventSource,
    eventName: eventNameOf(eventSource, called.operation),
    awsRegion: region,
    ...originOf(context),
    ...errorOf(called),
    requestParameters: hidesInput ? null : (inputOf(called, region) ?? null),
    responseElements: isEmpty ? null : elements,
    ...additionalOf(called, context.requestId),
    requestID: context.requestId,
    readOnly: kind.readOnly,
    ...(resources.length === 0 ? {} : { resources }),
    eventType: 'AwsApiCall',
    managementEvent: !isData,
    eventCategory: kind.category,
  };
};
