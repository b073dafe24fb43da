import { createHash } from 'node:crypto';
import type { FindingSeverity } from '@aws-sdk/client-ecr';
import type { JsonObject } from '../../../core/json.ts';
import type { Table } from '../store.ts';
import { like } from '../policy/patterns.ts';
import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';

export interface Finding {
  readonly name: string;
  readonly description: string;
  readonly uri: string;
  readonly severity: FindingSeverity;
  readonly package: string;
  readonly version: string;
}
export interface Scan {
  readonly state: 'IN_PROGRESS' | 'COMPLETE';
  readonly startedAt: number;
  readonly endedAt?: number;
}
export interface Image {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: number;
  readonly size: number;
  /** The manifest's bytes, whose SHA-256 is the digest. */
  readonly manifest: string;
  /** What a scan of it finds. */
  readonly findings?: readonly Finding[];
  readonly scan?: Scan;
}
export type Mutability = 'MUTABLE' | 'IMMUTABLE' | 'MUTABLE_WITH_EXCLUSION' | 'IMMUTABLE_WITH_EXCLUSION';
export interface Repository {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly createdAt: number;
  readonly mutability: Mutability;
  /** Tags (with `*`) for which the opposite holds. */
  readonly exclusions: readonly string[];
  readonly scansOnPush: boolean;
  readonly policy?: JsonObject;
  /** As text: it is stored, not applied. */
  readonly lifecycle?: string;
  readonly tags: TagMap;
  /** Digests of layers and configs that were ever pushed. */
  readonly layers: readonly string[];
}
export const imagesOf = (world: World): Table<Image> => world.store.table<Image>('ecr.image');
export const repositoriesOf = (world: World): Table<Repository> => world.store.table<Repository>('ecr.repository');

type InRepository = Pick<Image, 'account' | 'region' | 'repository'>;
export const imageKey = ({ account, region, repository, digest }: InRepository & Pick<Image, 'digest'>): string =>
  `${account}/${region}/${repository}@${digest}`;
export const repositoryKey = (account: string, region: string, name: string): string => `${account}/${region}/${name}`;
export const repositoryArn = (account: string, region: string, name: string): string =>
  `arn:aws:ecr:${region}:${account}:repository/${name}`;
export const digestOf = (manifest: string): string => `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
/** Digests that a manifest names. */
export const layersIn = (manifest: string): readonly string[] => [...new Set(manifest.match(/sha256:[0-9a-f]{64}/g))];

export const imagesIn = (world: World, { account, region, name }: Pick<Repository, 'account' | 'region' | 'name'>): readonly Image[] =>
  imagesOf(world)
    .values()
    .filter((image) => image.account === account && image.region === region && image.repository === name);
export const isImmutable = ({ mutability, exclusions }: Repository, tag: string): boolean => {
  const isExcluded = mutability.endsWith('_WITH_EXCLUSION') && exclusions.some((pattern) => like(pattern, tag));
  return mutability.startsWith('IMMUTABLE') !== isExcluded;
};

/** An image of a world that is being built, in a repository that is made when it is not there. */
export const addImage = (world: World, image: Image): void => {
  const key = repositoryKey(image.account, image.region, image.repository);
  const known = repositoriesOf(world).get(key);
  const layers = [...new Set([...(known?.layers ?? []), ...layersIn(image.manifest)])];
  repositoriesOf(world).put(key, {
    account: image.account,
    region: image.region,
    name: image.repository,
    createdAt: image.pushedAt,
    mutability: 'MUTABLE',
    exclusions: [],
    scansOnPush: false,
    tags: {},
    ...known,
    layers,
  });
  imagesOf(world).put(imageKey(image), image);
};

const URI = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)(?::([^@]+))?(?:@(sha256:[0-9a-f]{64}))?$/;

/** What a container's image points to right now; a tag may point elsewhere tomorrow. */
export const resolveImage = (world: World, uri: string): Image | undefined => {
  const [, account, region, repository, tag = 'latest', digest] = URI.exec(uri) ?? [];
  return imagesOf(world)
    .values()
    .find(
      (image) =>
        image.account === account &&
        image.region === region &&
        image.repository === repository &&
        (digest === undefined ? image.tags.includes(tag) : image.digest === digest),
    );
};
export const imageUri = (image: Image, by: 'digest' | { readonly tag: string }): string =>
  `${image.account}.dkr.ecr.${image.region}.amazonaws.com/${image.repository}${by === 'digest' ? `@${image.digest}` : `:${by.tag}`}`;
