import type {
  DeleteBucketPolicyCommandInput,
  DeleteBucketPolicyCommandOutput,
  GetBucketPolicyCommandInput,
  GetBucketPolicyCommandOutput,
  GetBucketPolicyStatusCommandInput,
  GetBucketPolicyStatusCommandOutput,
  PutBucketPolicyCommandInput,
  PutBucketPolicyCommandOutput,
} from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourcePolicyOf } from '../resource-policy.ts';
import { bucketFor, onBucket } from './access.ts';
import { denied } from './faults.ts';
import { isPublic, publicAccessOf } from './public-access.ts';
import { bucketsOf, type Bucket } from './state.ts';

/** 20 KB. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
const LARGEST = 20 * 1024;
const malformed = (why: string): AwsFault => new AwsFault('MalformedPolicy', why, { status: 400 });
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** What a bucket's policy must be beside being a policy: about somebody, about this bucket, about S3. */
const mustFit = (bucket: Bucket, policy: JsonObject): void => {
  const own = `arn:aws:s3:::${bucket.name}`;
  for (const statement of listOf(policy['Statement'])) {
    if (!isObject(statement)) throw malformed('Could not parse the policy: Statement is not an object');
    if (statement['Principal'] === undefined && statement['NotPrincipal'] === undefined)
      throw malformed('Missing required field Principal');
    const resources = [...listOf(statement['Resource']), ...listOf(statement['NotResource'])];
    if (resources.length === 0) throw malformed('Missing required field Resource');
    if (resources.some((one) => typeof one !== 'string' || (one !== own && !one.startsWith(`${own}/`) && !one.startsWith(`${own}*`))))
      throw malformed('Policy has invalid resource');
    const actions = [...listOf(statement['Action']), ...listOf(statement['NotAction'])];
    if (actions.some((one) => typeof one !== 'string' || (one !== '*' && !/^s3:/i.test(one)))) throw malformed('Policy has invalid action');
  }
};
const stored = (bucket: Bucket): JsonObject => {
  if (bucket.policy === undefined)
    throw new AwsFault('NoSuchBucketPolicy', 'The bucket policy does not exist', { status: 404, members: { BucketName: bucket.name } });
  return bucket.policy;
};

export const putPolicy = operation<PutBucketPolicyCommandInput, PutBucketPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutBucketPolicy', input)],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    if (bucket.account !== context.account) throw notOwner();
    if (Buffer.byteLength(input.Policy) > LARGEST) throw malformed('Policies must be no larger than 20480 bytes.');
    const policy = resourcePolicyOf(input.Policy, (why) => malformed(why));
    mustFit(bucket, policy);
    if (publicAccessOf(bucket).BlockPublicPolicy && isPublic(policy))
      throw denied(
        `User: ${context.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket.name}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
      );
    bucketsOf(context.world).put(bucket.name, { ...bucket, policy });
    return {};
  },
});
/** Whatever a policy says, only the bucket's own account handles it. */
const notOwner = (): AwsFault =>
  new AwsFault('MethodNotAllowed', 'The specified method is not allowed against this resource.', { status: 405 });

export const getPolicy = operation<GetBucketPolicyCommandInput, GetBucketPolicyCommandOutput>({
  trail: 'read',
  access: (input, context) => [onBucket(context, 'GetBucketPolicy', input)],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    if (bucket.account !== context.account) throw notOwner();
    return { Policy: JSON.stringify(stored(bucket)) };
  },
});
export const policyStatus = operation<GetBucketPolicyStatusCommandInput, GetBucketPolicyStatusCommandOutput>({
  trail: 'read',
  access: (input, context) => [onBucket(context, 'GetBucketPolicyStatus', input)],
  run: (input, context) => ({ PolicyStatus: { IsPublic: isPublic(stored(bucketFor(context, input))) } }),
});
export const deletePolicy = operation<DeleteBucketPolicyCommandInput, DeleteBucketPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'DeleteBucketPolicy', input)],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    if (bucket.account !== context.account) throw notOwner();
    const { policy: _gone, ...bare } = bucket;
    bucketsOf(context.world).put(bucket.name, bare);
    return {};
  },
});
