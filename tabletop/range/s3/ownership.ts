import type {
  DeleteBucketOwnershipControlsCommandInput,
  DeleteBucketOwnershipControlsCommandOutput,
  GetBucketOwnershipControlsCommandInput,
  GetBucketOwnershipControlsCommandOutput,
  PutBucketOwnershipControlsCommandInput,
  PutBucketOwnershipControlsCommandOutput,
} from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { bucketFor, onBucket } from './access.ts';
import { malformedXml, notSimulated } from './faults.ts';
import { putSetting, removeSetting, settingOf } from './settings.ts';

export const OWNERSHIP = 'OwnershipControls';
/** The range has no ACLs: the other two settings would open a door that it does not guard. */
const ENFORCED = 'BucketOwnerEnforced';

export const putOwnership = operation<PutBucketOwnershipControlsCommandInput, PutBucketOwnershipControlsCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutBucketOwnershipControls', input)],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    const [rule, ...more] = input.OwnershipControls.Rules;
    if (rule === undefined || more.length > 0) throw malformedXml();
    if (rule.ObjectOwnership !== ENFORCED) throw notSimulated('keep access control lists');
    putSetting(context.world, bucket, OWNERSHIP, { Rules: [{ ObjectOwnership: ENFORCED }] });
    return {};
  },
});
export const getOwnership = operation<GetBucketOwnershipControlsCommandInput, GetBucketOwnershipControlsCommandOutput>({
  trail: 'read',
  access: (input, context) => [onBucket(context, 'GetBucketOwnershipControls', input)],
  run: (input, context) => {
    if (settingOf(bucketFor(context, input), OWNERSHIP) === undefined)
      throw new AwsFault('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found', { status: 404 });
    return { OwnershipControls: { Rules: [{ ObjectOwnership: ENFORCED }] } };
  },
});
export const deleteOwnership = operation<DeleteBucketOwnershipControlsCommandInput, DeleteBucketOwnershipControlsCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutBucketOwnershipControls', input)],
  run: (input, context) => {
    removeSetting(context.world, bucketFor(context, input), OWNERSHIP);
    return {};
  },
});
