import type { JsonObject } from '../../../core/json.ts';
import type { World } from '../world.ts';
import { emitState as emit, tagMap, type Moment } from './state-events.ts';
import type { Container, Endpoint, EndpointConfig, Model, Variant } from './state.ts';

/** `InService` → `IN_SERVICE`. */
const upperSnake = (status: string): string => status.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

const variantDetail = (variant: Variant, status?: JsonObject): JsonObject => ({
  VariantName: variant.name,
  CurrentWeight: variant.weight,
  DesiredWeight: variant.desiredWeight,
  CurrentInstanceCount: variant.instances,
  DesiredInstanceCount: variant.desiredInstances,
  DeployedImages: variant.images.map(({ specified, resolved, at }) => ({
    SpecifiedImage: specified,
    ResolvedImage: resolved,
    ResolutionTime: at,
  })),
  ...(status === undefined ? {} : { VariantStatus: [status] }),
});
const endpointDetail = (world: World, endpoint: Endpoint): JsonObject => ({
  EndpointName: endpoint.name,
  EndpointArn: endpoint.arn,
  EndpointConfigName: endpoint.config,
  ProductionVariants: endpoint.variants.map((variant) => variantDetail(variant)),
  EndpointStatus: upperSnake(endpoint.status),
  CreationTime: endpoint.createdAt,
  LastModifiedTime: endpoint.modifiedAt,
  Tags: tagMap(world, endpoint.arn),
  ...(endpoint.failureReason === undefined ? {} : { FailureReason: endpoint.failureReason }),
});

export const emitEndpointState = (moment: Moment, endpoint: Endpoint): void =>
  emit(moment, endpoint, 'SageMaker Endpoint State Change', endpointDetail(moment.world, endpoint));

export const emitDeployment = (moment: Moment, endpoint: Endpoint, status: 'Creating' | 'Updating'): void =>
  emit(moment, endpoint, 'SageMaker Endpoint Deployment State Change', {
    ...endpointDetail(moment.world, endpoint),
    ...(endpoint.pending === undefined
      ? {}
      : {
          PendingDeploymentSummary: {
            EndpointConfigName: endpoint.pending.config,
            StartTime: endpoint.pending.startedAt,
            ProductionVariants: endpoint.pending.variants.map((variant) =>
              variantDetail(variant, { Status: status, StatusMessage: 'Launching the new fleet.', StartTime: endpoint.pending?.startedAt }),
            ),
          },
        }),
  });

export const emitConfigState = (moment: Moment, config: EndpointConfig): void =>
  emit(moment, config, 'SageMaker Endpoint Config State Change', {
    EndpointConfigName: config.name,
    EndpointConfigArn: config.arn,
    ProductionVariants: config.variants.map((variant) => ({
      VariantName: variant.name,
      ModelName: variant.model,
      InitialInstanceCount: variant.initialInstances,
      InstanceType: variant.instanceType,
      InitialVariantWeight: variant.initialWeight,
    })),
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
    PrimaryContainer: containerDetail(model.containers[0] ?? {}),
    ExecutionRoleArn: model.executionRoleArn,
    CreationTime: model.createdAt,
    Tags: tagMap(moment.world, model.arn),
  });
