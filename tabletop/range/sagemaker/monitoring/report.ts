import type { JsonObject } from '../../../../core/json.ts';
import { instantOf } from '../../../../core/time.ts';
import { putMetric, sortedDimensions } from '../../cloudwatch/state.ts';
import { bucketsOf } from '../../s3/state.ts';
import { storeObject } from '../../s3/write.ts';
import type { World } from '../../world.ts';
import { placeOf, roleProblem } from '../jobs/learned.ts';
import type { ProcessingJob } from '../jobs/state.ts';
import { arnOf } from '../state.ts';
import type { Moment } from '../state-events.ts';
import { dataNamespace } from './behaviours.ts';
import { hourOf } from './cron.ts';
import { findingsOf, type Findings } from './evaluate.ts';
import { monitoringRunsOf, schedulesOf, type Execution, type Schedule } from './state.ts';

const NAMESPACES: Readonly<Record<Schedule['type'], (world: World) => string>> = {
  DataQuality: (world) => world.knows(dataNamespace).text ?? dataNamespace.text,
  ModelQuality: () => 'aws/sagemaker/Endpoints/model-metrics',
  ModelBias: () => 'aws/sagemaker/Endpoints/bias-metrics',
  ModelExplainability: () => 'aws/sagemaker/Endpoints/explainability-metrics',
};
const publish = ({ world, now }: Moment, schedule: Schedule, metrics: Findings['metrics']): void => {
  if (schedule.environment['publish_cloudwatch_metrics'] === 'Disabled') return;
  const [endpoint, by] = schedule.type === 'DataQuality' ? ['EndpointName', 'ScheduleName'] : ['Endpoint', 'MonitoringSchedule'];
  const dimensions = sortedDimensions({ [endpoint]: schedule.endpoint, [by]: schedule.name });
  for (const [name, value] of Object.entries(metrics))
    putMetric(world, schedule, { namespace: NAMESPACES[schedule.type](world), name, dimensions }, { at: now, values: [[value, 1]] });
};

/** `<output>/<endpoint>/<schedule>/yyyy/mm/dd/hh`, by the hour for which the run was due. */
export const resultAt = (schedule: Schedule, scheduledAt: number): string => {
  const [year, month, day, hour] = instantOf(scheduledAt).split(/[-T:]/);
  return `${schedule.output.replace(/\/$/, '')}/${schedule.endpoint}/${schedule.name}/${year}/${month}/${day}/${hour}`;
};
const write = (world: World, uri: string, files: Readonly<Record<string, JsonObject>>): void => {
  const at = placeOf(uri);
  const bucket = bucketsOf(world).get(at?.bucket ?? '');
  if (at === undefined || bucket === undefined) return;
  for (const [name, content] of Object.entries(files))
    storeObject(world, bucket, {
      key: `${at.prefix}/${name}`,
      bytes: Buffer.from(JSON.stringify(content)),
      contentType: 'application/json',
    });
};
const runOf = (world: World, job: ProcessingJob): Execution | undefined =>
  monitoringRunsOf(world)
    .values()
    .find((run) => run.job === job.arn);

/** A monitor's job is done: its files are written, its metrics published, and it says how many violations it found. */
export const monitored = (moment: Moment, job: ProcessingJob): Partial<Pick<ProcessingJob, 'exitMessage' | 'failureReason'>> => {
  const run = runOf(moment.world, job);
  const schedule = job.schedule === undefined ? undefined : schedulesOf(moment.world).get(job.schedule);
  if (run === undefined || schedule === undefined) return {};
  const uri = resultAt(schedule, run.scheduledAt);
  const problem = roleProblem(moment.world, schedule.roleArn, 's3:PutObject', uri);
  if (problem !== undefined) return { failureReason: `InternalServerError: ${problem}` };
  const endpoint = arnOf(schedule, 'endpoint', schedule.endpoint);
  const found = findingsOf(moment.world, schedule.type, endpoint, run.scheduledAt - hourOf(moment.world), run.scheduledAt);
  const count = found.violations.length;
  write(moment.world, uri, {
    'statistics.json': found.statistics,
    ...(count === 0 ? {} : { 'constraint_violations.json': { violations: found.violations } }),
  });
  publish(moment, schedule, found.metrics);
  return {
    exitMessage:
      count === 0
        ? 'Completed: Job completed successfully with no violations.'
        : `CompletedWithViolations: Job completed successfully with ${count} violations.`,
  };
};
