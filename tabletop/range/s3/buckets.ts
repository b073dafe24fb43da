import type {
  DeleteBucketCommandInput,
  DeleteBucketCommandOutput,
  GetBucketLocationCommandInput,
  GetBucketLocationCommandOutput,
  HeadBucketCommandInput,
  HeadBucketCommandOutput,
  ListBucketsCommandInput,
  ListBucketsCommandOutput,
} from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { bucketFor, onBucket } from './access.ts';
import { FIRST_REGION } from './create-bucket.ts';
import { invalidRequest } from './faults.ts';
import { ownerOf, positionOf, sizeOf, tokenOf } from './listing.ts';
import { bucketsOf, objectsOf } from './state.ts';

export const deleteBucket = operation<DeleteBucketCommandInput, DeleteBucketCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'DeleteBucket', input)],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    // Versions and markers count, uploads that were never completed do not.
    const kept = objectsOf(context.world)
      .values()
      .some((object) => object.bucket === bucket.name);
    if (kept)
      throw new AwsFault(
        'BucketNotEmpty',
        bucket.versioning === undefined
          ? 'The bucket you tried to delete is not empty'
          : 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
        { status: 409 },
      );
    bucketsOf(context.world).remove(bucket.name);
    return {};
  },
});

export const headBucket = operation<HeadBucketCommandInput, HeadBucketCommandOutput>({
  trail: 'data',
  access: (input, context) => [onBucket(context, 'ListBucket', input)],
  run: (input, context) => {
    const { region, name } = bucketFor(context, input);
    return { BucketRegion: region, AccessPointAlias: false, BucketArn: `arn:aws:s3:::${name}` };
  },
});
export const bucketLocation = operation<GetBucketLocationCommandInput, GetBucketLocationCommandOutput>({
  trail: 'read',
  access: (input, context) => [onBucket(context, 'GetBucketLocation', input)],
  run: (input, context) => {
    const { region } = bucketFor(context, input);
    // The first Region has no name here, for the sake of old clients.
    return region === FIRST_REGION ? {} : { LocationConstraint: region as 'eu-west-1' };
  },
});

export const listBuckets = operation<ListBucketsCommandInput, ListBucketsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  run: (input, { world, account }) => {
    const { Prefix: prefix = '', BucketRegion: region, MaxBuckets: most } = input;
    if (most !== undefined && (most < 1 || most > 10_000)) throw invalidRequest('MaxBuckets must be between 1 and 10000');
    const start = input.ContinuationToken === undefined ? '' : positionOf(input.ContinuationToken);
    const own = bucketsOf(world)
      .values()
      .filter(
        (bucket) => bucket.account === account && bucket.name.startsWith(prefix) && (region === undefined || bucket.region === region),
      )
      .filter(({ name }) => name > start);
    const page = own.slice(0, most === undefined ? own.length : sizeOf(most, 'max-buckets'));
    return {
      Owner: ownerOf(account),
      ...(input.Prefix === undefined ? {} : { Prefix: prefix }),
      Buckets: page.map(({ name, createdAt, region: where }) => ({
        Name: name,
        CreationDate: new Date(createdAt),
        BucketRegion: where,
        BucketArn: `arn:aws:s3:::${name}`,
      })),
      ...(own.length > page.length ? { ContinuationToken: tokenOf(page.at(-1)?.name ?? '') } : {}),
    };
  },
});
