import type {
  DescribeTrailsCommandInput,
  DescribeTrailsCommandOutput,
  GetTrailCommandInput,
  GetTrailCommandOutput,
  GetTrailStatusCommandInput,
  GetTrailStatusCommandOutput,
  ListTrailsCommandInput,
  ListTrailsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { operation, type Context } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { onTrail, seenTrail } from './find-trail.ts';
import { FIRST_SELECTORS, isVisible, statusesOf, trailsOf, type Trail } from './trail-state.ts';

const PAGE = 100;
const described = (trail: Trail) => ({
  Name: trail.name,
  S3BucketName: trail.bucket,
  S3KeyPrefix: trail.prefix,
  IncludeGlobalServiceEvents: trail.includesGlobal,
  IsMultiRegionTrail: trail.isMultiRegion,
  HomeRegion: trail.homeRegion,
  TrailARN: trail.arn,
  LogFileValidationEnabled: trail.validates,
  HasCustomEventSelectors: JSON.stringify(trail.selectors) !== JSON.stringify(FIRST_SELECTORS),
  HasInsightSelectors: false,
  IsOrganizationTrail: trail.isOrganization,
});
const visible = ({ world, account, region }: Context): readonly Trail[] =>
  trailsOf(world)
    .values()
    .filter((trail) => isVisible(world, trail, account, region));

export const describeTrails = operation<DescribeTrailsCommandInput, DescribeTrailsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'cloudtrail:DescribeTrails', resource: '*' }],
  run: (input, context) => {
    const names = input.trailNameList ?? [];
    const isShadow = (trail: Trail): boolean => trail.homeRegion !== context.region || trail.account !== context.account;
    const wanted = visible(context).filter(
      (trail) =>
        (names.length === 0 || names.includes(trail.arn) || names.includes(trail.name)) &&
        (input.includeShadowTrails !== false || !isShadow(trail)),
    );
    return { trailList: wanted.map(described) };
  },
});

export const getTrail = operation<GetTrailCommandInput, GetTrailCommandOutput>({
  trail: 'read',
  access: ({ Name }, context) => onTrail('GetTrail')(Name, context),
  run: ({ Name }, context) => ({ Trail: described(seenTrail(context, Name)) }),
});

export const listTrails = operation<ListTrailsCommandInput, ListTrailsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'cloudtrail:ListTrails', resource: '*' }],
  run: (input, context) => {
    // Unlike DescribeTrails, of every Region.
    const all = trailsOf(context.world)
      .values()
      .filter((trail) => isVisible(context.world, trail, context.account, trail.homeRegion));
    const page = pageOf(all, PAGE, input.NextToken);
    if (page === undefined) throw new AwsFault('InvalidNextTokenException', 'Invalid token.', { status: 400 });
    return {
      Trails: page.page.map(({ arn, name, homeRegion }) => ({ TrailARN: arn, Name: name, HomeRegion: homeRegion })),
      NextToken: page.next,
    };
  },
});

const dated = (at: number | undefined): Date | undefined => (at === undefined ? undefined : new Date(at));
const text = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString());
export const getTrailStatus = operation<GetTrailStatusCommandInput, GetTrailStatusCommandOutput>({
  trail: 'read',
  access: ({ Name }, context) => onTrail('GetTrailStatus')(Name, context),
  run: ({ Name }, context) => {
    const trail = seenTrail(context, Name);
    const status = statusesOf(context.world).get(trail.arn) ?? {};
    return {
      IsLogging: trail.isLogging,
      LatestDeliveryError: status.error,
      LatestDeliveryTime: dated(status.deliveredAt),
      StartLoggingTime: dated(trail.startedAt),
      StopLoggingTime: dated(trail.stoppedAt),
      LatestDigestDeliveryTime: dated(status.digestAt),
      LatestDigestDeliveryError: status.digestError,
      LatestDeliveryAttemptTime: text(status.attemptedAt),
      LatestDeliveryAttemptSucceeded: text(status.error === undefined ? status.deliveredAt : undefined),
      LatestNotificationAttemptTime: '',
      LatestNotificationAttemptSucceeded: '',
      TimeLoggingStarted: text(trail.startedAt),
      TimeLoggingStopped: text(trail.stoppedAt),
    };
  },
});
