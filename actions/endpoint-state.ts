import { DescribeEndpointCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../core/action/cloud.ts';
import { QUARANTINE } from '../core/asset/coverage.ts';
import type { Target } from '../core/asset/resource.ts';
import { refuse } from './refuse.ts';

/** One production variant as it runs now. */
export interface VariantState {
  readonly name: string;
  readonly desired: number;
  readonly images: readonly string[];
}
export interface EndpointState {
  readonly config: string;
  /** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html */
  readonly status: string;
  readonly variants: readonly VariantState[];
  /** The config of an update that is under way. */
  readonly pending: string | undefined;
  readonly failure: string | undefined;
}

export const endpointState = async (cloud: Cloud<typeof DescribeEndpointCommand>, target: Target): Promise<EndpointState> => {
  const seen = await cloud.call(DescribeEndpointCommand, { EndpointName: target.name });
  if (seen.EndpointArn !== target.arn || seen.EndpointConfigName === undefined)
    throw refuse(
      'invalid',
      `${target.name} is not the endpoint that was meant`,
      `AWS answered for ${seen.EndpointArn ?? 'nothing'}, not for ${target.arn}`,
      'npx cordon inventory list',
    );
  return {
    config: seen.EndpointConfigName,
    status: seen.EndpointStatus ?? 'unknown',
    pending: seen.PendingDeploymentSummary?.EndpointConfigName,
    failure: seen.FailureReason,
    variants: (seen.ProductionVariants ?? []).map(
      ({ VariantName = '', DesiredInstanceCount, CurrentInstanceCount, DeployedImages = [] }) => ({
        name: VariantName,
        desired: DesiredInstanceCount ?? CurrentInstanceCount ?? 0,
        images: DeployedImages.flatMap(({ ResolvedImage }) => ResolvedImage ?? []),
      }),
    ),
  };
};

/** Incident that has quarantined the endpoint, by its tag; `null`: none. A resource has 50 tags at most, one page. */
export const quarantineTag = async (cloud: Cloud<typeof ListTagsCommand>, target: Target): Promise<string | null> => {
  const { Tags = [] } = await cloud.call(ListTagsCommand, { ResourceArn: target.arn });
  return Tags.find(({ Key }) => Key === QUARANTINE)?.Value ?? null;
};

/** Throws `in-progress` unless SageMaker would take an update now. */
export const mustBeInService = ({ name }: Target, { status }: EndpointState): void => {
  if (status !== 'InService')
    throw refuse(
      'in-progress',
      `${name} cannot be updated now`,
      `it is ${status}; nothing else can be done to it until that ends`,
      'npx cordon status',
    );
};
