import type { _InstanceType as InstanceType } from '@aws-sdk/client-sagemaker';
import type { Table } from '../../store.ts';
import type { World } from '../../world.ts';

export interface Notebook {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly status: 'InService' | 'Stopping' | 'Stopped';
  readonly instanceType: InstanceType;
  readonly roleArn: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly directInternet: 'Enabled' | 'Disabled';
  readonly rootAccess: 'Enabled' | 'Disabled';
}
export const notebooksOf = (world: World): Table<Notebook> => world.store.table<Notebook>('sagemaker.notebook-instance');
