import { instantOf } from '../../../../core/time.ts';
import type { World } from '../../world.ts';
import { startProcessing } from '../jobs/processing-steps.ts';
import { arnOf, endpointsOf } from '../state.ts';
import { emitState, tagMap, type Moment } from '../state-events.ts';
import { monitoringBuffer, monitoringPending } from './behaviours.ts';
import { cadenceOf, hourOf, nextDue } from './cron.ts';
import { findingsOf } from './evaluate.ts';
import { resultAt } from './report.ts';
import { monitoringRunsOf, schedulesOf, type Schedule } from './state.ts';

export const saveSchedule = (moment: Moment, schedule: Schedule): void => {
  schedulesOf(moment.world).put(schedule.arn, schedule);
  emitState(moment, schedule, 'SageMaker Monitoring Schedule State Change', {
    MonitoringScheduleName: schedule.name,
    MonitoringScheduleArn: schedule.arn,
    MonitoringScheduleStatus: schedule.status,
    MonitoringType: schedule.type,
    EndpointName: schedule.endpoint,
    CreationTime: schedule.createdAt,
    LastModifiedTime: schedule.modifiedAt,
    Tags: tagMap(moment.world, schedule.arn),
  });
};
/** Pending first, then as its cadence says. */
export const schedule = (moment: Moment, given: Schedule): void => {
  saveSchedule(moment, { ...given, status: 'Pending', modifiedAt: moment.now });
  const { world } = moment;
  world.timers.add('monitoring-ready', world.lasts(monitoringPending), { arn: given.arn, turn: given.turn });
};
const arm = ({ world, now }: Moment, { arn, turn, expression }: Schedule): void => {
  const cadence = cadenceOf(expression);
  if (cadence === undefined) return;
  const due = nextDue(world, cadence, now);
  const awsSeconds = ((due - now) * world.time.pace) / 1000;
  world.timers.add('monitoring-due', awsSeconds, { arn, turn, due });
};

/** Whether requests were kept for the monitor to read. */
const isCapturing = (world: World, arn: string): boolean => endpointsOf(world).get(arn)?.capture?.['EnableCapture'] === true;

const begin = (moment: Moment, found: Schedule, scheduledAt: number): void => {
  const { world, now } = moment;
  const endpoint = arnOf(found, 'endpoint', found.endpoint);
  const { requests } = findingsOf(world, found.type, endpoint, scheduledAt - hourOf(world), scheduledAt);
  const name = `model-monitoring-${instantOf(scheduledAt).replace(/[-T:]/g, '').slice(0, 12)}-${world.ids.code('monitoring-run', 12).toLowerCase()}`;
  const job = arnOf(found, 'processing-job', name);
  const run = {
    schedule: found.arn,
    scheduleName: found.name,
    endpoint: found.endpoint,
    type: found.type,
    ...(found.definition === undefined ? {} : { definition: found.definition }),
    account: found.account,
    region: found.region,
    scheduledAt,
    createdAt: now,
  };
  const key = `${found.arn}|${String(scheduledAt).padStart(15, '0')}`;
  if (requests === 0 || !isCapturing(world, endpoint)) {
    monitoringRunsOf(world).put(key, { ...run, failureReason: 'Job inputs had no data' });
    return;
  }
  monitoringRunsOf(world).put(key, { ...run, job });
  startProcessing(moment, {
    arn: job,
    name,
    account: found.account,
    region: found.region,
    status: 'InProgress',
    createdAt: now,
    startedAt: now,
    modifiedAt: now,
    createdBy: found.roleArn,
    roleArn: found.roleArn,
    schedule: found.arn,
    request: {
      AppSpecification: { ImageUri: found.image },
      ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.xlarge', VolumeSizeInGB: 20 } },
      ProcessingOutputConfig: {
        Outputs: [
          {
            OutputName: 'result',
            S3Output: { S3Uri: resultAt(found, scheduledAt), LocalPath: '/opt/ml/processing/output', S3UploadMode: 'Continuous' },
          },
        ],
      },
      Environment: {
        ...found.environment,
        sagemaker_endpoint_name: found.endpoint,
        sagemaker_monitoring_schedule_name: found.name,
        start_time: instantOf(scheduledAt - hourOf(world)),
        end_time: instantOf(scheduledAt),
      },
    },
  });
};

export const startMonitoring = (world: World): void => {
  const on = (kind: string, act: (moment: Moment, found: Schedule, due: number) => void): void =>
    world.timers.on(kind, ({ arn, turn, due }, at) => {
      const found = typeof arn === 'string' ? schedulesOf(world).get(arn) : undefined;
      if (found !== undefined && found.turn === turn) act({ world, now: at }, found, typeof due === 'number' ? due : at);
    });
  on('monitoring-ready', (moment, found) => {
    if (found.status !== 'Pending') return;
    const ready: Schedule = { ...found, status: 'Scheduled', modifiedAt: moment.now };
    saveSchedule(moment, ready);
    if (found.expression === 'NOW') begin(moment, ready, moment.now);
    else arm(moment, ready);
  });
  on('monitoring-due', (moment, found, due) => {
    if (found.status !== 'Scheduled') return;
    world.timers.add('monitoring-begin', world.lasts(monitoringBuffer), { arn: found.arn, turn: found.turn, due });
    arm(moment, found);
  });
  on('monitoring-begin', (moment, found, due) => {
    if (found.status === 'Scheduled') begin(moment, found, due);
  });
};
