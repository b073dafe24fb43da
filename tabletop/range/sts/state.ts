import { rolesOf, roleInForce, userInForce, usersOf } from '../iam/state.ts';
import type { Caller, Token } from '../operation.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';

/** A published test key: whoever signs with it acts as this role, for ever. */
export interface TestKey {
  readonly accessKeyId: string;
  readonly roleArn: string;
  readonly session: string;
}
/** What AssumeRole and GetSessionToken handed out. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** The role, or the user of GetSessionToken. */
  readonly roleArn: string;
  readonly session: string;
  /** Milliseconds, real time: SDK clients compare it with their own clock. */
  readonly expiresAt: number;
  /** @default an hour before it expires, with nothing else in it */
  readonly token?: Token;
}
export const testKeysOf = (world: World): Table<TestKey> => world.store.table<TestKey>('sts.test-key');
export const sessionsOf = (world: World): Table<Session> => world.store.table<Session>('sts.session');

/** Published, like the keys: there is nothing behind them but the range. */
export const TEST_SECRET = 'northbank-range-secret';

const HOUR = 3_600_000;
/** Every hour at half past (behaviour `sts.test-key-renewal`). */
const renewedAt = (now: number): number => Math.floor((now - HOUR / 2) / HOUR) * HOUR + HOUR / 2;

/** A session of a role; without a token it is one whose credentials are renewed by themselves, as an instance's are. */
export const callerOf = (world: World, role: string, session: string, accessKeyId: string, token?: Token): Caller | undefined => {
  // Whoever acts exists as soon as it was created, and as long as the authoriser has not heard of its end.
  const known = rolesOf(world).get(role) ?? roleInForce(world, role);
  if (known === undefined) return undefined;
  return {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${known.account}:assumed-role/${known.name}/${session}`,
    account: known.account,
    roleArn: known.arn,
    roleName: known.name,
    session,
    accessKeyId,
    userId: `${known.id}:${session}`,
    token: token ?? { issuedAt: renewedAt(world.time.now()) },
  };
};
export const userCallerOf = (world: World, user: string, accessKeyId: string, token?: Token): Caller | undefined => {
  const known = usersOf(world).get(user) ?? userInForce(world, user);
  if (known === undefined) return undefined;
  return {
    type: 'IAMUser',
    arn: known.arn,
    account: known.account,
    roleArn: known.arn,
    roleName: known.name,
    session: known.name,
    accessKeyId,
    userId: known.id,
    ...(token === undefined ? {} : { token }),
  };
};

/** Whose temporary credentials these are. */
export const sessionCaller = (world: World, session: Session): Caller | undefined => {
  const token = session.token ?? { issuedAt: session.expiresAt - HOUR };
  return (
    callerOf(world, session.roleArn, session.session, session.accessKeyId, token) ??
    userCallerOf(world, session.roleArn, session.accessKeyId, token)
  );
};
