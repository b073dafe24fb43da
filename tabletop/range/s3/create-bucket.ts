import type { CreateBucketCommandInput, CreateBucketCommandOutput } from '@aws-sdk/client-s3';
import { operation, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagMap } from '../tag-keys.ts';
import { given } from './access.ts';
import { nameProblem } from './bucket-names.ts';
import { checkedBucketTags } from './bucket-tags.ts';
import { notSimulated } from './faults.ts';
import { OWNERSHIP } from './ownership.ts';
import { ALL_BLOCKED, PUBLIC_ACCESS } from './public-access.ts';
import { bucketsOf } from './state.ts';

/** Where no location is given, and where none may be given. */
export const FIRST_REGION = 'us-east-1';
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
