import type {
  CreateTrailCommandInput,
  CreateTrailCommandOutput,
  DeleteTrailCommandInput,
  DeleteTrailCommandOutput,
  UpdateTrailCommandInput,
  UpdateTrailCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagMap, tagProblem } from '../tag-keys.ts';
import { endChains } from './digests.ts';
import { arnFor, checkName, onTrail, ownTrail } from './find-trail.ts';
import { bucketProblem } from './trail-bucket.ts';
import { FIRST_SELECTORS, managementOf, statusesOf, trailArn, trailsOf, type Trail } from './trail-state.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const MOST_TRAILS = 5;

interface Settings {
  readonly SnsTopicName?: string | undefined;
  readonly CloudWatchLogsLogGroupArn?: string | undefined;
  readonly CloudWatchLogsRoleArn?: string | undefined;
  readonly KmsKeyId?: string | undefined;
  readonly S3KeyPrefix?: string | undefined;
  readonly IsOrganizationTrail?: boolean | undefined;
  readonly IncludeGlobalServiceEvents?: boolean | undefined;
  readonly IsMultiRegionTrail?: boolean | undefined;
}
/** What a trail can do and the range's cannot. An empty text switches it off, which it is. */
const checkSettings = ({ world, account }: Context, given: Settings): void => {
  for (const [name, value] of Object.entries({
    'an SNS topic': given.SnsTopicName,
    'CloudWatch Logs': given.CloudWatchLogsLogGroupArn ?? given.CloudWatchLogsRoleArn,
    'encryption with a key of its own': given.KmsKeyId,
  }))
    if (value !== undefined && value !== '') throw new AwsFault('NotImplemented', `The range has no trails with ${name}`, { status: 501 });
  if (given.S3KeyPrefix !== undefined && given.S3KeyPrefix.length > 200)
    throw new AwsFault('InvalidS3PrefixException', 'The S3 prefix is longer than 200 characters.');
  if (given.IsMultiRegionTrail === true && given.IncludeGlobalServiceEvents === false)
    throw new AwsFault('InvalidParameterCombinationException', 'Multi-Region trail must include global service events.');
  if (given.IsOrganizationTrail === true && account !== managementOf(world))
    throw new AwsFault(
      'NotOrganizationMasterAccountException',
      'The specified account is not the management account of the organization, or a delegated administrator for CloudTrail.',
    );
};
const checkBucket = (context: Context, trail: Trail): void => {
  const problem = bucketProblem(context.world, trail);
  if (problem === 'NoSuchBucket') throw new AwsFault('S3BucketDoesNotExistException', `S3 bucket ${trail.bucket} does not exist!`);
  if (problem !== undefined)
    throw new AwsFault('InsufficientS3BucketPolicyException', `Incorrect S3 bucket policy is detected for bucket: ${trail.bucket}`);
};
const answer = (trail: Trail) => ({
  Name: trail.name,
  S3BucketName: trail.bucket,
  S3KeyPrefix: trail.prefix,
  IncludeGlobalServiceEvents: trail.includesGlobal,
  IsMultiRegionTrail: trail.isMultiRegion,
  TrailARN: trail.arn,
  LogFileValidationEnabled: trail.validates,
  IsOrganizationTrail: trail.isOrganization,
});

export const createTrail = operation<CreateTrailCommandInput, CreateTrailCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    { action: 'cloudtrail:CreateTrail', resource: arnFor(context, input.Name), context: requestTags(tagMap(input.TagsList)) },
    ...(input.TagsList === undefined
      ? []
      : [{ action: 'cloudtrail:AddTags', resource: arnFor(context, input.Name), context: requestTags(tagMap(input.TagsList)) }]),
  ],
  run: (input, context) => {
    const { world, account, region, now } = context;
    const arn = trailArn(account, region, checkName(input.Name));
    checkSettings(context, input);
    const tags = tagMap(input.TagsList);
    const problem = tagProblem({}, tags);
    if (problem !== undefined) throw new AwsFault('InvalidTagParameterException', problem);
    if (trailsOf(world).get(arn) !== undefined)
      throw new AwsFault('TrailAlreadyExistsException', `Trail ${input.Name} already exists for customer: ${account}`);
    const own = trailsOf(world)
      .values()
      .filter((trail) => trail.account === account && (trail.isMultiRegion || trail.homeRegion === region));
    if (own.length >= MOST_TRAILS)
      throw new AwsFault('MaximumNumberOfTrailsExceededException', `User: ${account} already has ${own.length} trails in ${region}.`);
    const trail: Trail = {
      arn,
      name: input.Name,
      account,
      homeRegion: region,
      bucket: input.S3BucketName,
      ...(input.S3KeyPrefix === undefined || input.S3KeyPrefix === '' ? {} : { prefix: input.S3KeyPrefix }),
      isMultiRegion: input.IsMultiRegionTrail ?? false,
      isOrganization: input.IsOrganizationTrail ?? false,
      includesGlobal: input.IncludeGlobalServiceEvents ?? true,
      validates: input.EnableLogFileValidation ?? false,
      createdAt: now,
      // A new trail does not log until it is told to.
      isLogging: false,
      selectors: FIRST_SELECTORS,
      tags,
    };
    checkBucket(context, trail);
    trailsOf(world).put(arn, trail);
    return answer(trail);
  },
});

export const updateTrail = operation<UpdateTrailCommandInput, UpdateTrailCommandOutput>({
  trail: 'write',
  access: (input, context) => onTrail('UpdateTrail')(input.Name, context),
  run: (input, context) => {
    const before = ownTrail(context, input.Name);
    const multi = { IsMultiRegionTrail: before.isMultiRegion, IncludeGlobalServiceEvents: before.includesGlobal };
    checkSettings(context, { ...multi, ...Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) });
    const { prefix: _prefix, ...rest } = before;
    const prefix = input.S3KeyPrefix ?? before.prefix ?? '';
    const trail: Trail = {
      ...rest,
      bucket: input.S3BucketName ?? before.bucket,
      ...(prefix === '' ? {} : { prefix }),
      isMultiRegion: input.IsMultiRegionTrail ?? before.isMultiRegion,
      isOrganization: input.IsOrganizationTrail ?? before.isOrganization,
      includesGlobal: input.IncludeGlobalServiceEvents ?? before.includesGlobal,
      validates: input.EnableLogFileValidation ?? before.validates,
    };
    checkBucket(context, trail);
    // The chain of digests starts anew when validation is switched off.
    if (before.validates && !trail.validates) endChains(context.world, trail.arn);
    trailsOf(context.world).put(trail.arn, trail);
    return answer(trail);
  },
});

export const deleteTrail = operation<DeleteTrailCommandInput, DeleteTrailCommandOutput>({
  trail: 'write',
  access: (input, context) => onTrail('DeleteTrail')(input.Name, context),
  run: (input, context) => {
    const trail = ownTrail(context, input.Name);
    endChains(context.world, trail.arn);
    trailsOf(context.world).remove(trail.arn);
    statusesOf(context.world).remove(trail.arn);
    return {};
  },
});
