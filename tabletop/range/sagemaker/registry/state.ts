import type { JsonObject } from '../../../../core/json.ts';
import type { Table } from '../../store.ts';
import type { World } from '../../world.ts';
import { arnOf, type Container, type Place } from '../state.ts';

export type Approval = 'Approved' | 'Rejected' | 'PendingManualApproval';
export interface PackageContainer extends Container {
  /** Members that the range keeps and gives back unread: framework, model input. */
  readonly labels?: JsonObject;
}
/** A version of a group, or a package of its own name. */
export interface ModelPackage {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly group?: string;
  readonly version?: number;
  readonly name: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly modifiedAt?: number;
  readonly modifiedBy?: string;
  readonly containers: readonly PackageContainer[];
  /** A package without a version has none. */
  readonly approval?: Approval;
  readonly approvalDescription?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly lifeCycle?: { readonly Stage: string; readonly StageStatus: string; readonly StageDescription?: string };
  readonly card?: { readonly content: string; readonly status: string };
  /** Members that the range keeps and gives back unread: description, metrics, origin. */
  readonly rest: JsonObject;
}
export interface PackageGroup {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly description?: string;
  readonly lastVersion: number;
  readonly policy?: JsonObject;
}
/** A call with a client token, and what it was answered: the same call again gets the same answer. */
export interface Remembered {
  readonly request: string;
  readonly arn: string;
}

export const packagesOf = (world: World): Table<ModelPackage> => world.store.table<ModelPackage>('sagemaker.model-package');
export const groupsOf = (world: World): Table<PackageGroup> => world.store.table<PackageGroup>('sagemaker.model-package-group');
export const rememberedOf = (world: World): Table<Remembered> => world.store.table<Remembered>('sagemaker.client-token');

export const groupArn = (place: Place, name: string): string =>
  name.startsWith('arn:') ? name : arnOf(place, 'model-package-group', name);
/** The API takes an ARN, `group/version`, or the name of a package without versions. */
export const packageArn = (place: Place, name: string): string => (name.startsWith('arn:') ? name : arnOf(place, 'model-package', name));
/** The group of a versioned package, whose policy decides who else may use it. */
export const groupOf = (world: World, arn: string): PackageGroup | undefined => {
  const [head = '', name = ''] = arn.split(':model-package/');
  return name.includes('/') ? groupsOf(world).get(`${head}:model-package-group/${name.split('/')[0]}`) : undefined;
};
