import type { JsonObject } from '../../../core/json.ts';
import type { Table } from '../store.ts';
import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
}
export const DIMENSIONS = [
  'sagemaker:variant:DesiredInstanceCount',
  'sagemaker:variant:DesiredProvisionedConcurrency',
  'sagemaker:inference-component:DesiredCopyCount',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];
/** What names a scalable target in every call. */
export interface Named {
  readonly resource: string;
  readonly dimension: Dimension;
}
export interface Suspended {
  readonly DynamicScalingInSuspended: boolean;
  readonly DynamicScalingOutSuspended: boolean;
  readonly ScheduledScalingSuspended: boolean;
}
export interface Target extends Named, Place {
  readonly arn: string;
  readonly min: number;
  readonly max: number;
  readonly roleArn: string;
  readonly suspended: Suspended;
  readonly createdAt: number;
  readonly tags: TagMap;
  /** When its capacity was last changed: cooldowns begin there. */
  readonly actedAt?: number;
}
export interface Policy extends Named, Place {
  readonly arn: string;
  readonly name: string;
  readonly type: 'StepScaling' | 'TargetTrackingScaling';
  /** The configuration of its type, as it was given. */
  readonly configuration: JsonObject;
  /** ARNs of the alarms that CloudWatch keeps for it. */
  readonly alarms: readonly string[];
  readonly createdAt: number;
}
export interface Scheduled extends Named, Place {
  readonly arn: string;
  readonly name: string;
  readonly schedule: string;
  readonly timezone?: string;
  readonly startAt?: number;
  readonly endAt?: number;
  readonly min?: number;
  readonly max?: number;
  readonly createdAt: number;
  /** Counted up by every change, so that the timer of an older schedule does nothing. */
  readonly version: number;
}
export interface Activity extends Named, Place {
  readonly id: string;
  readonly order: number;
  readonly description: string;
  readonly cause: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly status: 'InProgress' | 'Successful' | 'Failed';
  readonly message: string;
  readonly wanted: number;
}
export const targetsOf = (world: World): Table<Target> => world.store.table<Target>('autoscaling.target');
export const policiesOf = (world: World): Table<Policy> => world.store.table<Policy>('autoscaling.policy');
export const scheduledOf = (world: World): Table<Scheduled> => world.store.table<Scheduled>('autoscaling.scheduled');
export const activitiesOf = (world: World): Table<Activity> => world.store.table<Activity>('autoscaling.activity');

export const keyOf = ({ account, region, resource, dimension }: Place & Named): string => `${account}|${region}|${resource}|${dimension}`;
export const under = (of: Place & Named, name: string): string => `${keyOf(of)}|${name}`;
/** Everything of one kind that belongs to a target. */
export const ofTarget = <T extends Place & Named>(rows: Table<T>, target: Place & Named): readonly T[] =>
  rows.values().filter((row) => keyOf(row) === keyOf(target));
