import type { JsonObject } from '../../../../core/json.ts';
import { isObject } from '../../../../core/json.ts';
import type { Table } from '../../store.ts';
import type { World } from '../../world.ts';
import { processingJobsOf } from '../jobs/state.ts';

export type MonitoringType = 'DataQuality' | 'ModelQuality' | 'ModelBias' | 'ModelExplainability';
export interface Schedule {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly status: 'Pending' | 'Scheduled' | 'Stopped' | 'Failed';
  readonly type: MonitoringType;
  /** MonitoringScheduleConfig, as it was given. */
  readonly config: JsonObject;
  readonly expression: string;
  readonly definition?: string;
  readonly roleArn: string;
  readonly endpoint: string;
  /** `s3://…`, below which a run writes. */
  readonly output: string;
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Counts changes: an alarm of before a change or a stop means nothing any more. */
  readonly turn: number;
}
export interface Execution {
  readonly schedule: string;
  readonly scheduleName: string;
  readonly endpoint: string;
  readonly type: MonitoringType;
  readonly definition?: string;
  readonly account: string;
  readonly region: string;
  readonly scheduledAt: number;
  readonly createdAt: number;
  /** Absent: it found nothing to work on. */
  readonly job?: string;
  readonly failureReason?: string;
}
export interface Definition {
  readonly arn: string;
  readonly name: string;
  readonly type: MonitoringType;
  readonly account: string;
  readonly region: string;
  readonly createdAt: number;
  readonly endpoint: string;
  readonly request: JsonObject;
}
export const schedulesOf = (world: World): Table<Schedule> => world.store.table<Schedule>('sagemaker.monitoring-schedule');
export const monitoringRunsOf = (world: World): Table<Execution> => world.store.table<Execution>('sagemaker.monitoring-execution');
export const definitionsOf = (world: World): Table<Definition> => world.store.table<Definition>('sagemaker.monitoring-definition');

export interface Standing {
  readonly status: 'Completed' | 'CompletedWithViolations' | 'Failed' | 'InProgress' | 'Stopping' | 'Stopped';
  readonly modifiedAt: number;
  readonly failureReason?: string | undefined;
}
/** How an execution stands: as its job does. */
export const standingOf = (world: World, run: Execution): Standing => {
  const job = run.job === undefined ? undefined : processingJobsOf(world).get(run.job);
  if (job === undefined) return { status: 'Failed', modifiedAt: run.createdAt, failureReason: run.failureReason };
  const violated = job.status === 'Completed' && job.exitMessage?.startsWith('CompletedWithViolations') === true;
  return { status: violated ? 'CompletedWithViolations' : job.status, modifiedAt: job.modifiedAt, failureReason: job.failureReason };
};
/** A member of plain JSON, however deep; undefined when something on the way is no object. */
export const within = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : Array.isArray(inner) ? inner[Number(key)] : undefined), value);
