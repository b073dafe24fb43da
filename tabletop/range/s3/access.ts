import type { Context } from '../operation.ts';
import { refusal } from '../policy/authorise.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { bucketsOf, type Bucket } from './state.ts';

const denied = (message: string): AwsFault => new AwsFault('AccessDenied', message, { status: 403 });
const ARN = 'arn:aws:s3:::';
export const onBucket = (action: string, bucket: string): Access => ({ action: `s3:${action}`, resource: `${ARN}${bucket}` });
export const onObject = (action: string, bucket: string, key: string): Access => ({
  action: `s3:${action}`,
  resource: `${ARN}${bucket}/${key}`,
});

/** The bucket, if it lets this caller in. Bucket names are global; whose it is decides. */
export const bucketFor = (context: Context, name: string, access: Access): Bucket => {
  const bucket = bucketsOf(context.world).get(name);
  if (bucket === undefined)
    throw new AwsFault('NoSuchBucket', 'The specified bucket does not exist', { status: 404, members: { BucketName: name } });
  const isOwn = bucket.account === context.account;
  if (!isOwn && !bucket.allow.includes(context.caller.roleArn)) throw denied(refusal(context.caller, access, 'no-resource-policy'));
  return bucket;
};
export const lockedFault = (): AwsFault => denied('Access Denied because object protected by object lock.');
