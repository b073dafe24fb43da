import { decide } from './policy/authorise.ts';
import { endpointsOf, tagContext, type Endpoint } from './sagemaker/state.ts';
import type { Table } from './store.ts';
import type { World } from './world.ts';

/** From an instant on, which share of a caller's requests each variant answers; no share: nobody answers. */
interface Segment {
  readonly from: number;
  readonly shares: Readonly<Record<string, number>>;
}
/** A caller that calls all the time. Its requests are computed, not sent. */
export interface Traffic {
  readonly roleArn: string;
  readonly endpoint: string;
  readonly requestsPerSecond: number;
  readonly segments: readonly Segment[];
}
const trafficOf = (world: World): Table<Traffic> => world.store.table<Traffic>('traffic');
/** Real calls of InvokeEndpoint that were answered: `endpoint|variant|AWS minute` → count. */
const invocationsOf = (world: World): Table<number> => world.store.table<number>('invocations');

/** Creating, Deleting and Failed endpoints answer nobody; an updating one is served by its old fleet. */
export const isServing = (endpoint: Endpoint): boolean => endpoint.status === 'InService' || endpoint.status === 'Updating';

const sharesOf = (world: World, traffic: Traffic): Readonly<Record<string, number>> => {
  const endpoint = endpointsOf(world).get(traffic.endpoint);
  if (endpoint === undefined || !isServing(endpoint)) return {};
  const access = { action: 'sagemaker:InvokeEndpoint', resource: endpoint.arn, context: tagContext(world, endpoint.arn) };
  if (decide(world, traffic.roleArn, access) !== 'allow') return {};
  const total = endpoint.variants.reduce((sum, { weight }) => sum + weight, 0);
  return Object.fromEntries(endpoint.variants.flatMap(({ name, weight }) => (weight > 0 ? [[name, weight / total]] : [])));
};

/** Notes a change in who is answered from `at` on. Called after everything that could change it. */
export const observeTraffic = (world: World, at: number): void => {
  for (const [key, traffic] of trafficOf(world).entries()) {
    const shares = sharesOf(world, traffic);
    const last = traffic.segments.at(-1)?.shares ?? {};
    if (JSON.stringify(shares) === JSON.stringify(last)) continue;
    trafficOf(world).put(key, { ...traffic, segments: [...traffic.segments, { from: at, shares }] });
  }
};
export const startCaller = (world: World, caller: Omit<Traffic, 'segments'>): void => {
  trafficOf(world).put(`${caller.roleArn}|${caller.endpoint}`, { ...caller, segments: [] });
  observeTraffic(world, world.time.now());
};

const minuteOf = (world: World, at: number): number => Math.floor((at * world.time.pace) / 60_000);
export const countInvocation = (world: World, endpoint: string, variant: string, at: number): void => {
  const key = `${endpoint}|${variant}|${minuteOf(world, at)}`;
  invocationsOf(world).put(key, (invocationsOf(world).get(key) ?? 0) + 1);
};

/** Answered requests of one variant between two instants; a paced clock's second holds `pace` seconds of traffic. */
export const answeredBetween = (world: World, endpoint: string, variant: string, from: number, until: number): number => {
  const end = Math.min(until, world.time.now());
  const steady = trafficOf(world)
    .values()
    .filter((traffic) => traffic.endpoint === endpoint)
    .flatMap(({ segments, requestsPerSecond }) =>
      segments.map((segment, index) => {
        const overlap = Math.min(end, segments[index + 1]?.from ?? end) - Math.max(from, segment.from);
        return overlap <= 0 ? 0 : (overlap / 1000) * world.time.pace * requestsPerSecond * (segment.shares[variant] ?? 0);
      }),
    )
    .reduce((sum, count) => sum + count, 0);
  const single = invocationsOf(world)
    .entries()
    .filter(([key]) => {
      const [of, at, minute] = key.split('|');
      const start = (Number(minute) * 60_000) / world.time.pace;
      return of === endpoint && at === variant && start >= from && start < until;
    })
    .reduce((sum, [, count]) => sum + count, 0);
  return Math.round(steady + single);
};
