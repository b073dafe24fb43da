import type { Table } from '../store.ts';
import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';

export interface UserPool {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: number;
  readonly tags: TagMap;
}
export interface Group {
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
  readonly precedence?: number;
}
export interface User {
  readonly pool: string;
  readonly name: string;
  /** Besides `sub`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly sub: string;
  readonly enabled: boolean;
  readonly status: 'CONFIRMED' | 'RESET_REQUIRED' | 'FORCE_CHANGE_PASSWORD';
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly groups: readonly string[];
  /** Refresh tokens that are not revoked. */
  readonly isSignedIn: boolean;
  /** An access token that has not run out: who checks its signature only still believes it. */
  readonly hasToken: boolean;
}
export const poolsOf = (world: World): Table<UserPool> => world.store.table<UserPool>('cognito.pool');
/** By `pool/user`. */
export const usersOf = (world: World): Table<User> => world.store.table<User>('cognito.user');
/** By `pool/group`. */
export const groupsOf = (world: World): Table<Group> => world.store.table<Group>('cognito.group');

/** A new access token whenever the old one runs out. */
export const canRenew = ({ enabled, status, isSignedIn }: User): boolean => enabled && (status === 'CONFIRMED' || isSignedIn);

export const startCognito = (world: World): void =>
  world.timers.on('cognito-token-ends', ({ key }) => {
    const user = typeof key === 'string' ? usersOf(world).get(key) : undefined;
    if (typeof key === 'string' && user !== undefined && !canRenew(user)) usersOf(world).put(key, { ...user, hasToken: false });
  });
