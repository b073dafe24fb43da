import type {
  DeleteBucketLifecycleCommandInput,
  DeleteBucketLifecycleCommandOutput,
  GetBucketLifecycleConfigurationCommandInput,
  GetBucketLifecycleConfigurationCommandOutput,
  LifecycleRule,
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketLifecycleConfigurationCommandOutput,
} from '@aws-sdk/client-s3';
import { isObject, type Json } from '../../../core/json.ts';
import { operation, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { bucketFor, onBucket } from './access.ts';
import { invalidArgument, invalidRequest, malformedXml, notSimulated } from './faults.ts';
import { keepSweeping, LIFECYCLE } from './lifecycle-sweep.ts';
import { putSetting, removeSetting, settingOf } from './settings.ts';

const MOST_RULES = 1000;
const DAY = 86_400_000;
const positive = (days: number | undefined, what: string): void => {
  if (days !== undefined && days <= 0)
    throw invalidArgument(
      `'${what}' for ${what.startsWith('Noncurrent') ? 'NoncurrentVersionExpiration' : 'Expiration'} action must be a positive integer`,
    );
};
/** By days, by date, or lone markers: one of them. */
const mustBeOneWay = (expiration: Present<LifecycleRule>['Expiration'] | undefined): void => {
  if (expiration === undefined) return;
  const { Days: days, Date: date, ExpiredObjectDeleteMarker: lone } = expiration;
  if ([days, date, lone].filter((one) => one !== undefined).length !== 1) throw malformedXml();
  positive(days, 'Days');
  if (date !== undefined && date.getTime() % DAY !== 0) throw invalidArgument("'Date' must be at midnight GMT");
};
const checked = (rule: Present<LifecycleRule>): void => {
  if ((rule.Transitions ?? []).length > 0 || (rule.NoncurrentVersionTransitions ?? []).length > 0)
    throw notSimulated('move objects to other storage classes; it expires them');
  const { Expiration: expiration, NoncurrentVersionExpiration: noncurrent, AbortIncompleteMultipartUpload: abort } = rule;
  if (expiration === undefined && noncurrent === undefined && abort === undefined)
    throw invalidRequest('At least one action needs to be specified in a rule');
  if ((rule.Filter === undefined) === (rule.Prefix === undefined)) throw malformedXml();
  mustBeOneWay(expiration);
  positive(noncurrent?.NoncurrentDays, 'NoncurrentDays');
  if (noncurrent !== undefined && noncurrent.NoncurrentDays === undefined) throw malformedXml();
};

export const putLifecycle = operation<PutBucketLifecycleConfigurationCommandInput, PutBucketLifecycleConfigurationCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutLifecycleConfiguration', input)],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    const rules = input.LifecycleConfiguration?.Rules ?? [];
    if (rules.length === 0 || rules.length > MOST_RULES) throw malformedXml();
    for (const rule of rules) checked(rule);
    const named = rules.map((rule) => ({ ...rule, ID: rule.ID ?? context.world.ids.uuid('lifecycle-rule') }));
    if (new Set(named.map(({ ID }) => ID)).size < named.length)
      throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule');
    putSetting(context.world, bucket, LIFECYCLE, { Rules: named });
    keepSweeping(context.world);
    return {};
  },
});

/** As it was put; what was a date is one again. */
const revived = (value: Json | undefined, name = ''): unknown => {
  if (name === 'Date' && typeof value === 'string') return new Date(value);
  if (Array.isArray(value)) return value.map((item: Json) => revived(item));
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revived(inner, key)])) : value;
};
export const getLifecycle = operation<GetBucketLifecycleConfigurationCommandInput, GetBucketLifecycleConfigurationCommandOutput>({
  trail: 'read',
  access: (input, context) => [onBucket(context, 'GetLifecycleConfiguration', input)],
  run: (input, context) => {
    const stored = settingOf(bucketFor(context, input), LIFECYCLE);
    if (stored === undefined)
      throw new AwsFault('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', { status: 404 });
    // Only what `putLifecycle` stored is here, and its answer is checked against the shape before it leaves.
    return { Rules: revived(stored['Rules']) as LifecycleRule[], TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' };
  },
});
export const deleteLifecycle = operation<DeleteBucketLifecycleCommandInput, DeleteBucketLifecycleCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutLifecycleConfiguration', input)],
  run: (input, context) => {
    removeSetting(context.world, bucketFor(context, input), LIFECYCLE);
    return {};
  },
});
