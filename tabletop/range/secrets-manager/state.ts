import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../core/json.ts';
import type { Table } from '../store.ts';
import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';

/** Text, or bytes as base64. */
export interface SecretValue {
  readonly text?: string;
  readonly base64?: string;
}
export interface SecretVersion extends SecretValue {
  readonly id: string;
  readonly createdAt: number;
  /** None: deprecated, and gone when AWS pleases. */
  readonly stages: readonly string[];
}
export interface Rotation {
  readonly function: string;
  readonly enabled: boolean;
  readonly everyDays?: number;
  /** The version that is being made. */
  readonly pending?: string;
  readonly lastAt?: number;
  readonly nextAt?: number;
}
export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Start of the day; AWS tells no more. */
  readonly accessedOn?: number;
  readonly description?: string;
  readonly keyId?: string;
  readonly tags: TagMap;
  readonly policy?: JsonObject;
  readonly rotation?: Rotation;
  /** Oldest first. */
  readonly versions: readonly SecretVersion[];
  /** When the recovery window ends. */
  readonly deletesAt?: number;
}
export const secretsOf = (world: World): Table<Secret> => world.store.table<Secret>('secretsmanager.secret');

interface Place {
  readonly account: string;
  readonly region: string;
}
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Six characters that no secret of the same name had before. https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html */
export const newArn = (world: World, { account, region }: Place, name: string): string => {
  const digest = createHash('sha256').update(world.ids.uuid('secret')).digest();
  const suffix = [...digest.subarray(0, 6)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`;
};

/** By ARN, ARN without its suffix, or name. */
export const findSecret = (world: World, { account, region }: Place, id: string): Secret | undefined =>
  secretsOf(world)
    .values()
    .find(
      (secret) =>
        secret.arn === id ||
        secret.arn.slice(0, -7) === id ||
        (secret.name === id && secret.account === account && secret.region === region),
    );

/** One new version with its stages; a stage is on one version only, and what was current becomes previous. */
export const withVersion = (versions: readonly SecretVersion[], made: SecretVersion): readonly SecretVersion[] => {
  const isCurrent = made.stages.includes('AWSCURRENT');
  const stripped = versions.map((version) => {
    const kept = version.stages.filter((stage) => !made.stages.includes(stage) && !(isCurrent && stage === 'AWSPREVIOUS'));
    return { ...version, stages: isCurrent && version.stages.includes('AWSCURRENT') ? [...kept, 'AWSPREVIOUS'] : kept };
  });
  return [...stripped.filter(({ id }) => id !== made.id), made];
};

/** A secret of a world that is being built. */
export const createSecret = (
  world: World,
  place: Place,
  secret: { readonly name: string; readonly text: string; readonly description: string; readonly rotation?: Rotation },
): string => {
  const now = world.time.now();
  const arn = newArn(world, place, secret.name);
  secretsOf(world).put(arn, {
    arn,
    name: secret.name,
    ...place,
    createdAt: now,
    changedAt: now,
    description: secret.description,
    tags: {},
    ...(secret.rotation === undefined ? {} : { rotation: secret.rotation }),
    versions: [{ id: world.ids.uuid('secret-version'), createdAt: now, text: secret.text, stages: ['AWSCURRENT'] }],
  });
  return arn;
};
