import { like } from './policy/patterns.ts';
import { AwsFault, ConnectionLost } from './protocol/errors.ts';
import type { Table } from './store.ts';
import type { World } from './world.ts';

export type FaultKind = 'throttled' | 'unavailable' | 'timed-out-after-effect' | 'denied' | 'partial';
export interface FaultPlan {
  /** IAM's spelling, e.g. `sagemaker:UpdateEndpoint`; `sagemaker:*` and `*` match more. */
  readonly operation: string;
  readonly kind: FaultKind;
  /** How many calls it hits. @default 1; without end when `share` or `until` is given */
  readonly times?: number;
  /** Only calls by this role. Calls that AWS makes by itself are only hit by a plan that names their role. */
  readonly role?: string;
  /** Only calls that need permission on this resource: an ARN, with IAM's wildcards. */
  readonly resource?: string;
  /** Which share of the calls it hits, drawn from the seed. @default all of them */
  readonly share?: number;
  /** Instants, ISO 8601: not before, and no longer from then on. */
  readonly from?: string;
  readonly until?: string;
}
export interface Faults {
  add(plan: FaultPlan): void;
  clear(): void;
  /** Calls that a plan still waits for: an exercise whose fault never happened proved nothing. One without end waits for its first. */
  pending(): readonly FaultPlan[];
}
/** What a plan does to one call. */
export interface Fault {
  /** Every second entry of a batch fails; a call without a batch is not touched. */
  readonly isPartial: boolean;
  before(): void;
  after(): void;
}
/** A call that a plan may hit. */
export interface Hittable {
  readonly operation: string;
  readonly roleArn: string;
  /** Asked only by plans for a resource. */
  readonly resources: () => readonly string[];
  /** AWS itself calls. @default false */
  readonly isAct?: boolean;
}
interface Row {
  readonly plan: FaultPlan;
  /** Absent: no end. */
  readonly left?: number;
  readonly hits: number;
}
const matches = ({ plan }: Row, call: Hittable, now: number): boolean =>
  (plan.operation === '*' || plan.operation === call.operation || plan.operation === `${call.operation.split(':')[0]}:*`) &&
  (plan.role === undefined ? call.isAct !== true : plan.role === call.roleArn) &&
  (plan.from === undefined || now >= Date.parse(plan.from)) &&
  (plan.until === undefined || now < Date.parse(plan.until)) &&
  (plan.resource === undefined || call.resources().some((resource) => like(plan.resource ?? '', resource)));

const thrownBy = (kind: FaultKind, operation: string, roleArn: string): Error => {
  const isS3 = operation.startsWith('s3:');
  if (kind === 'throttled')
    return isS3
      ? new AwsFault('SlowDown', 'Please reduce your request rate.', { status: 503 })
      : new AwsFault('ThrottlingException', 'Rate exceeded');
  if (kind === 'unavailable') return new AwsFault('ServiceUnavailable', 'Service is unable to handle request.', { status: 503 });
  if (kind === 'denied')
    return new AwsFault(
      isS3 ? 'AccessDenied' : 'AccessDeniedException',
      `User: ${roleArn} is not authorized to perform: ${operation} with an explicit deny in a service control policy`,
      { status: isS3 ? 403 : 400 },
    );
  return new ConnectionLost();
};

const NONE: Fault = { isPartial: false, before: () => undefined, after: () => undefined };
const checked = (plan: FaultPlan): FaultPlan => {
  for (const instant of [plan.from, plan.until])
    if (instant !== undefined && Number.isNaN(Date.parse(instant))) throw new RangeError(`${instant} is not an instant`);
  if (plan.share !== undefined && !(plan.share > 0 && plan.share <= 1)) throw new RangeError('share is more than 0 and at most 1');
  return plan;
};

const rowsOf = (world: World): Table<Row> => world.store.table<Row>('fault.plan');

/** The fault for this call, counted. `before` throws before anything happened, `after` once the effect is there. */
export const takeFault = (world: World, call: Hittable): Fault => {
  const rows = rowsOf(world);
  const now = world.time.now();
  const isHit = ([key, row]: readonly [string, Row]): boolean =>
    matches(row, call, now) && (row.plan.share === undefined || world.ids.number(`fault ${key}`) < row.plan.share);
  const hit = rows.entries().find(isHit);
  if (hit === undefined) return NONE;
  const [key, row] = hit;
  const left = row.left === undefined ? undefined : row.left - 1;
  if (left === 0) rows.remove(key);
  else rows.put(key, { ...row, hits: row.hits + 1, ...(left === undefined ? {} : { left }) });
  if (row.plan.kind === 'partial') return { ...NONE, isPartial: true };
  const error = thrownBy(row.plan.kind, call.operation, call.roleArn);
  const fail = (): void => {
    throw error;
  };
  return row.plan.kind === 'timed-out-after-effect' ? { ...NONE, after: fail } : { ...NONE, before: fail };
};

/** Plans are part of the state: an exported range goes on failing as planned. */
export const createFaults = (world: World): Faults => {
  const rows = rowsOf(world);
  return {
    add: (given) => {
      const plan = checked(given);
      const left = plan.times ?? (plan.share === undefined && plan.until === undefined ? 1 : undefined);
      const key = String(world.ids.count('fault-plan')).padStart(6, '0');
      rows.put(key, { plan, hits: 0, ...(left === undefined ? {} : { left }) });
    },
    clear: () => {
      for (const [key] of rows.entries()) rows.remove(key);
    },
    pending: () =>
      rows
        .values()
        .filter(({ left, hits }) => left !== undefined || hits === 0)
        .map(({ plan, left }) => (left === undefined ? plan : { ...plan, times: left })),
  };
};
