import type { JsonObject } from '../../../core/json.ts';
import type { Table } from '../store.ts';
import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';
import type { PrivateJwk } from './jwk.ts';
import type { KeySpecName, KeyUsageName } from './specs.ts';

export interface Rotation {
  readonly at: number;
  readonly type: 'AUTOMATIC' | 'ON_DEMAND';
}
export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: number;
  readonly description: string;
  readonly spec: KeySpecName;
  readonly usage: KeyUsageName;
  readonly policy: JsonObject;
  readonly isEnabled: boolean;
  /** Deletion was scheduled: when it happens, and the days that were asked for. */
  readonly deletion?: { readonly at: number; readonly days: number };
  readonly tags: TagMap;
  /** Of an asymmetric key. Worth nothing outside the range. */
  readonly jwk?: PrivateJwk;
  /** Of a symmetric one, hexadecimal: the newest last, the older ones for what they encrypted. */
  readonly secrets?: readonly string[];
  readonly rotation?: { readonly days: number; readonly nextAt: number };
  readonly rotations: readonly Rotation[];
}
export interface Alias {
  /** `alias/…` */
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** The key's ARN. */
  readonly target: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}
export interface Grant {
  readonly id: string;
  readonly token: string;
  /** The key's ARN. */
  readonly key: string;
  readonly name?: string;
  readonly createdAt: number;
  readonly grantee: string;
  readonly retiring?: string;
  readonly issuer: string;
  readonly operations: readonly string[];
  readonly subset?: Readonly<Record<string, string>>;
  readonly equals?: Readonly<Record<string, string>>;
}
/** By ARN. */
export const keysOf = (world: World): Table<Key> => world.store.table<Key>('kms.key');
/** By ARN. */
export const aliasesOf = (world: World): Table<Alias> => world.store.table<Alias>('kms.alias');
export const grantsOf = (world: World): Table<Grant> => world.store.table<Grant>('kms.grant');

export interface Place {
  readonly account: string;
  readonly region: string;
}
export const keyArn = ({ account, region }: Place, id: string): string => `arn:aws:kms:${region}:${account}:key/${id}`;
export const aliasArn = ({ account, region }: Place, name: string): string => `arn:aws:kms:${region}:${account}:${name}`;
export const stateOf = (key: Key): 'Enabled' | 'Disabled' | 'PendingDeletion' =>
  key.deletion !== undefined ? 'PendingDeletion' : key.isEnabled ? 'Enabled' : 'Disabled';

/** The account decides, and so its policies count. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
export const defaultPolicy = (account: string): JsonObject => ({
  Version: '2012-10-17',
  Id: 'key-default-1',
  Statement: [
    {
      Sid: 'Enable IAM User Permissions',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
});
