import { isObject, type JsonObject } from '../../../core/json.ts';
import type { Context } from '../operation.ts';
import { decideForService } from '../policy/authorise.ts';
import { bucketsOf, type Bucket } from '../s3/state.ts';
import { invalid } from './faults.ts';

/** A bucket row as S3 keeps it; a bucket without a policy lets no service in. */
const policyOf = (bucket: object): JsonObject | undefined => ('policy' in bucket && isObject(bucket.policy) ? bucket.policy : undefined);

/** The bucket, if its policy lets CloudWatch Logs look at it and write to it. */
export const destination = (context: Context, name: string, group: string): Bucket => {
  const { world, account, region } = context;
  const bucket = bucketsOf(world).get(name);
  if (bucket === undefined) throw invalid('The given bucket does not exist. Please provide a valid bucket.');
  if (bucket.region !== region) throw invalid('The given bucket is not in the Region of the log group.');
  const call = {
    service: `logs.${region}.amazonaws.com`,
    sourceArn: `arn:aws:logs:${region}:${account}:log-group:${group}`,
    sourceAccount: account,
  };
  const policy = { resourcePolicy: policyOf(bucket), resourceAccount: bucket.account };
  const asked = [
    { action: 's3:GetBucketAcl', resource: `arn:aws:s3:::${name}` },
    { action: 's3:PutObject', resource: `arn:aws:s3:::${name}/*` },
  ];
  for (const access of asked)
    if (decideForService(world, call, { ...access, ...policy }) !== 'allow')
      throw invalid(
        `${access.action.slice(3)} call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation.`,
      );
  return bucket;
};
