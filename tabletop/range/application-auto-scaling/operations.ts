import type { Service } from '../operation.ts';
import { APPLICATION_AUTO_SCALING_BEHAVIOURS } from './behaviours.ts';

export const applicationAutoScalingService: Service = {
  prefix: 'application-autoscaling',
  signingName: 'application-autoscaling',
  eventSource: 'autoscaling.amazonaws.com',
  load: () => import('@aws-sdk/client-application-auto-scaling'),
  operations: {},
  behaviours: APPLICATION_AUTO_SCALING_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
