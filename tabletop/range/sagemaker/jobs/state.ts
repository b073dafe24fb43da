import type { JsonObject } from '../../../../core/json.ts';
import type { Table } from '../../store.ts';
import type { World } from '../../world.ts';

export type JobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';
export type Secondary = 'Starting' | 'Downloading' | 'Training' | 'Uploading' | 'Stopping' | 'Stopped' | 'Completed' | 'Failed';
interface Transition {
  readonly status: Secondary;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly message: string;
}
interface Job {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly status: JobStatus;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly createdBy: string;
  readonly failureReason?: string;
  /** What the caller asked for, given back as it came. */
  readonly request: JsonObject;
}
export interface TrainingJob extends Job {
  readonly roleArn: string;
  readonly image: string;
  readonly inputs: readonly { readonly channel: string; readonly uri: string }[];
  /** Where the artefact is written when the job is done. */
  readonly output: string;
  readonly secondary: Secondary;
  readonly transitions: readonly Transition[];
}
export interface ProcessingJob extends Job {
  readonly roleArn: string;
  readonly exitMessage?: string;
  /** A run of Model Monitor. */
  readonly schedule?: string;
}
export interface TransformJob extends Job {
  readonly model: string;
}

export const trainingJobsOf = (world: World): Table<TrainingJob> => world.store.table<TrainingJob>('sagemaker.training-job');
export const processingJobsOf = (world: World): Table<ProcessingJob> => world.store.table<ProcessingJob>('sagemaker.processing-job');
export const transformJobsOf = (world: World): Table<TransformJob> => world.store.table<TransformJob>('sagemaker.transform-job');
