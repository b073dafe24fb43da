import type { Table } from '../store.ts';
import { stepAt, trafficOf } from '../traffic/state.ts';
import type { World } from '../world.ts';

/** How a caller's requests come to an endpoint: through a stage of an API, with a key, from an address. */
export interface Route {
  readonly roleArn: string;
  /** ARN of the model's endpoint. */
  readonly endpoint: string;
  readonly api: string;
  readonly stage: string;
  readonly method: string;
  readonly path: string;
  /** The API key's id. */
  readonly key?: string;
  readonly ip: string;
  readonly country: string;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** `pool/user` of a user pool, when somebody signs in. */
  readonly user?: string;
}
/** By `role|endpoint`. */
export const routesOf = (world: World): Table<Route> => world.store.table<Route>('front-door.route');
export const routeKey = ({ roleArn, endpoint }: Pick<Route, 'roleArn' | 'endpoint'>): string => `${roleArn}|${endpoint}`;

/** Requests a second that a caller sends right now, over all its streams. */
export const sentBy = (world: World, { roleArn, endpoint }: Pick<Route, 'roleArn' | 'endpoint'>): number =>
  trafficOf(world)
    .values()
    .filter((traffic) => traffic.roleArn === roleArn && traffic.endpoint === endpoint)
    .reduce((sum, traffic) => sum + (stepAt(traffic, world.time.now()) ?? traffic).requestsPerSecond, 0);
