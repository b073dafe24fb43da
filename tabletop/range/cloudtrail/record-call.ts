import type { JsonObject } from '../../../core/json.ts';
import { CLOUDTRAIL_CALL } from '../delivery.ts';
import { wantsReads } from '../eventbridge/state.ts';
import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import type { World } from '../world.ts';
import { busDelay, trailDelay } from './behaviours.ts';
import { categoryOf, type Category } from './data-events.ts';
import { keep } from './history.ts';
import { awaitDelivery } from './log-files.ts';
import { KEPT_READS, recordOf, type Called } from './record.ts';
import { namedIn, othersIn } from './resources.ts';
import { wants } from './selectors.ts';
import { covers, trailsOf, type Trail } from './trail-state.ts';
import { strangerOf } from './user-identity.ts';

export const trailsNow = (world: World): readonly Trail[] => trailsOf(world).values();

/** Served, and logged, in us-east-1 only. */
const GLOBAL: readonly string[] = ['iam.amazonaws.com', 'organizations.amazonaws.com'];

/** STS weighs a role's trust by itself, so the role is told by the input. */
const accessesOf = ({ operation, input, accesses }: Called): readonly Access[] => {
  const role =
    KEPT_READS.includes(operation) && typeof input === 'object' && input !== null && 'RoleArn' in input ? input.RoleArn : undefined;
  return typeof role === 'string' ? [{ action: `sts:${operation}`, resource: role }] : accesses;
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
      world.lasts(busDelay),
    );
  }
};
