import type { JsonObject } from '../../../../core/json.ts';
import type { Table } from '../../store.ts';
import type { World } from '../../world.ts';
import { arnOf, type Place } from '../state.ts';

export interface Pipeline {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly roleArn: string;
  /** As it was given; its steps are read anew by every execution. */
  readonly definition: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly modifiedAt: number;
  readonly modifiedBy: string;
  readonly lastRunAt?: number;
  readonly version: number;
  readonly parallelism?: number;
}
export type StepStatus = 'Starting' | 'Executing' | 'Stopping' | 'Stopped' | 'Failed' | 'Succeeded';
export interface StepRun {
  readonly name: string;
  readonly type: string;
  readonly status: StepStatus;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly failureReason?: string;
  /** As ListPipelineExecutionSteps shows it. */
  readonly metadata: JsonObject;
  /** What later steps can refer to. */
  readonly outputs: JsonObject;
  readonly attempt: number;
}
export type ExecutionStatus = 'Executing' | 'Stopping' | 'Stopped' | 'Failed' | 'Succeeded';
export interface Execution {
  readonly arn: string;
  readonly id: string;
  readonly pipeline: string;
  readonly account: string;
  readonly region: string;
  readonly roleArn: string;
  readonly definition: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly displayName: string;
  readonly description?: string;
  readonly status: ExecutionStatus;
  readonly failureReason?: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly modifiedAt: number;
  readonly version: number;
  /** In the order in which they started. */
  readonly steps: readonly StepRun[];
}
export const pipelinesOf = (world: World): Table<Pipeline> => world.store.table<Pipeline>('sagemaker.pipeline');
export const executionsOf = (world: World): Table<Execution> => world.store.table<Execution>('sagemaker.pipeline-execution');

/** Operations take a name or an ARN. */
export const pipelineArn = (place: Place, name: string): string => (name.startsWith('arn:') ? name : arnOf(place, 'pipeline', name));
