import type { Service } from '../operation.ts';
import { DESCRIBE_OPERATIONS } from './alarms/describe.ts';
import { MODIFY_OPERATIONS } from './alarms/modify.ts';
import { PUT_OPERATIONS } from './alarms/put.ts';
import { setAlarmState } from './alarms/set-state.ts';
import { CLOUDWATCH_BEHAVIOURS } from './behaviours.ts';
import { listMetrics } from './list-metrics.ts';
import { getMetricData } from './metric-data.ts';
import { getMetricStatistics } from './metric-statistics.ts';
import { putMetricData } from './put-metric-data.ts';
import { TAG_OPERATIONS } from './tags.ts';

export const cloudwatchService: Service = {
  prefix: 'cloudwatch',
  signingName: 'monitoring',
  eventSource: 'monitoring.amazonaws.com',
  load: () => import('@aws-sdk/client-cloudwatch'),
  operations: {
    GetMetricData: getMetricData,
    GetMetricStatistics: getMetricStatistics,
    ListMetrics: listMetrics,
    PutMetricData: putMetricData,
    ...PUT_OPERATIONS,
    ...DESCRIBE_OPERATIONS,
    ...MODIFY_OPERATIONS,
    SetAlarmState: setAlarmState,
    ...TAG_OPERATIONS,
  },
  behaviours: CLOUDWATCH_BEHAVIOURS,
  denied: { code: 'AccessDenied', status: 403 },
};
