import type { JsonObject } from '../../../core/json.ts';
import { instantOf } from '../../../core/time.ts';
import { CLOUDTRAIL_CALL } from '../delivery.ts';
import { wantsReads } from '../eventbridge/state.ts';
import type { Context, Service, TrailClass } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { World } from '../world.ts';
import { trailDelay } from './behaviours.ts';
import { categoryOf, eventNameOf, type Category } from './data-events.ts';
import { keep } from './history.ts';
import { awaitDelivery } from './log-files.ts';
import { parametersOf, s3Elements, s3Parameters, ssmParameters } from './parameters.ts';
import { namedIn, othersIn, resourcesIn } from './resources.ts';
import { wants } from './selectors.ts';
import { covers, trailsOf, type Trail } from './trail-state.ts';
import { identityOf, originOf, strangerOf } from './user-identity.ts';

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
export const trailsNow = (world: World): readonly Trail[] => trailsOf(world).values();

/** Served, and logged, in us-east-1 only. */
const GLOBAL: readonly string[] = ['iam.amazonaws.com', 'organizations.amazonaws.com'];
/** Reads that are kept although reads are not: who became whom is the thread of every investigation. */
const KEPT_READS: readonly string[] = ['AssumeRole', 'AssumeRoleWithWebIdentity', 'AssumeRoleWithSAML'];

/** STS weighs a role's trust by itself, so the role is told by the input. */
const accessesOf = ({ operation, input, accesses }: Called): readonly Access[] => {
  const role =
    KEPT_READS.includes(operation) && typeof input === 'object' && input !== null && 'RoleArn' in input ? input.RoleArn : undefined;
  return typeof role === 'string' ? [{ action: `sts:${operation}`, resource: role }] : accesses;
};
const inputOf = (called: Called, region: string) => {
  if (called.service.eventSource === 's3.amazonaws.com') return s3Parameters(called.input, region);
  return called.service.eventSource === 'ssm.amazonaws.com' ? ssmParameters(called.input) : parametersOf(called.input);
};
const elementsOf = (called: Called, readOnly: boolean) => {
  // What a read answered is not recorded, but for the credentials that a role handed out.
  if (!('output' in called.outcome) || (readOnly && !KEPT_READS.includes(called.operation))) return undefined;
  return called.service.eventSource === 's3.amazonaws.com' ? s3Elements(called.outcome.output) : parametersOf(called.outcome.output);
};

/** Everything that is the same in every account's copy. */
const recordOf = (context: Context, called: Called, kind: Category, region: string): JsonObject => {
  const { eventSource } = called.service;
  const isData = kind.category === 'Data';
  const failed = 'error' in called.outcome ? called.outcome.error : undefined;
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
    ...(failed === undefined
      ? {}
      : {
          errorCode: failed instanceof AwsFault ? failed.code : 'InternalFailure',
          errorMessage: failed instanceof Error ? failed.message : '',
        }),
    requestParameters: hidesInput ? null : (inputOf(called, region) ?? null),
    responseElements: isEmpty ? null : elements,
    ...(eventSource === 's3.amazonaws.com'
      ? {
          additionalEventData: {
            SignatureVersion: 'SigV4',
            CipherSuite: 'TLS_AES_128_GCM_SHA256',
            bytesTransferredIn: 0,
            AuthenticationMethod: 'AuthHeader',
            'x-amz-id-2': Buffer.from(context.requestId).toString('base64'),
            bytesTransferredOut: 0,
          },
        }
      : {}),
    requestID: context.requestId,
    readOnly: kind.readOnly,
    ...(resources.length === 0 ? {} : { resources }),
    eventType: 'AwsApiCall',
    managementEvent: !isData,
    eventCategory: kind.category,
  };
};

interface Copy {
  readonly account: string;
  readonly region: string;
  readonly watching: readonly Trail[];
  readonly isKept: boolean;
  readonly isTold: boolean;
}
/** Who gets a record of it, and what becomes of it there. Nobody: nothing is made at all. */
const copiesOf = (context: Context, called: Called, kind: Category, region: string): readonly Copy[] => {
  const { world, account, caller } = context;
  const isManagement = kind.category === 'Management';
  const isRead = isManagement && kind.readOnly;
  const isKept = isManagement && (!kind.readOnly || world.keepsReads || KEPT_READS.includes(called.operation));
  const { eventSource } = called.service;
  const others = 'output' in called.outcome ? othersIn(called.accesses, account) : [];
  const now = eventSource === 'cloudtrail.amazonaws.com' ? [...called.trails, ...trailsNow(world)] : called.trails;
  return [account, ...others].flatMap((recipient) => {
    const hears = isRead && wantsReads(world, recipient, region);
    if (isRead && !isKept && !hears) return [];
    const candidate = {
      kind,
      eventSource,
      eventName: called.operation,
      identityArn: caller.arn,
      arn: called.accesses[0]?.resource ?? '',
    };
    const watching = now.filter(
      (trail) =>
        covers(world, trail, recipient, region) &&
        (trail.includesGlobal || !GLOBAL.includes(eventSource)) &&
        wants(trail.selectors, candidate),
    );
    const isTold = watching.length > 0 && (!isRead || hears);
    if (!isKept && watching.length === 0) return [];
    const once = [...new Map(watching.map((trail) => [trail.arn, trail])).values()];
    return [{ account: recipient, region, watching: once, isKept, isTold }];
  });
};

/** Writes the record of one call wherever somebody keeps it, and lets the buses have it after the usual delay. */
export const recordCall = (context: Context, given: Called): void => {
  const called = { ...given, accesses: accessesOf(given) };
  const { world, now } = context;
  const { eventSource } = called.service;
  const kind = categoryOf(eventSource, called.operation, called.trail);
  if (kind === undefined) return;
  const region = GLOBAL.includes(eventSource) ? 'us-east-1' : context.region;
  const copies = copiesOf(context, called, kind, region);
  if (copies.length === 0) return;
  const common = recordOf(context, called, kind, region);
  const shared = copies.length > 1 ? { sharedEventID: world.ids.uuid('shared-trail') } : {};
  for (const { account, watching, isKept, isTold } of copies) {
    const record: JsonObject = {
      ...common,
      ...(account === context.account ? {} : { userIdentity: strangerOf(context) }),
      eventID: world.ids.uuid('trail'),
      recipientAccountId: account,
      ...shared,
    };
    if (isKept) {
      keep(
        world,
        {
          at: now,
          visibleAt: now + (world.lasts(trailDelay) * 1000) / world.time.pace,
          account,
          region,
          userName: account === context.account ? context.caller.session : '',
          accessKeyId: account === context.account ? context.caller.accessKeyId : '',
          resources: namedIn(eventSource, common['requestParameters']),
          record,
        },
        kind.readOnly && !KEPT_READS.includes(called.operation),
      );
    }
    if (isKept || kind.category === 'Data') awaitDelivery(world, watching, record);
    if (!isTold) continue;
    const source = `aws.${eventSource.split('.')[0] ?? ''}`;
    const isRead = kind.category === 'Management' && kind.readOnly;
    world.bus.emit(
      { source, detailType: CLOUDTRAIL_CALL, account, region, resources: [], detail: record, at: now, isRead },
      world.lasts(trailDelay),
    );
  }
};
