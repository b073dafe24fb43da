import type { ParameterTier, ParameterType } from '@aws-sdk/client-ssm';
import type { Table } from '../store.ts';
import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';

export interface ParameterVersion {
  readonly version: number;
  readonly type: ParameterType;
  readonly value: string;
  readonly keyId?: string;
  readonly description?: string;
  readonly allowedPattern?: string;
  readonly tier: ParameterTier;
  readonly modifiedAt: number;
  readonly modifiedBy: string;
  readonly labels: readonly string[];
}
export interface Parameter {
  /** With its leading slash when it has a path. */
  readonly name: string;
  readonly arn: string;
  readonly tags: TagMap;
  /** Oldest first; never empty. */
  readonly versions: readonly ParameterVersion[];
}
export const parametersOf = (world: World): Table<Parameter> => world.store.table<Parameter>('ssm.parameter');

interface Place {
  readonly account: string;
  readonly region: string;
}
/** A name with a path has its slash in the ARN only once: `/a/b` is `parameter/a/b`. */
export const parameterArn = ({ account, region }: Place, name: string): string =>
  `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;

export const newest = ({ versions }: Parameter): ParameterVersion => {
  const last = versions.at(-1);
  if (last === undefined) throw new Error('a parameter without a version');
  return last;
};

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html */
const MOST_VERSIONS = 100;
/** A new version of a parameter, or its first one. The oldest falls out; undefined when its label holds it. */
export const addVersion = (
  world: World,
  { name, arn, tags }: Pick<Parameter, 'name' | 'arn' | 'tags'>,
  version: Omit<ParameterVersion, 'version' | 'labels' | 'modifiedAt'>,
): ParameterVersion | undefined => {
  const before = parametersOf(world).get(arn)?.versions ?? [];
  if (before.length >= MOST_VERSIONS && (before[0]?.labels.length ?? 0) > 0) return undefined;
  const made = { ...version, version: (before.at(-1)?.version ?? 0) + 1, labels: [], modifiedAt: world.time.now() };
  parametersOf(world).put(arn, { name, arn, tags, versions: [...before, made].slice(-MOST_VERSIONS) });
  return made;
};

/** A plain text parameter of a world that is being built. */
export const setParameter = (world: World, place: Place, name: string, value: string, by: string): void => {
  const arn = parameterArn(place, name);
  addVersion(world, { name, arn, tags: {} }, { type: 'String', value, tier: 'Standard', modifiedBy: by });
};
