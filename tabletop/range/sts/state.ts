import { rolesOf } from '../iam/state.ts';
import type { Caller } from '../operation.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';

/** A published test key: whoever signs with it acts as this role, for ever. */
export interface TestKey {
  readonly accessKeyId: string;
  readonly roleArn: string;
  readonly session: string;
}
/** What AssumeRole handed out. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly roleArn: string;
  readonly session: string;
  /** Milliseconds, real time: SDK clients compare it with their own clock. */
  readonly expiresAt: number;
}
export const testKeysOf = (world: World): Table<TestKey> => world.store.table<TestKey>('sts.test-key');
export const sessionsOf = (world: World): Table<Session> => world.store.table<Session>('sts.session');

/** Published, like the keys: there is nothing behind them but the range. */
export const TEST_SECRET = 'northbank-range-secret';

export const callerOf = (world: World, role: string, session: string, accessKeyId: string): Caller | undefined => {
  const known = rolesOf(world).get(role);
  if (known === undefined) return undefined;
  return {
    arn: `arn:aws:sts::${known.account}:assumed-role/${known.name}/${session}`,
    account: known.account,
    roleArn: known.arn,
    roleName: known.name,
    session,
    accessKeyId,
    userId: `${known.id}:${session}`,
  };
};
