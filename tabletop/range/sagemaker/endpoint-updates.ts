import type { UpdateEndpointCommandInput, UpdateEndpointCommandOutput } from '@aws-sdk/client-sagemaker';
import { operation, type Operation } from '../operation.ts';
import { on } from './access.ts';
import { volumeKey } from './config-key.ts';
import { deploy } from './deployment/deploy.ts';
import { updatable } from './endpoint-changeable.ts';
import { deployableConfig } from './endpoint-configs.ts';
import { updateWeights } from './endpoint-weights.ts';

const update = operation<UpdateEndpointCommandInput, UpdateEndpointCommandOutput>({
  trail: 'write',
  // Both are required resource types of the action. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
  access: (input, context) => [
    on('UpdateEndpoint', 'endpoint')(context, input.EndpointName),
    on('UpdateEndpoint', 'endpoint-config')(context, input.EndpointConfigName),
    ...volumeKey(context, input.EndpointConfigName),
    ...(input.DeploymentConfig?.AutoRollbackConfiguration?.Alarms ?? []).map(({ AlarmName }) => ({
      action: 'cloudwatch:DescribeAlarms',
      resource: `arn:aws:cloudwatch:${context.region}:${context.account}:alarm:${AlarmName}`,
    })),
  ],
  run: (input, context) => {
    const endpoint = updatable(context, input.EndpointName);
    deploy(context, endpoint, deployableConfig(context, input.EndpointConfigName), input);
    return { EndpointArn: endpoint.arn };
  },
});

export const ENDPOINT_UPDATE_OPERATIONS: Readonly<Record<string, Operation>> = {
  UpdateEndpoint: update,
  UpdateEndpointWeightsAndCapacities: updateWeights,
};
