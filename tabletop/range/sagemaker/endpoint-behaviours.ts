import type { Behaviour } from '../behaviour.ts';

const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/sagemaker/latest/dg';

export const rollingBatch = {
  id: 'sagemaker.rolling-batch-seconds',
  says: 'Each batch of a rolling deployment takes 3 minutes to come up.',
  mark: 'assumed',
  source: `${GUIDE}/deployment-guardrails-rolling.html (no number given)`,
  seconds: 180,
} as const satisfies Behaviour;
export const rollback = {
  id: 'sagemaker.rollback-seconds',
  says: 'A deployment that an alarm or its timeout turned back is RollingBack for 2 minutes, then InService with the OLD config and a FailureReason.',
  mark: 'assumed',
  source: `${GUIDE}/deployment-guardrails-configuration.html (no number given)`,
  seconds: 120,
} as const satisfies Behaviour;
export const alarmCheck = {
  id: 'sagemaker.alarm-check-seconds',
  says: 'During a deployment its auto-rollback alarms are looked at every 30 seconds, from its start on; one in ALARM turns it back, also when the old fleet tripped it.',
  mark: 'assumed',
  source: `${GUIDE}/deployment-guardrails-configuration.html (that it rolls back; how often it looks is not said)`,
  seconds: 30,
} as const satisfies Behaviour;
export const crashLoop = {
  id: 'sagemaker.crash-loop-seconds',
  says: 'A container that crashes again and again keeps its endpoint in Creating or Updating for 24 minutes; then the health check has failed.',
  mark: 'assumed',
  source: 'public reports of 24 minutes to a day (github.com/aws/amazon-sagemaker-examples/issues/3432)',
  seconds: 1440,
} as const satisfies Behaviour;
export const systemUpdate = {
  id: 'sagemaker.system-update-seconds',
  says: 'Maintenance by AWS keeps an endpoint in SystemUpdating for 10 minutes; it serves, and nothing can be changed.',
  mark: 'assumed',
  source: `${API}/API_DescribeEndpoint.html (the state; no number given)`,
  seconds: 600,
} as const satisfies Behaviour;
export const configVisible = {
  id: 'sagemaker.config-visible-seconds',
  says: 'DescribeEndpointConfig shows a new config at once; CreateEndpoint and UpdateEndpoint may not find it for 2 seconds.',
  mark: 'assumed',
  source: `${API}/API_CreateEndpoint.html (that it may not be found and that one should ask DescribeEndpointConfig first; no number)`,
  seconds: 2,
} as const satisfies Behaviour;
export const listLag = {
  id: 'sagemaker.list-lag-seconds',
  says: 'ListEndpoints, ListEndpointConfigs and ListModels show a new resource 2 seconds after it was made.',
  mark: 'assumed',
  source: 'lists of a service with eventual consistency; no AWS page gives a number',
  seconds: 2,
} as const satisfies Behaviour;
export const sameConfig = {
  id: 'sagemaker.same-config',
  says: 'UpdateEndpoint to the config in use is refused.',
  mark: 'assumed',
  source: 'two public integration test suites; no AWS text',
  verdict: 'refused',
  text: 'The endpoint already uses this endpoint configuration.',
} as const satisfies Behaviour;
export const zeroInstances = {
  id: 'sagemaker.zero-instances',
  says: 'DesiredInstanceCount 0 on a plain real-time variant is refused; an asynchronous endpoint takes it.',
  mark: 'assumed',
  source: 'scale to zero is documented for asynchronous endpoints and inference components only',
  verdict: 'refused',
  text: 'DesiredInstanceCount must be greater than 0 for the production variant.',
} as const satisfies Behaviour;
export const allWeightsZero = {
  id: 'sagemaker.all-weights-zero',
  says: 'UpdateEndpointWeightsAndCapacities that leaves every variant with weight 0 is refused.',
  mark: 'assumed',
  source: 'no AWS text: a share of a sum of zero is not defined',
  verdict: 'refused',
  text: 'At least one production variant must have a weight greater than 0.',
} as const satisfies Behaviour;
export const severalCapacities = {
  id: 'sagemaker.several-capacities',
  says: 'One call changes weights of several variants or the capacity of one; the capacity of two is refused.',
  mark: 'assumed',
  source: `${API}/API_UpdateEndpointWeightsAndCapacities.html (says "or capacity of one variant", not what happens to more)`,
  verdict: 'refused',
  text: 'The capacity of only one production variant can be updated at a time.',
} as const satisfies Behaviour;
export const tagsWhileUpdating = {
  id: 'sagemaker.tags-while-updating',
  says: 'AddTags and DeleteTags work in every status of an endpoint, also while it is Updating.',
  mark: 'assumed',
  source: `${API}/API_AddTags.html (names no status)`,
  verdict: 'accepted',
  text: 'Cannot update in-progress endpoint',
} as const satisfies Behaviour;
export const rejectedPackage = {
  id: 'sagemaker.rejected-package',
  says: 'CreateModel from a model package that is Rejected or waits for approval works: the approval is a note for people and pipelines.',
  mark: 'assumed',
  source: `${API}/API_CreateModel.html (names no such condition)`,
  verdict: 'accepted',
  text: 'The model package is not approved.',
} as const satisfies Behaviour;
export const brokenRollback = {
  id: 'sagemaker.broken-rollback-update',
  says: 'UpdateEndpoint is the way out of UpdateRollbackFailed; weights and capacities cannot be changed there.',
  mark: 'assumed',
  source: `${API}/API_DescribeEndpoint.html (refers to the guide on rolling deployments)`,
  verdict: 'accepted',
  text: 'Cannot update in-progress endpoint',
} as const satisfies Behaviour;
export const componentCreation = {
  id: 'sagemaker.component-create-seconds',
  says: 'An inference component takes 5 minutes in Creating, and as long to be updated; its old copies serve meanwhile.',
  mark: 'assumed',
  source: `${API}/API_CreateInferenceComponent.html (no number given)`,
  seconds: 300,
} as const satisfies Behaviour;
export const componentScaling = {
  id: 'sagemaker.component-scale-seconds',
  says: 'UpdateInferenceComponentRuntimeConfig takes 2 minutes in Updating; the copies that were there serve until then.',
  mark: 'assumed',
  source: `${API}/API_UpdateInferenceComponentRuntimeConfig.html (no number given)`,
  seconds: 120,
} as const satisfies Behaviour;
export const componentDeletion = {
  id: 'sagemaker.component-delete-seconds',
  says: 'DeleteInferenceComponent takes 1 minute in Deleting and answers nobody.',
  mark: 'assumed',
  source: `${API}/API_DeleteInferenceComponent.html (no number given)`,
  seconds: 60,
} as const satisfies Behaviour;
