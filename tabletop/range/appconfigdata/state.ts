import type { Table } from '../store.ts';
import type { World } from '../world.ts';

/** A client that asks for a configuration again and again. */
export interface Session {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly app: string;
  readonly env: string;
  readonly profile: string;
  /** Good for the next call only. */
  readonly token: string;
  readonly tokenAt: number;
  readonly polledAt?: number;
  /** Seconds that have to pass between two calls. */
  readonly interval?: number;
  /** Its place among the clients of a deployment, in [0, 100). */
  readonly position: number;
  /** The version that it has. */
  readonly has?: number;
}
export const sessionsOf = (world: World): Table<Session> => world.store.table<Session>('appconfigdata.session');
export const sessionWith = (world: World, token: string): Session | undefined =>
  sessionsOf(world)
    .values()
    .find((session) => session.token === token);
export const newToken = (world: World): string => Buffer.from(world.ids.uuid('appconfig-token')).toString('base64');
