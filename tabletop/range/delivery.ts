import type { RangeIds } from './ids.ts';
import type { Store, Table } from './store.ts';

/**
 * What happens to events on their way to the bus, beyond the service's own delay. `delay`: later by `seconds`, and by up to `jitter` more.
 * `duplicate`: once more, with the same id (EventBridge delivers at least once). `repeat`: the service sends the change again, with an id of its own.
 * `reorder`: the first of every two is overtaken by what happens within `seconds`. `lose`: never arrives.
 */
export interface DeliveryPlan {
  readonly kind: 'delay' | 'duplicate' | 'repeat' | 'reorder' | 'lose';
  /** @default every source */
  readonly source?: string;
  /** @default every detail type */
  readonly detailType?: string;
  /** AWS seconds. @default 0; `reorder` 60 */
  readonly seconds?: number;
  /** AWS seconds, drawn from the seed. @default 0 */
  readonly jitter?: number;
  /** Of `duplicate` and `repeat`: how many more. @default 1 */
  readonly copies?: number;
  /** Which share of the events it hits, drawn from the seed. @default all of them */
  readonly share?: number;
  /** How many events it hits. @default no end */
  readonly times?: number;
}
export interface Delivery {
  /** Refuses to lose what AWS delivers durably. */
  add(plan: DeliveryPlan): void;
  clear(): void;
  /** Plans with a number of times that still wait for an event, and plans without one that have never hit. */
  pending(): readonly DeliveryPlan[];
}
/** One arrival of an event. */
export interface Arrival {
  readonly awsSeconds: number;
  /** The same change, sent again by its service as another event. */
  readonly isRepeat: boolean;
}
export interface DeliverySource extends Delivery {
  arrivals(source: string, detailType: string, awsSeconds: number): readonly Arrival[];
}

interface Row {
  readonly plan: DeliveryPlan;
  readonly hits: number;
}
export const CLOUDTRAIL_CALL = 'AWS API Call via CloudTrail';
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/event-types.html. A source that is not AWS's comes through PutEvents, which has answered. */
const DURABLE: readonly string[] = ['aws.sagemaker', 'aws.s3', 'aws.cloudwatch', 'aws.kms'];
const isDurable = ({ source, detailType }: DeliveryPlan): boolean =>
  detailType !== CLOUDTRAIL_CALL && (source === undefined || !source.startsWith('aws.') || DURABLE.includes(source));
const OVERTAKEN_SECONDS = 60;

const matches = ({ plan }: Row, source: string, detailType: string): boolean =>
  (plan.source === undefined || plan.source === source) && (plan.detailType === undefined || plan.detailType === detailType);
const isOver = ({ plan, hits }: Row): boolean => plan.times !== undefined && hits >= plan.times;

const applied = (row: Row, arrivals: readonly Arrival[], drawn: () => number): readonly Arrival[] => {
  const { kind, seconds = kind === 'reorder' ? OVERTAKEN_SECONDS : 0, jitter = 0, copies = 1 } = row.plan;
  const later = seconds + (jitter === 0 ? 0 : jitter * drawn());
  if (kind === 'lose') return [];
  if (kind === 'delay') return arrivals.map((arrival) => ({ ...arrival, awsSeconds: arrival.awsSeconds + later }));
  if (kind === 'reorder')
    return row.hits % 2 === 1 ? arrivals : arrivals.map((arrival) => ({ ...arrival, awsSeconds: arrival.awsSeconds + later }));
  const more = arrivals.flatMap((arrival) =>
    Array.from({ length: copies }, () => ({
      awsSeconds: arrival.awsSeconds + later,
      isRepeat: arrival.isRepeat || kind === 'repeat',
    })),
  );
  return [...arrivals, ...more];
};

/** Plans are part of the state: an exported range goes on losing and repeating as planned. */
export const createDelivery = (store: Store, ids: RangeIds): DeliverySource => {
  const rows: Table<Row> = store.table<Row>('delivery.plan');
  return {
    add: (plan) => {
      if (plan.kind === 'lose' && isDurable(plan))
        throw new RangeError(`AWS does not lose ${plan.source ?? 'every kind of'} event: name a source or a detail type of best effort`);
      rows.put(String(ids.count('delivery-plan')).padStart(6, '0'), { plan, hits: 0 });
    },
    clear: () => {
      for (const [key] of rows.entries()) rows.remove(key);
    },
    pending: () =>
      rows
        .values()
        .filter(({ plan, hits }) => (plan.times === undefined ? hits === 0 : hits < plan.times))
        .map(({ plan, hits }) => (plan.times === undefined ? plan : { ...plan, times: plan.times - hits })),
    arrivals: (source, detailType, awsSeconds) => {
      let arrivals: readonly Arrival[] = [{ awsSeconds, isRepeat: false }];
      for (const [key, row] of rows.entries()) {
        if (isOver(row) || !matches(row, source, detailType)) continue;
        const drawn = (): number => ids.number(`delivery ${key}`);
        if (row.plan.share !== undefined && drawn() >= row.plan.share) continue;
        arrivals = applied(row, arrivals, drawn);
        rows.put(key, { ...row, hits: row.hits + 1 });
      }
      return arrivals;
    },
  };
};
