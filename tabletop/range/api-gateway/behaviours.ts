import type { Behaviour } from '../behaviour.ts';

const API = 'https://docs.aws.amazon.com/apigateway/latest/api';
const GUIDE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `apigateway.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `apigateway.${id}`, says, mark: 'assumed', source });

export const API_GATEWAY_BEHAVIOURS: readonly Behaviour[] = [
  documented(
    'patch',
    'Updates are patches of paths; a path or operation that the resource does not have is a BadRequestException and nothing is changed.',
    `${API}/patch-operations.html`,
  ),
  documented(
    'actions',
    'IAM is asked for a verb on a path, e.g. apigateway:PATCH on /restapis/id/stages/name; an API policy also for apigateway:UpdateRestApiPolicy.',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html',
  ),
  documented(
    'deploy',
    "An API's own policy and its disabled endpoint count only from the next deployment on; stage, usage plan and key settings need none.",
    `${GUIDE}/how-to-deploy-api.html`,
  ),
  documented(
    'throttle',
    'A stage limits all its callers together, a usage plan each key for itself; the tighter limit counts, and the rest gets 429.',
    `${GUIDE}/api-gateway-request-throttling.html`,
  ),
  assumed(
    'throttle-exact',
    'Limits are kept exactly; AWS calls them best effort, and bursts are not simulated.',
    `${GUIDE}/api-gateway-request-throttling.html`,
  ),
  assumed(
    'quota',
    'A quota is spread evenly over its period, so that a caller above it keeps the share that it may have on average.',
    `${GUIDE}/api-gateway-api-usage-plans.html`,
  ),
  documented(
    'key-disabled',
    'A key that is not enabled, or in no usage plan of the stage, is refused with 403 where the method asks for one.',
    `${GUIDE}/api-gateway-api-key-source.html`,
  ),
  assumed(
    'at-once',
    'Settings of stages, plans and keys count from the call on.',
    `${GUIDE}/api-gateway-api-usage-plans.html does not say`,
  ),
  assumed('rate-zero', 'A rate limit of 0 lets nobody through.', `${GUIDE}/api-gateway-request-throttling.html does not say`),
  assumed(
    'defaults',
    'A method setting that was never given is shown with the limits of the account, 10000 a second and 5000 at once.',
    `${GUIDE}/limits.html`,
  ),
  documented('policy-text', 'GetRestApi answers the policy as JSON with escaped quotes.', `${API}/API_GetRestApi.html`),
  assumed(
    'scope',
    'APIs, resources, methods, plans and keys are not created; caches, canaries, access logs, tracing and authorisers do not exist.',
    'a limit of the range, not a behaviour of AWS',
  ),
];
