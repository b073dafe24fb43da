import type {
  DeletePublicAccessBlockCommandInput,
  DeletePublicAccessBlockCommandOutput,
  GetPublicAccessBlockCommandInput,
  GetPublicAccessBlockCommandOutput,
  PutPublicAccessBlockCommandInput,
  PutPublicAccessBlockCommandOutput,
} from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { bucketFor, onBucket } from './access.ts';
import { PUBLIC_ACCESS, publicAccessOf } from './public-access.ts';
import { putSetting, removeSetting, settingOf } from './settings.ts';

export const putPublicAccess = operation<PutPublicAccessBlockCommandInput, PutPublicAccessBlockCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutBucketPublicAccessBlock', input)],
  run: (input, context) => {
    // What is left out is off.
    const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = input.PublicAccessBlockConfiguration;
    putSetting(context.world, bucketFor(context, input), PUBLIC_ACCESS, {
      BlockPublicAcls: BlockPublicAcls === true,
      IgnorePublicAcls: IgnorePublicAcls === true,
      BlockPublicPolicy: BlockPublicPolicy === true,
      RestrictPublicBuckets: RestrictPublicBuckets === true,
    });
    return {};
  },
});
export const getPublicAccess = operation<GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput>({
  trail: 'read',
  access: (input, context) => [onBucket(context, 'GetBucketPublicAccessBlock', input)],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    if (settingOf(bucket, PUBLIC_ACCESS) === undefined)
      throw new AwsFault('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found', { status: 404 });
    return { PublicAccessBlockConfiguration: publicAccessOf(bucket) };
  },
});
/** Taking it away is the permission to put it. */
export const deletePublicAccess = operation<DeletePublicAccessBlockCommandInput, DeletePublicAccessBlockCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutBucketPublicAccessBlock', input)],
  run: (input, context) => {
    removeSetting(context.world, bucketFor(context, input), PUBLIC_ACCESS);
    return {};
  },
});
