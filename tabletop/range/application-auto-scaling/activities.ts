import type {
  DescribeScalingActivitiesCommandInput,
  DescribeScalingActivitiesCommandOutput,
} from '@aws-sdk/client-application-auto-scaling';
import { operation } from '../operation.ts';
import { isWanted, onAll, paged, shownName } from './asked.ts';
import { activitiesOf } from './state.ts';

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingActivities.html: of the last six weeks. */
const KEPT = 42 * 86_400_000;

export const describeActivities = operation<DescribeScalingActivitiesCommandInput, DescribeScalingActivitiesCommandOutput>({
  trail: 'read',
  access: () => onAll('DescribeScalingActivities'),
  run: (input, context) => {
    const wanted = isWanted(context, input);
    const found = activitiesOf(context.world)
      .values()
      .filter((activity) => wanted(activity) && activity.startedAt > context.now - KEPT)
      .sort((a, b) => b.order - a.order);
    const { page, next } = paged(found, input);
    return {
      ScalingActivities: page.map((activity) => ({
        ...shownName(activity),
        ActivityId: activity.id,
        Description: activity.description,
        Cause: activity.cause,
        StartTime: new Date(activity.startedAt),
        EndTime: activity.endedAt === undefined ? undefined : new Date(activity.endedAt),
        StatusCode: activity.status,
        StatusMessage: activity.message,
      })),
      NextToken: next,
    };
  },
});
