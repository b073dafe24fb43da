import type {
  DescribeEndpointCommandInput,
  DescribeEndpointCommandOutput,
  PendingProductionVariantSummary,
  ProductionVariantSummary,
} from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { operation } from '../operation.ts';
import { on } from './access.ts';
import { stageOf } from './emit.ts';
import { endpointOf } from './endpoint-named.ts';
import type { Deployment, Endpoint, Variant } from './state.ts';

const imagesOf = (variant: Variant) =>
  variant.images.map(({ specified, resolved, at }) => ({
    SpecifiedImage: specified,
    ResolvedImage: resolved,
    ResolutionTime: new Date(at),
  }));
const summaryOf = (variant: Variant): ProductionVariantSummary => ({
  VariantName: variant.name,
  // An endpoint of inference components runs no image of its own.
  ...(variant.images.length === 0 ? {} : { DeployedImages: imagesOf(variant) }),
  CurrentWeight: variant.weight,
  DesiredWeight: variant.desiredWeight,
  ...(variant.serverless === undefined
    ? { CurrentInstanceCount: variant.instances, DesiredInstanceCount: variant.desiredInstances }
    : { CurrentServerlessConfig: variant.serverless, DesiredServerlessConfig: variant.desiredServerless ?? variant.serverless }),
  ...variant.shown,
});
const pendingOf = (variant: Variant, pending: Deployment): PendingProductionVariantSummary => {
  const { Status, StatusMessage, StartTime } = stageOf(pending);
  const isUp = pending.stages[pending.stage]?.status !== 'Creating' || pending.share > 0;
  const now = variant.serverless === undefined ? { CurrentInstanceCount: isUp ? variant.instances : 0 } : {};
  return {
    ...summaryOf(variant),
    ...now,
    CurrentWeight: isUp ? variant.weight : 0,
    ...(variant.instanceType === undefined ? {} : { InstanceType: variant.instanceType }),
    VariantStatus: [{ Status: asStatus(Status), StatusMessage, StartTime: new Date(StartTime) }],
  };
};
const Status = z.enum(['Creating', 'Updating', 'Deleting', 'ActivatingTraffic', 'Baking']);
const asStatus = (text: string): z.output<typeof Status> => Status.parse(text);

/** What CreateEndpointConfig accepted and stored unread. */
const Capture = z.object({
  EnableCapture: z.boolean().default(true),
  InitialSamplingPercentage: z.number().default(100),
  DestinationS3Uri: z.string(),
  KmsKeyId: z.string().default(''),
});
const captureOf = ({ capture }: Endpoint): Pick<DescribeEndpointCommandOutput, 'DataCaptureConfig'> => {
  if (capture === undefined) return {};
  const { EnableCapture, InitialSamplingPercentage, DestinationS3Uri, KmsKeyId } = Capture.parse(capture);
  return {
    DataCaptureConfig: {
      EnableCapture,
      CaptureStatus: EnableCapture ? 'Started' : 'Stopped',
      CurrentSamplingPercentage: InitialSamplingPercentage,
      DestinationS3Uri,
      KmsKeyId,
    },
  };
};

export const describeEndpoint = operation<DescribeEndpointCommandInput, DescribeEndpointCommandOutput>({
  trail: 'read',
  access: (input, context) => [on('DescribeEndpoint', 'endpoint')(context, input.EndpointName)],
  run: (input, context) => {
    const endpoint = endpointOf(context, input.EndpointName);
    const { pending } = endpoint;
    return {
      EndpointName: endpoint.name,
      EndpointArn: endpoint.arn,
      EndpointConfigName: endpoint.config,
      EndpointStatus: endpoint.status,
      FailureReason: endpoint.failureReason,
      CreationTime: new Date(endpoint.createdAt),
      LastModifiedTime: new Date(endpoint.modifiedAt),
      ...(endpoint.status === 'Creating' ? {} : { ProductionVariants: endpoint.variants.map(summaryOf) }),
      ...(endpoint.shadows === undefined || endpoint.status === 'Creating'
        ? {}
        : { ShadowProductionVariants: endpoint.shadows.map(summaryOf) }),
      ...captureOf(endpoint),
      // Both were stored as they were accepted, and so of the shape that is answered; the host holds every answer to it.
      AsyncInferenceConfig: endpoint.async as DescribeEndpointCommandOutput['AsyncInferenceConfig'],
      LastDeploymentConfig: endpoint.lastDeployment as DescribeEndpointCommandOutput['LastDeploymentConfig'],
      ...(pending === undefined
        ? {}
        : {
            PendingDeploymentSummary: {
              EndpointConfigName: pending.config,
              StartTime: new Date(pending.startedAt),
              ProductionVariants: pending.variants.map((variant) => pendingOf(variant, pending)),
              ...(pending.shadows.length === 0
                ? {}
                : { ShadowProductionVariants: pending.shadows.map((variant) => pendingOf(variant, pending)) }),
            },
          }),
    };
  },
});
