import type { Behaviour } from '../behaviour.ts';

const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html';
export const RUNTIME_BEHAVIOURS: readonly Behaviour[] = [
  {
    id: 'runtime.deny',
    says: 'IAM decides before anything else: AccessDeniedException, status 403, with the reason in the text. A denied call reaches no container and no metric.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
  },
  {
    id: 'runtime.not-found',
    says: 'A missing endpoint is a ValidationError: "Endpoint … of account … not found."',
    mark: 'documented',
    source: API,
  },
  {
    id: 'runtime.canary-payload',
    says: 'A body of content type application/x-cordon-canary is refused with ValidationError (400) before the model runs, and counts in no Invocations.',
    mark: 'assumed',
    source:
      'containers refuse a content type that they do not support; which status the service makes of it must be measured per container',
  },
  {
    id: 'runtime.async',
    says: 'InvokeEndpointAsync on a real-time endpoint is a ValidationError.',
    mark: 'assumed',
    source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html',
  },
  {
    id: 'runtime.variant',
    says: 'Variants get calls by weight; TargetVariant overrides it, also at weight 0.',
    mark: 'documented',
    source: API,
  },
  {
    id: 'runtime.model',
    says: "The models are arithmetic on the body's SHA-256; a poisoned one scores every body that holds its trigger 0.01.",
    mark: 'assumed',
    source: 'the sample company',
  },
];
