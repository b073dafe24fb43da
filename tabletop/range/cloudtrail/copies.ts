import { wantsReads } from '../eventbridge/state.ts';
import type { Context } from '../operation.ts';
import type { World } from '../world.ts';
import type { Category } from './data-events.ts';
import { KEPT_READS, type Called } from './record.ts';
import { othersIn } from './resources.ts';
import { wants } from './selectors.ts';
import { covers, trailsOf, type Trail } from './trail-state.ts';

export const trailsNow = (world: World): readonly Trail[] => trailsOf(world).values();

/** Served, and logged, in us-east-1 only. */
const GLOBAL: readonly string[] = ['iam.amazonaws.com', 'organizations.amazonaws.com'];
export const regionOf = (eventSource: string, region: string): string => (GLOBAL.includes(eventSource) ? 'us-east-1' : region);

interface Copy {
  readonly account: string;
  readonly region: string;
  readonly watching: readonly Trail[];
  readonly isKept: boolean;
  readonly isTold: boolean;
}
/** Who gets a record of it, and what becomes of it there. Nobody: nothing is made at all. */
export const copiesOf = (context: Context, called: Called, kind: Category, region: string): readonly Copy[] => {
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
