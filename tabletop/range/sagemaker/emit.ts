import type { JsonObject } from '../../../core/json.ts';
import type { World } from '../world.ts';
import { emitState as emit, tagMap, type Moment } from './state-events.ts';
import type { Container, Deployment, Endpoint, EndpointConfig, Model, Stage, Variant } from './state.ts';

/** `InService` → `IN_SERVICE`. */
const upperSnake = (status: string): string => status.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

/** What happens to a variant, as SageMaker says it beside its numbers. */
interface VariantStatus extends JsonObject {
  readonly Status: string;
  readonly StatusMessage: string;
  readonly StartTime: number;
}
const variantDetail = (variant: Variant, status?: VariantStatus): JsonObject => ({
  VariantName: variant.name,
  CurrentWeight: variant.weight,
  DesiredWeight: variant.desiredWeight,
  ...(variant.serverless === undefined
    ? { CurrentInstanceCount: variant.instances, DesiredInstanceCount: variant.desiredInstances }
    : {
        CurrentServerlessConfig: { ...variant.serverless },
        DesiredServerlessConfig: { ...(variant.desiredServerless ?? variant.serverless) },
      }),
  DeployedImages: variant.images.map(({ specified, resolved, at }) => ({
    SpecifiedImage: specified,
    ResolvedImage: resolved,
    ResolutionTime: at,
  })),
  ...(status === undefined ? {} : { VariantStatus: [status] }),
});
const endpointDetail = (world: World, endpoint: Endpoint, scaling?: VariantStatus): JsonObject => ({
  EndpointName: endpoint.name,
  EndpointArn: endpoint.arn,
  EndpointConfigName: endpoint.config,
  ProductionVariants: endpoint.variants.map((variant) => variantDetail(variant, scaling)),
  ...(endpoint.shadows === undefined ? {} : { ShadowProductionVariants: endpoint.shadows.map((variant) => variantDetail(variant)) }),
  EndpointStatus: upperSnake(endpoint.status),
  CreationTime: endpoint.createdAt,
  LastModifiedTime: endpoint.modifiedAt,
  Tags: tagMap(world, endpoint.arn),
  ...(endpoint.failureReason === undefined ? {} : { FailureReason: endpoint.failureReason }),
});

export const emitEndpointState = (moment: Moment, endpoint: Endpoint): void =>
  emit(moment, endpoint, 'SageMaker Endpoint State Change', endpointDetail(moment.world, endpoint));

const MESSAGES: Readonly<Record<Stage['status'], string>> = {
  Creating: 'Launching the new fleet.',
  ActivatingTraffic: 'Shifting traffic to the new fleet.',
  Baking: 'Monitoring the new fleet.',
  Deleting: 'Terminating the old fleet.',
};
/** What a deployment is doing to its new variants. */
export const stageOf = ({ stages, stage, stageAt }: Deployment): VariantStatus => {
  const status = stages[stage]?.status ?? 'Deleting';
  return { Status: status, StatusMessage: MESSAGES[status], StartTime: stageAt };
};
export const emitDeployment = (moment: Moment, endpoint: Endpoint): void => {
  const { pending } = endpoint;
  emit(moment, endpoint, 'SageMaker Endpoint Deployment State Change', {
    ...endpointDetail(moment.world, endpoint),
    ...(pending === undefined
      ? {}
      : {
          PendingDeploymentSummary: {
            EndpointConfigName: pending.config,
            StartTime: pending.startedAt,
            ProductionVariants: pending.variants.map((variant) => variantDetail(variant, stageOf(pending))),
          },
        }),
  });
};
/** A change of weights or capacity: no second fleet, the variants themselves are being updated. */
export const emitScaling = (moment: Moment, endpoint: Endpoint, message: string): void =>
  emit(
    moment,
    endpoint,
    'SageMaker Endpoint Deployment State Change',
    endpointDetail(moment.world, endpoint, { Status: 'Updating', StatusMessage: message, StartTime: moment.now }),
  );

export const emitConfigState = (moment: Moment, config: EndpointConfig): void =>
  emit(moment, config, 'SageMaker Endpoint Config State Change', {
    EndpointConfigName: config.name,
    EndpointConfigArn: config.arn,
    ProductionVariants: config.variants.map((variant) => ({
      VariantName: variant.name,
      ...(variant.model === '' ? {} : { ModelName: variant.model }),
      ...(variant.instanceType === undefined ? {} : { InitialInstanceCount: variant.initialInstances, InstanceType: variant.instanceType }),
      ...(variant.serverless === undefined ? {} : { ServerlessConfig: { ...variant.serverless } }),
      InitialVariantWeight: variant.initialWeight,
    })),
    ...(config.capture === undefined ? {} : { DataCaptureConfig: config.capture }),
    ...(config.async === undefined ? {} : { AsyncInferenceConfig: config.async }),
    ...(config.rest['KmsKeyId'] === undefined ? {} : { KmsKeyId: config.rest['KmsKeyId'] }),
    CreationTime: config.createdAt,
    Tags: tagMap(moment.world, config.arn),
  });

const containerDetail = (container: Container): JsonObject => ({
  Image: container.image,
  ...(container.imageDigest === undefined ? {} : { ImageDigest: container.imageDigest }),
  ModelDataUrl: container.modelDataUrl,
  ...(container.modelPackageName === undefined ? {} : { ModelPackageName: container.modelPackageName }),
});
export const emitModelState = (moment: Moment, model: Model): void =>
  emit(moment, model, 'SageMaker Model State Change', {
    ModelName: model.name,
    ModelArn: model.arn,
    ...(model.containers.length > 1
      ? { Containers: model.containers.map(containerDetail) }
      : { PrimaryContainer: containerDetail(model.containers[0] ?? {}) }),
    ExecutionRoleArn: model.executionRoleArn,
    CreationTime: model.createdAt,
    Tags: tagMap(moment.world, model.arn),
  });
