import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import type { Conduct } from './conduct.ts';

/** From an instant on, how much a caller sends, and how it behaves. An instant may lie ahead: what is known to come. */
export interface Step {
  readonly from: number;
  /** @default the caller's own rate */
  readonly requestsPerSecond?: number;
  readonly conduct: Conduct;
}
/** From an instant on, who answers a caller; nobody: no share. */
export interface Segment {
  readonly from: number;
  /** Part of the caller's requests that reaches the endpoint. */
  readonly share: number;
  /** The same by variant, for whoever looks on from outside. */
  readonly shares: Readonly<Record<string, number>>;
  /** By the name of the front door: part of what was sent that it stopped. */
  readonly stopped?: Readonly<Record<string, number>>;
}
/** A caller that calls all the time. Its requests are computed, not sent. */
export interface Traffic {
  readonly roleArn: string;
  readonly endpoint: string;
  /** One caller may have several streams, an attack beside its ordinary business. @default 'main' */
  readonly stream?: string;
  readonly requestsPerSecond: number;
  readonly steps: readonly Step[];
  readonly segments: readonly Segment[];
}
/** Instances that answer a part of an endpoint's requests. While traffic shifts, two fleets have the same variant's name. */
export interface Fleet {
  readonly variant: string;
  readonly model: string;
  /** SHA-256 of the artefact. */
  readonly loaded?: string;
  readonly share: number;
  readonly instances: number;
  readonly instanceType?: string;
}
export interface Serving {
  readonly from: number;
  readonly fleets: readonly Fleet[];
}

export const trafficOf = (world: World): Table<Traffic> => world.store.table<Traffic>('traffic');
/** By endpoint ARN, oldest first. */
export const servingOf = (world: World): Table<readonly Serving[]> => world.store.table<readonly Serving[]>('traffic.serving');
/** Real calls of InvokeEndpoint that were answered: `endpoint|variant|AWS minute` → count. */
export const invocationsOf = (world: World): Table<number> => world.store.table<number>('invocations');

export const minuteOf = (world: World, at: number): number => Math.floor((at * world.time.pace) / 60_000);
/** What a caller sends at an instant; undefined: nothing yet. */
export const stepAt = (traffic: Traffic, at: number): Required<Step> | undefined => {
  const step = inForceAt(traffic.steps, at);
  return step === undefined ? undefined : { requestsPerSecond: traffic.requestsPerSecond, ...step };
};
/** What was in force at an instant: the last entry that began by then. */
export const inForceAt = <T extends { readonly from: number }>(entries: readonly T[], at: number): T | undefined =>
  entries.findLast(({ from }) => from <= at);
