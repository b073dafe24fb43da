import * as z from 'zod';
import { JsonObject } from '../../core/json.ts';
import { instantOf } from '../../core/time.ts';
import type { DeliverySource } from './delivery.ts';
import type { RangeIds } from './ids.ts';
import type { Store } from './store.ts';
import type { Timers } from './timers.ts';

/** An EventBridge event as a rule's target gets it. */
export const RangeEvent = z.object({
  version: z.literal('0'),
  id: z.string(),
  'detail-type': z.string(),
  source: z.string(),
  account: z.string(),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  detail: JsonObject,
});
export type RangeEvent = z.output<typeof RangeEvent>;

export interface Emission {
  readonly source: string;
  readonly detailType: string;
  readonly account: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
  /** When it happened, milliseconds. */
  readonly at: number;
  /** ARN of the bus. @default the default bus of account and Region */
  readonly bus?: string;
  /** A read that CloudTrail recorded: for rules that ask for reads, and for nobody else. @default false */
  readonly isRead?: boolean;
}
/** Where an event arrived, and how. */
export interface Arrived {
  readonly event: RangeEvent;
  readonly bus: string;
  readonly isRead: boolean;
}
export interface RangeEvents {
  /** Delivery is at least once: an event is crossed off after its subscribers were called. Answers how to unsubscribe. */
  subscribe(f: (event: RangeEvent) => void): () => void;
}
export interface Bus extends RangeEvents {
  /** Answers the event's id. */
  emit(emission: Emission, awsSeconds: number): string;
  /** The rules, which hear every bus; they are part of AWS and do not wait for a subscriber. */
  route(f: (arrived: Arrived) => void): void;
}

const defaultBus = (account: string, region: string): string => `arn:aws:events:${region}:${account}:event-bus/default`;

/** EventBridge writes whole seconds. */
const wholeSeconds = (milliseconds: number): string => `${instantOf(milliseconds).slice(0, 19)}Z`;

/** A subscriber's bug is neither swallowed nor blamed on the AWS call that happened to come by. */
const throwLater = (thrown: unknown): void =>
  queueMicrotask(() => {
    throw thrown;
  });

export interface BusOptions {
  readonly store: Store;
  readonly timers: Timers;
  readonly ids: RangeIds;
  readonly delivery: DeliverySource;
  readonly isResumed: boolean;
  readonly subscriberFailed?: ((thrown: unknown) => void) | undefined;
}

export const createBus = ({ store, timers, ids, delivery, isResumed, subscriberFailed = throwLater }: BusOptions): Bus => {
  const subscribers = new Set<(event: RangeEvent) => void>();
  // A restarted process subscribes a moment after it resumed; what came due before that must not be lost.
  const held = store.table<JsonObject>('held-event');
  let isHolding = isResumed;
  let routed: (arrived: Arrived) => void = () => undefined;
  const hear = (data: JsonObject): void => {
    if (isHolding) {
      held.put(String(ids.count('held-event')).padStart(9, '0'), data);
      return;
    }
    const event = RangeEvent.parse(data);
    for (const subscriber of subscribers) {
      try {
        subscriber(event);
      } catch (thrown) {
        subscriberFailed(thrown);
      }
    }
  };
  timers.on('event', (data) => {
    const event = RangeEvent.parse(data);
    const isRead = data['isRead'] === true;
    routed({ event, bus: typeof data['bus'] === 'string' ? data['bus'] : defaultBus(event.account, event.region), isRead });
    if (!isRead) hear(data);
  });
  // Rules have seen these already.
  timers.on('event-held', hear);
  const release = (): void => {
    isHolding = false;
    for (const [key, data] of held.entries()) {
      held.remove(key);
      timers.add('event-held', 0, data);
    }
  };
  return {
    subscribe: (f) => {
      subscribers.add(f);
      if (isHolding) release();
      return () => subscribers.delete(f);
    },
    route: (f) => {
      routed = f;
    },
    emit: (emission, awsSeconds) => {
      const id = ids.uuid('event');
      for (const arrival of delivery.arrivals(emission.source, emission.detailType, awsSeconds)) {
        const { awsSeconds } = arrival;
        timers.add('event', awsSeconds, {
          version: '0',
          id: arrival.isRepeat ? ids.uuid('event') : id,
          'detail-type': emission.detailType,
          source: emission.source,
          account: emission.account,
          time: wholeSeconds(emission.at),
          region: emission.region,
          resources: emission.resources,
          detail: emission.detail,
          ...(emission.bus === undefined ? {} : { bus: emission.bus }),
          ...(emission.isRead === true ? { isRead: true } : {}),
        });
      }
      return id;
    },
  };
};
