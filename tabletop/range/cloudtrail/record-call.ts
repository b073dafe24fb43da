import type { JsonObject } from '../../../core/json.ts';
import { CLOUDTRAIL_CALL } from '../delivery.ts';
import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { busDelay, trailDelay } from './behaviours.ts';
import { copiesOf, regionOf } from './copies.ts';
import { categoryOf } from './data-events.ts';
import { keep } from './history.ts';
import { awaitDelivery } from './log-files.ts';
import { KEPT_READS, recordOf, type Called } from './record.ts';
import { namedIn } from './resources.ts';
import { strangerOf } from './user-identity.ts';

/** STS weighs a role's trust by itself, so the role is told by the input. */
const accessesOf = ({ operation, input, accesses }: Called): readonly Access[] => {
  const role =
    KEPT_READS.includes(operation) && typeof input === 'object' && input !== null && 'RoleArn' in input ? input.RoleArn : undefined;
  return typeof role === 'string' ? [{ action: `sts:${operation}`, resource: role }] : accesses;
};

/** Writes the record of one call wherever somebody keeps it, and lets the buses have it after the usual delay. */
export const recordCall = (context: Context, given: Called): void => {
  const called = { ...given, accesses: accessesOf(given) };
  const { world, now } = context;
  const { eventSource } = called.service;
  const kind = categoryOf(eventSource, called.operation, called.trail);
  if (kind === undefined) return;
  const region = regionOf(eventSource, context.region);
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
