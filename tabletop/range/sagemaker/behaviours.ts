import type { Behaviour } from '../behaviour.ts';
import { ENDPOINT_BEHAVIOURS } from './endpoint-facts.ts';
import { THEME_BEHAVIOURS } from './theme-behaviours.ts';

const TRANSITIONS = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html';

export const endpointUpdate = {
  id: 'sagemaker.update-seconds',
  says: 'UpdateEndpoint takes 7 minutes; meanwhile the endpoint is Updating and the OLD fleet serves.',
  mark: 'assumed',
  source:
    'public reports of 5 to 20 minutes (hashicorp/terraform-provider-aws#39090); the old fleet serving: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green.html',
  seconds: 420,
} as const satisfies Behaviour;
export const endpointCreation = {
  id: 'sagemaker.create-seconds',
  says: 'CreateEndpoint takes 5 minutes in Creating; nobody is answered before.',
  mark: 'assumed',
  source: TRANSITIONS,
  seconds: 300,
} as const satisfies Behaviour;
export const capacityUpdate = {
  id: 'sagemaker.capacity-seconds',
  says: 'UpdateEndpointWeightsAndCapacities takes 2 minutes in Updating.',
  mark: 'assumed',
  source:
    'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpointWeightsAndCapacities.html (sets Updating, no number given)',
  seconds: 120,
} as const satisfies Behaviour;
export const endpointDeletion = {
  id: 'sagemaker.delete-seconds',
  says: 'DeleteEndpoint takes 1 minute in Deleting, answers nobody, and drops the tags.',
  mark: 'assumed',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpoint.html',
  seconds: 60,
} as const satisfies Behaviour;
export const tagPropagation = {
  id: 'sagemaker.tag-propagation',
  says: 'A changed tag is seen by ListTags at once and by the authoriser 20 seconds later.',
  mark: 'assumed',
  source: 'no AWS page gives a number; to be measured by `cordon calibrate`',
  seconds: 20,
} as const satisfies Behaviour;
export const stateEventDelay = {
  id: 'sagemaker.event-delay',
  says: 'A SageMaker state change reaches the bus 5 seconds later.',
  mark: 'assumed',
  source: 'https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-sagemaker.html (durable delivery, no number)',
  seconds: 5,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'assumed', source });
const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';

export const SAGEMAKER_BEHAVIOURS: readonly Behaviour[] = [
  ...ENDPOINT_BEHAVIOURS,
  ...THEME_BEHAVIOURS,
  endpointUpdate,
  endpointCreation,
  capacityUpdate,
  endpointDeletion,
  tagPropagation,
  stateEventDelay,
  documented(
    'in-progress',
    'Changing an endpoint that is Creating or Updating: ValidationException "Cannot update in-progress endpoint".',
    'the error constants of github.com/aws/amazon-sagemaker-operator-for-k8s',
  ),
  documented(
    'not-found',
    'A missing endpoint or config is a ValidationException (400), "Could not find endpoint …" and "Could not find endpoint configuration …", never a 404.',
    'the error constants of github.com/aws/amazon-sagemaker-operator-for-k8s',
  ),
  documented(
    'retain',
    'Without RetainAllVariantProperties instance counts and weights fall back to the new config; with it, variants of the same name keep theirs.',
    `${API}/API_UpdateEndpoint.html`,
  ),
  assumed(
    'failed-update',
    'When a model artefact or image of the new config is gone, the update ends in InService with the OLD config and a FailureReason.',
    `${API}/API_DescribeEndpoint.html`,
  ),
  documented(
    'resolved-image',
    'DeployedImages carries the digest that the tag pointed to when it was deployed.',
    `${API}/API_DeployedImage.html`,
  ),
  documented(
    'duplicate',
    'Creating a config, model or endpoint that exists: ValidationException "Cannot create already existing …".',
    'https://github.com/aws/amazon-sagemaker-operator-for-k8s',
  ),
  documented(
    'config-in-use',
    'A config can be deleted while an endpoint uses it; the endpoint keeps serving and its update history is gone.',
    `${API}/API_DeleteEndpointConfig.html`,
  ),
  documented(
    'events',
    'Endpoint, deployment and model package changes are events with EndpointStatus in upper snake case.',
    'https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html',
  ),
  documented(
    'package-approval',
    'UpdateModelPackage changes ModelApprovalStatus at once and emits a Model Package State Change with UpdatedModelPackageFields.',
    'https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html',
  ),
  documented(
    'tags',
    'AddTags overwrites a key that is there; at most 50 tags; keys beginning with aws: are reserved.',
    `${API}/API_AddTags.html`,
  ),
  assumed(
    'model-package-echo',
    'A model made from a package shows ModelPackageName only; image and artefact are in the package.',
    `${API}/API_DescribeModel.html`,
  ),
];
