import type { EndpointStatus as SdkEndpointStatus, ProductionVariantInstanceType } from '@aws-sdk/client-sagemaker';
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
/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantServerlessConfig.html */
export interface Serverless {
  readonly MemorySizeInMB: number;
  readonly MaxConcurrency: number;
  readonly ProvisionedConcurrency?: number;
}
export interface Variant {
  readonly name: string;
  /** Empty on an endpoint of inference components: they bring their models. */
  readonly model: string;
  /** Absent: serverless. */
  readonly instanceType?: ProductionVariantInstanceType;
  readonly weight: number;
  readonly desiredWeight: number;
  /** 0 of a serverless variant, too. */
  readonly instances: number;
  readonly desiredInstances: number;
  readonly serverless?: Serverless;
  readonly desiredServerless?: Serverless;
  readonly images: readonly DeployedImage[];
  /** SHA-256 of the artefact that the fleet loaded: a later overwrite reaches it only with the next deployment. */
  readonly loaded?: string;
  /** Under which a multi-model container finds its models, `s3://bucket/prefix/`; absent: one model. */
  readonly multiModel?: string;
  /** When this fleet was started: a new fleet has nothing cached. */
  readonly fleetAt?: number;
  /** Members that are only shown again: RoutingConfig, ManagedInstanceScaling. */
  readonly shown?: JsonObject;
}
export type EndpointStatus = NonNullable<SdkEndpointStatus>;
export interface Stage {
  readonly status: 'Creating' | 'ActivatingTraffic' | 'Baking' | 'Deleting';
  /** Which part of the requests the new fleet answers from here on, 0 to 1. */
  readonly share: number;
  /** How long it lasts, in AWS seconds. */
  readonly seconds: number;
}
/** An update that is under way. */
export interface Deployment {
  readonly id: number;
  readonly config: string;
  readonly startedAt: number;
  readonly variants: readonly Variant[];
  readonly shadows: readonly Variant[];
  readonly capture?: JsonObject;
  readonly async?: JsonObject;
  readonly problem?: string;
  readonly stages: readonly Stage[];
  /** Which of `stages` it is in, and since when. */
  readonly stage: number;
  readonly stageAt: number;
  readonly share: number;
  /** Names of CloudWatch alarms that turn it back. */
  readonly alarms: readonly string[];
  /** The old fleet is taken apart on the way, so that turning back needs capacity. */
  readonly isRolling: boolean;
}
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
  readonly shadows?: readonly Variant[];
  readonly pending?: Deployment;
  readonly failureReason?: string;
  readonly lastDeployment?: JsonObject;
  /** As in the config of which it was made, or as an update retained it. */
  readonly capture?: JsonObject;
  readonly async?: JsonObject;
  /** Its containers run as this role, not as their models' roles: an endpoint of inference components. */
  readonly executionRoleArn?: string;
}
export interface ConfigVariant {
  readonly name: string;
  /** Empty: an endpoint of inference components. */
  readonly model: string;
  readonly instanceType?: ProductionVariantInstanceType;
  readonly initialInstances: number;
  readonly initialWeight: number;
  readonly serverless?: Serverless;
  /** Members that are kept and given back: timeouts, EnableSSMAccess, volume, routing. */
  readonly rest?: JsonObject;
}
export interface EndpointConfig {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly createdAt: number;
  readonly variants: readonly ConfigVariant[];
  readonly shadows?: readonly ConfigVariant[];
  readonly executionRoleArn?: string;
  readonly capture?: JsonObject;
  readonly async?: JsonObject;
  /** Members that the range keeps and gives back unread: KMS key, VPC. */
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
  readonly mode?: 'SingleModel' | 'MultiModel';
  /** Members that are kept and given back: the S3 data source with its ETag, image repository access. */
  readonly rest?: JsonObject;
}
export interface Model {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly createdAt: number;
  readonly executionRoleArn?: string;
  readonly containers: readonly Container[];
  readonly isolated: boolean;
  /** VpcConfig and InferenceExecutionConfig, as they were given. */
  readonly rest?: JsonObject;
}
export const endpointsOf = (world: World): Table<Endpoint> => world.store.table<Endpoint>('sagemaker.endpoint');
export const configsOf = (world: World): Table<EndpointConfig> => world.store.table<EndpointConfig>('sagemaker.endpoint-config');
export const modelsOf = (world: World): Table<Model> => world.store.table<Model>('sagemaker.model');
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
