import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Instant } from '../core/time.ts';
import { millisecondsOf } from '../core/time.ts';
import type { Clock } from '../engine/ports.ts';
import type { Place, SdkClient } from './cloud.ts';

export { sessionNameOf } from '../core/id.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}
/** Renewed this long before they end, so that no call starts with credentials that end under way. */
const MARGIN_SECONDS = 60;
/** Sessions kept; a session per run and step would grow for ever in a process that lives for weeks. */
const MAX_KEPT = 256;

const trim = (kept: Map<string, unknown>): void => {
  for (const key of kept.keys()) {
    if (kept.size <= MAX_KEPT) return;
    kept.delete(key);
  }
};
const keyOf = ({ account, role, sessionName }: Place): string => `${account} ${role} ${sessionName}`;

/**
 * Credentials of a role in a member account, asked for once per session until they expire. `sessionSeconds`: 900 to 3,600, because role
 * chaining allows no more than an hour. Default 3,600.
 */
export const memberCredentials = (
  sts: Pick<STSClient, 'send'>,
  clock: Clock,
  sessionSeconds = 3600,
): ((place: Place) => () => Promise<Credentials>) => {
  const kept = new Map<string, Promise<Credentials>>();
  const assume = async (place: Place): Promise<Credentials> => {
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${place.account}:role/${place.role}`,
        RoleSessionName: place.sessionName,
        DurationSeconds: sessionSeconds,
      }),
    );
    if (
      given?.AccessKeyId === undefined ||
      given.SecretAccessKey === undefined ||
      given.SessionToken === undefined ||
      given.Expiration === undefined
    )
      throw new Error('sts:AssumeRole answered without credentials');
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
      expiration: given.Expiration,
    };
  };
  const fresh = ({ expiration }: Credentials, now: Instant): boolean => expiration.getTime() - millisecondsOf(now) > MARGIN_SECONDS * 1000;
  return (place) => async () => {
    const key = keyOf(place);
    const known = kept.get(key);
    if (known !== undefined) {
      const still = await known.catch(() => undefined);
      if (still !== undefined && fresh(still, clock.now())) return still;
      // Another call may have renewed it while this one waited.
      const renewed = kept.get(key);
      if (renewed !== undefined && renewed !== known) return renewed;
    }
    const asked = assume(place);
    kept.delete(key);
    kept.set(key, asked);
    trim(kept);
    return asked;
  };
};

/** Makes one client of one service. The composition root lists them, so that a bundle holds only the clients it needs. */
export type MakeClient = (settings: {
  readonly region: string;
  readonly credentials: () => Promise<Credentials>;
  readonly maxAttempts: 1;
}) => SdkClient;

/** One client per service and session, made when first needed. */
export const memberClients = (
  makers: Readonly<Record<string, MakeClient>>,
  credentials: (place: Place) => () => Promise<Credentials>,
): ((service: string, place: Place) => SdkClient) => {
  const kept = new Map<string, SdkClient>();
  return (service, place) => {
    const key = `${service} ${place.region} ${keyOf(place)}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const maker = makers[service];
    if (maker === undefined) throw new Error(`no client for ${service}`);
    const made = maker({ region: place.region, credentials: credentials(place), maxAttempts: 1 });
    kept.set(key, made);
    trim(kept);
    return made;
  };
};
