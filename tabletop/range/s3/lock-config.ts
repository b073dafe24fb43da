import type {
  GetObjectLockConfigurationCommandInput,
  GetObjectLockConfigurationCommandOutput,
  PutObjectLockConfigurationCommandInput,
  PutObjectLockConfigurationCommandOutput,
} from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { bucketFor, onBucket } from './access.ts';
import { invalidArgument, malformedXml, notSimulated } from './faults.ts';
import { bucketsOf, type DefaultRetention } from './state.ts';

/** 100 years. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
const MOST = { days: 36_500, years: 100 };
interface AskedDefault {
  readonly Mode?: 'COMPLIANCE' | 'GOVERNANCE';
  readonly Days?: number;
  readonly Years?: number;
}
const standardOf = ({ Mode: mode, Days: days, Years: years }: AskedDefault): DefaultRetention => {
  if (mode === undefined || (days === undefined) === (years === undefined)) throw malformedXml();
  const length = days ?? years ?? 0;
  if (length <= 0) throw invalidArgument('Default retention period must be a positive integer value.');
  if (length > (days === undefined ? MOST.years : MOST.days)) throw invalidArgument('Default retention period too large.');
  return { mode, ...(days === undefined ? {} : { days }), ...(years === undefined ? {} : { years }) };
};

/** Also for a bucket that was made without it, as long as it is versioned; it cannot be switched off again. */
export const putLockConfig = operation<PutObjectLockConfigurationCommandInput, PutObjectLockConfigurationCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutBucketObjectLockConfiguration', input)],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    if (input.Token !== undefined) throw notSimulated('know tokens for Object Lock');
    const config = input.ObjectLockConfiguration;
    if (config?.ObjectLockEnabled !== 'Enabled') throw malformedXml();
    if (config.Rule !== undefined && config.Rule.DefaultRetention === undefined) throw malformedXml();
    if (bucket.versioning !== 'Enabled')
      throw new AwsFault('InvalidBucketState', "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration", {
        status: 409,
      });
    const standard = config.Rule?.DefaultRetention;
    bucketsOf(context.world).put(bucket.name, {
      ...bucket,
      lock: standard === undefined ? {} : { standard: standardOf(standard) },
    });
    return {};
  },
});

export const getLockConfig = operation<GetObjectLockConfigurationCommandInput, GetObjectLockConfigurationCommandOutput>({
  trail: 'read',
  access: (input, context) => [onBucket(context, 'GetBucketObjectLockConfiguration', input)],
  run: (input, context) => {
    const { lock } = bucketFor(context, input);
    if (lock === undefined)
      throw new AwsFault('ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket', {
        status: 404,
      });
    const { standard } = lock;
    return {
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        ...(standard === undefined
          ? {}
          : {
              Rule: {
                DefaultRetention: {
                  Mode: standard.mode,
                  ...(standard.days === undefined ? {} : { Days: standard.days }),
                  ...(standard.years === undefined ? {} : { Years: standard.years }),
                },
              },
            }),
      },
    };
  },
});
