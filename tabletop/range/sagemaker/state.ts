import type { ProductionVariantInstanceType, TrainingInstanceType } from '@aws-sdk/client-sagemaker';
import type { JsonObject } from '../../../core/json.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { tagPropagation } from './behaviours.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}
export interface DeployedImage {
  readonly specified: string;
  readonly resolved: string;
  readonly at: number;
}
export interface Variant {
  readonly name: string;
  readonly model: string;
  readonly instanceType: ProductionVariantInstanceType;
  readonly weight: number;
  readonly desiredWeight: number;
  readonly instances: number;
  readonly desiredInstances: number;
  readonly images: readonly DeployedImage[];
  /** SHA-256 of the artefact that the fleet loaded: a later overwrite reaches it only with the next deployment. */
  readonly loaded?: string;
}
export type EndpointStatus = 'Creating' | 'InService' | 'Updating' | 'Deleting' | 'Failed';
export interface Endpoint {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The config whose fleet serves. */
  readonly config: string;
  readonly status: EndpointStatus;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly variants: readonly Variant[];
  readonly pending?: {
    readonly config: string;
    readonly startedAt: number;
    readonly variants: readonly Variant[];
    readonly problem?: string;
  };
  readonly failureReason?: string;
  readonly lastDeployment?: JsonObject;
}
export interface ConfigVariant {
  readonly name: string;
  readonly model: string;
  readonly instanceType: ProductionVariantInstanceType;
  readonly initialInstances: number;
  readonly initialWeight: number;
}
export interface EndpointConfig {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly createdAt: number;
  readonly variants: readonly ConfigVariant[];
  /** Members that the range keeps and gives back unread: data capture, KMS key. */
  readonly rest: JsonObject;
}
export interface Container {
  readonly image?: string;
  readonly imageDigest?: string;
  readonly modelDataUrl?: string;
  readonly modelDataETag?: string;
  readonly modelPackageName?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly hostname?: string;
}
export interface Model {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly createdAt: number;
  readonly executionRoleArn?: string;
  readonly containers: readonly Container[];
  readonly isolated: boolean;
}
export type Approval = 'Approved' | 'Rejected' | 'PendingManualApproval';
export interface ModelPackage {
  readonly arn: string;
  readonly group: string;
  readonly version: number;
  readonly account: string;
  readonly region: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly modifiedAt?: number;
  readonly modifiedBy?: string;
  readonly containers: readonly Container[];
  readonly approval: Approval;
  readonly approvalDescription?: string;
  readonly generatedBy?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}
export interface TrainingJob {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly createdAt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly roleArn: string;
  readonly image: string;
  readonly inputs: readonly { readonly channel: string; readonly uri: string }[];
  readonly output: string;
  readonly instanceType: TrainingInstanceType;
  readonly hyperParameters: Readonly<Record<string, string>>;
}

export const endpointsOf = (world: World): Table<Endpoint> => world.store.table<Endpoint>('sagemaker.endpoint');
export const configsOf = (world: World): Table<EndpointConfig> => world.store.table<EndpointConfig>('sagemaker.endpoint-config');
export const modelsOf = (world: World): Table<Model> => world.store.table<Model>('sagemaker.model');
export const packagesOf = (world: World): Table<ModelPackage> => world.store.table<ModelPackage>('sagemaker.model-package');
export const trainingJobsOf = (world: World): Table<TrainingJob> => world.store.table<TrainingJob>('sagemaker.training-job');
export const tagsOf = (world: World): Table<readonly Tag[]> => world.store.table<readonly Tag[]>('sagemaker.tags');
/** What the authoriser already knows of `tagsOf`. */
const effectiveTagsOf = (world: World): Table<readonly Tag[]> => world.store.table<readonly Tag[]>('sagemaker.effective-tags');

export interface Place {
  readonly account: string;
  readonly region: string;
}
/** SageMaker writes names in ARNs in lower case. */
export const arnOf = ({ account, region }: Place, type: string, name: string): string =>
  `arn:aws:sagemaker:${region}:${account}:${type}/${name.toLowerCase()}`;

export const setTags = (world: World, arn: string, tags: readonly Tag[]): void => {
  tagsOf(world).put(arn, tags);
  world.timers.add('tags-propagated', world.lasts(tagPropagation), { arn, tags: tags.map(({ Key, Value }) => ({ Key, Value })) });
};
/** Tags given at creation count from the first call on. */
export const setFirstTags = (world: World, arn: string, tags: readonly Tag[]): void => {
  if (tags.length === 0) return;
  tagsOf(world).put(arn, tags);
  effectiveTagsOf(world).put(arn, tags);
};
export const dropTags = (world: World, arn: string): void => {
  tagsOf(world).remove(arn);
  effectiveTagsOf(world).remove(arn);
};
/** Condition keys of a resource, as far as the authoriser knows them. */
export const tagContext = (world: World, arn: string): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    (effectiveTagsOf(world).get(arn) ?? []).flatMap(({ Key, Value }) => [
      [`aws:ResourceTag/${Key}`, [Value]],
      [`sagemaker:ResourceTag/${Key}`, [Value]],
    ]),
  );

const isTag = (value: unknown): value is Tag => typeof value === 'object' && value !== null && 'Key' in value && 'Value' in value;
export const startTags = (world: World): void =>
  world.timers.on('tags-propagated', ({ arn, tags }) => {
    if (typeof arn !== 'string' || !Array.isArray(tags)) return;
    // Deleted meanwhile: its tags are gone with it.
    if (tagsOf(world).get(arn) !== undefined) effectiveTagsOf(world).put(arn, tags.filter(isTag));
  });
