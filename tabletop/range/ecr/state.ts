import type { Table } from '../store.ts';
import type { World } from '../world.ts';

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
}
export const imagesOf = (world: World): Table<Image> => world.store.table<Image>('ecr.image');

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
