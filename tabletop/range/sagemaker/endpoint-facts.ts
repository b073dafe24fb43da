import type { Behaviour } from '../behaviour.ts';
import * as timed from './endpoint-behaviours.ts';

const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/sagemaker/latest/dg';
const documented = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'assumed', source });

/** What the range claims about endpoints; those with a number or a verdict are used by name. */
export const ENDPOINT_BEHAVIOURS: readonly Behaviour[] = [
  ...Object.values(timed),
  documented(
    'alarm-rollback',
    'An auto-rollback alarm in ALARM during a deployment turns it back, also when the old fleet trips it: RollingBack, then the OLD config.',
    `${GUIDE}/deployment-guardrails-configuration.html`,
  ),
  documented(
    'traffic-shift',
    'Blue/green shifts requests all at once, a canary first, or in equal steps; after the last shift the old fleet stays for TerminationWaitInSeconds.',
    `${GUIDE}/deployment-guardrails-blue-green.html`,
  ),
  documented(
    'rolling',
    'A rolling deployment replaces 5 to 50 percent of the fleet at a time and takes the old instances away after each batch.',
    `${GUIDE}/deployment-guardrails-rolling.html`,
  ),
  documented(
    'rollback-failed',
    'UpdateRollbackFailed serves a mix of the old and the new config: a rolling deployment was turned back and found no capacity.',
    `${API}/API_DescribeEndpoint.html`,
  ),
  assumed(
    'missing-alarm',
    'An auto-rollback alarm that does not exist is refused when the update is asked for.',
    'no AWS text; the permission cloudwatch:DescribeAlarms is needed for a reason',
  ),
  documented(
    'failed-only-delete',
    'DeleteEndpoint is the only operation that can be performed on a failed endpoint.',
    `${API}/API_DescribeEndpoint.html`,
  ),
  assumed(
    'out-of-service',
    'An endpoint that is OutOfService answers nobody, cannot be updated, and can be deleted.',
    `${API}/API_DescribeEndpoint.html (says only that it is not available to take requests)`,
  ),
  assumed(
    'retained-names',
    'RetainAllVariantProperties with a config whose variant names differ is refused.',
    `${API}/API_UpdateEndpoint.html (properties are retained by variant; the refusal is not written there)`,
  ),
  assumed(
    'no-capacity',
    'Without capacity for its instance type a creation ends in Failed and an update in InService with the old config, both with InsufficientInstanceCapacity.',
    'public reports of the FailureReason',
  ),
  documented(
    'serverless',
    'A serverless variant stands alone, has no instances, no data capture, no shadow, and its model no VPC and no network isolation.',
    `${GUIDE}/serverless-endpoints.html`,
  ),
  documented(
    'shadow',
    'One shadow variant gets a copy of the requests; its answers reach nobody.',
    `${GUIDE}/model-shadow-deployment.html`,
  ),
  documented(
    'component-endpoints',
    'A variant without a model is for inference components; its config needs ExecutionRoleArn, and every invocation names a component.',
    `${API}/API_CreateEndpointConfig.html`,
  ),
  assumed(
    'component-zero',
    'CreateInferenceComponent with CopyCount 0 is refused; scaling one down to 0 is not.',
    'a public account of an attempt (github.com/stdapi-ai/stdapi.ai/issues/43)',
  ),
  assumed(
    'component-room',
    'Copies always find room on the instances of their variant.',
    'a limit of the range: it does not add up CPU, accelerators and memory',
  ),
  assumed(
    'component-delete-first',
    'An endpoint that has inference components cannot be deleted.',
    `${GUIDE}/realtime-endpoints-delete-resources.html (components are deleted first)`,
  ),
  documented(
    'model-roles',
    'Creating a model or a config hands a role to SageMaker: iam:PassRole is asked beside the action; tags given at creation ask sagemaker:AddTags.',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html',
  ),
  assumed(
    'artefact-etag',
    'A model whose S3 data source states an ETag deploys only while the object still has it.',
    `${API}/API_S3ModelDataSource.html`,
  ),
];
