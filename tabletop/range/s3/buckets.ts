import type {
  CreateBucketCommandInput,
  CreateBucketCommandOutput,
  DeleteBucketCommandInput,
  DeleteBucketCommandOutput,
  GetBucketLocationCommandInput,
  GetBucketLocationCommandOutput,
  HeadBucketCommandInput,
  HeadBucketCommandOutput,
  ListBucketsCommandInput,
  ListBucketsCommandOutput,
} from '@aws-sdk/client-s3';
import { operation, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagMap } from '../tag-keys.ts';
import { bucketFor, given, onBucket } from './access.ts';
import { nameProblem } from './bucket-names.ts';
import { invalidRequest, notSimulated } from './faults.ts';
import { ownerOf, positionOf, sizeOf, tokenOf } from './listing.ts';
import { OWNERSHIP } from './ownership.ts';
import { ALL_BLOCKED, PUBLIC_ACCESS } from './public-access.ts';
import { bucketsOf, objectsOf } from './state.ts';
import { checkedBucketTags } from './bucket-tags.ts';

/** Where no location is given, and where none may be given. */
const FIRST_REGION = 'us-east-1';
const regionFor = (input: Present<CreateBucketCommandInput>, region: string): string => {
  const asked = input.CreateBucketConfiguration?.LocationConstraint ?? undefined;
  if (asked === undefined && region !== FIRST_REGION)
    throw new AwsFault(
      'IllegalLocationConstraintException',
      'The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.',
      { status: 400 },
    );
  const named = asked === 'EU' ? 'eu-west-1' : (asked ?? FIRST_REGION);
  if (named === FIRST_REGION && asked !== undefined)
    throw new AwsFault('InvalidLocationConstraint', 'The specified location-constraint is not valid', { status: 400 });
  if (named !== region)
    throw new AwsFault(
      'IllegalLocationConstraintException',
      `The ${named} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      { status: 400 },
    );
  return named;
};

/** The caller's account owns it; nobody's policy is asked but the caller's own. */
export const createBucket = operation<CreateBucketCommandInput, CreateBucketCommandOutput>({
  trail: 'write',
  access: (input) => {
    const tags = tagMap(input.CreateBucketConfiguration?.Tags);
    const resource = `arn:aws:s3:::${input.Bucket}`;
    const keys = {
      ...given({ locationconstraint: input.CreateBucketConfiguration?.LocationConstraint, 'x-amz-acl': input.ACL }),
      ...requestTags(tags),
    };
    const also = [
      ...(input.ObjectLockEnabledForBucket === true ? ['PutBucketObjectLockConfiguration', 'PutBucketVersioning'] : []),
      ...(input.ObjectOwnership === undefined ? [] : ['PutBucketOwnershipControls']),
      ...(Object.keys(tags).length === 0 ? [] : ['TagResource']),
    ];
    return ['CreateBucket', ...also].map((action) => ({ action: `s3:${action}`, resource, context: keys }));
  },
  run: (input, context) => {
    const { world, account } = context;
    const config = input.CreateBucketConfiguration;
    if (config?.Bucket !== undefined || config?.Location !== undefined || input.BucketNamespace === 'account-regional')
      throw notSimulated('make directory buckets or names of an account’s own');
    const problem = nameProblem(input.Bucket);
    if (problem !== undefined) throw new AwsFault('InvalidBucketName', 'The specified bucket is not valid.', { status: 400 });
    const region = regionFor(input, context.region);
    const grants = [input.GrantFullControl, input.GrantRead, input.GrantReadACP, input.GrantWrite, input.GrantWriteACP];
    if ((input.ACL !== undefined && input.ACL !== 'private') || grants.some((grant) => grant !== undefined))
      throw new AwsFault(
        'InvalidBucketAclWithObjectOwnership',
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
        {
          status: 400,
        },
      );
    const known = bucketsOf(world).get(input.Bucket);
    if (known !== undefined && known.account === account)
      throw new AwsFault('BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded and you already own it.', {
        status: 409,
      });
    if (known !== undefined)
      throw new AwsFault(
        'BucketAlreadyExists',
        'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
        { status: 409 },
      );
    const tags = checkedBucketTags(tagMap(config?.Tags));
    bucketsOf(world).put(input.Bucket, {
      name: input.Bucket,
      account,
      region,
      createdAt: context.now,
      settings: {
        [PUBLIC_ACCESS]: ALL_BLOCKED,
        [OWNERSHIP]: { Rules: [{ ObjectOwnership: input.ObjectOwnership ?? 'BucketOwnerEnforced' }] },
      },
      ...(Object.keys(tags).length === 0 ? {} : { tags }),
      ...(input.ObjectLockEnabledForBucket === true ? { versioning: 'Enabled' as const, lock: {} } : {}),
    });
    return {
      Location: region === FIRST_REGION ? `/${input.Bucket}` : `http://${input.Bucket}.s3.amazonaws.com/`,
      BucketArn: `arn:aws:s3:::${input.Bucket}`,
    };
  },
});

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
