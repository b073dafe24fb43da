import type { Service } from '../operation.ts';
import { describeActivities } from './activities.ts';
import { APPLICATION_AUTO_SCALING_BEHAVIOURS } from './behaviours.ts';
import { deregister, describeTargets } from './known-targets.ts';
import { deletePolicy, describePolicies, putPolicy } from './policies.ts';
import { deleteAction, describeActions, putAction } from './scheduled-actions.ts';
import { listTags, tag, untag } from './tags.ts';
import { register } from './targets.ts';

export const applicationAutoScalingService: Service = {
  prefix: 'application-autoscaling',
  signingName: 'application-autoscaling',
  eventSource: 'autoscaling.amazonaws.com',
  load: () => import('@aws-sdk/client-application-auto-scaling'),
  operations: {
    RegisterScalableTarget: register,
    DescribeScalableTargets: describeTargets,
    DeregisterScalableTarget: deregister,
    PutScalingPolicy: putPolicy,
    DescribeScalingPolicies: describePolicies,
    DeleteScalingPolicy: deletePolicy,
    PutScheduledAction: putAction,
    DescribeScheduledActions: describeActions,
    DeleteScheduledAction: deleteAction,
    DescribeScalingActivities: describeActivities,
    TagResource: tag,
    UntagResource: untag,
    ListTagsForResource: listTags,
  },
  behaviours: APPLICATION_AUTO_SCALING_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
