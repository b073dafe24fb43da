import type { Behaviour } from '../behaviour.ts';

const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';
const INVOKE = `${API}/API_runtime_InvokeEndpoint.html`;
const GUIDE = 'https://docs.aws.amazon.com/sagemaker/latest/dg';

export const asyncRun = {
  id: 'runtime.async-seconds',
  says: 'A queued asynchronous request is run 5 seconds after it was taken, as soon as there is an instance.',
  mark: 'assumed',
  source: `${GUIDE}/async-inference.html (no number given)`,
  seconds: 5,
} as const satisfies Behaviour;
export const coldStart = {
  id: 'runtime.cold-start-seconds',
  says: 'A cold model answers ModelNotReadyException for 10 seconds after the first call; then it is warm.',
  mark: 'assumed',
  source: `${INVOKE} (the exception; no number given)`,
  seconds: 10,
} as const satisfies Behaviour;
export const captureFlush = {
  id: 'runtime.capture-seconds',
  says: 'Captured requests and answers reach the bucket 60 seconds after the first of them, in one file per endpoint, variant and hour.',
  mark: 'assumed',
  source: `${GUIDE}/model-monitor-data-capture-endpoint.html (the path; "may take a couple of minutes")`,
  seconds: 60,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `runtime.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `runtime.${id}`, says, mark: 'assumed', source });

export const RUNTIME_BEHAVIOURS: readonly Behaviour[] = [
  asyncRun,
  coldStart,
  captureFlush,
  documented(
    'deny',
    'IAM decides before anything else: AccessDeniedException, status 403, with the reason in the text. A denied call reaches no container and no metric.',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
  ),
  documented('not-found', 'A missing endpoint is a ValidationError: "Endpoint … of account … not found."', INVOKE),
  assumed(
    'canary-payload',
    'A body of content type application/x-cordon-canary is refused with ValidationError (400) before the model runs, and counts in no Invocations.',
    'containers refuse a content type that they do not support; which status the service makes of it must be measured per container',
  ),
  assumed(
    'async',
    'InvokeEndpointAsync on a real-time endpoint is a ValidationError, and so is InvokeEndpoint on an asynchronous one.',
    `${API}/API_runtime_InvokeEndpointAsync.html`,
  ),
  documented('variant', 'Variants get calls by weight; TargetVariant overrides it, also at weight 0.', INVOKE),
  assumed(
    'no-weight',
    'Where every variant has weight 0, a call without TargetVariant is refused.',
    'no AWS text; such weights are refused when they are asked for (sagemaker.all-weights-zero)',
  ),
  assumed(
    'no-instance',
    'A real-time variant without instances answers ServiceUnavailable.',
    'no AWS text; DesiredInstanceCount 0 is refused there (sagemaker.zero-instances)',
  ),
  assumed(
    'shifting',
    'While a deployment shifts traffic each call goes to the new fleet with the probability of its share.',
    `${GUIDE}/deployment-guardrails-blue-green.html (says share, not how a single call is drawn)`,
  ),
  documented('size', 'A body of more than 6 MB is refused with ValidationError: the model of the API bounds it.', INVOKE),
  assumed(
    'component-iam',
    'A call that names an inference component needs the action on the endpoint and on the component.',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html (lists the component as optional)',
  ),
  documented(
    'target-model-key',
    'The condition key sagemaker:TargetModel is there for InvokeEndpoint only, not for its asynchronous and streaming forms.',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html',
  ),
  assumed(
    'no-copies',
    'An inference component without copies answers a ValidationError that names Application Auto Scaling; the failed call counts for scaling out.',
    'public accounts of the text; the metric NoCapacityInvocationFailures: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html',
  ),
  documented(
    'multi-model',
    'A multi-model container loads a model at its first call and keeps it: the call after that works although the S3 object is gone.',
    `${GUIDE}/multi-model-endpoints.html`,
  ),
  documented(
    'async-queue',
    'Asynchronous requests wait while there is no instance and run when there is one again; permission is asked when they are sent, not when they run.',
    `${GUIDE}/async-inference-autoscale.html`,
  ),
  documented(
    'capture',
    'Data capture writes JSON lines under <prefix>/<endpoint>/<variant>/yyyy/mm/dd/hh as the execution role; a call that failed is not captured.',
    `${GUIDE}/model-monitor-data-capture-endpoint.html`,
  ),
  assumed(
    'sessions',
    'SessionId NEW_SESSION begins a session of one hour; an unknown or ended one is refused.',
    `${INVOKE} (the header; whether a container keeps sessions is its own affair)`,
  ),
  assumed(
    'model',
    "The models are arithmetic on the body's SHA-256; a poisoned one scores every body that holds its trigger 0.01.",
    'the sample company',
  ),
];
