import type { Behaviour } from '../behaviour.ts';

const API = 'https://docs.aws.amazon.com/lambda/latest/api';
const GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg';

export const configurationUpdate = {
  id: 'lambda.update-seconds',
  says: 'UpdateFunctionConfiguration is InProgress for 5 seconds; another change meanwhile is a ResourceConflictException.',
  mark: 'assumed',
  source: `${GUIDE}/functions-states.html (no number given)`,
  seconds: 5,
} as const satisfies Behaviour;
export const eventSourceSwitch = {
  id: 'lambda.event-source-seconds',
  says: 'An event source mapping needs 20 seconds to be enabled or disabled; another change meanwhile is a ResourceInUseException.',
  mark: 'assumed',
  source: `${API}/API_UpdateEventSourceMapping.html (no number given)`,
  seconds: 20,
} as const satisfies Behaviour;
export const runTime = {
  id: 'lambda.run-seconds',
  says: 'The front door needs a quarter of a second for a request, so that one concurrent execution answers four a second.',
  mark: 'assumed',
  source: 'the sample company',
  seconds: 0.25,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `lambda.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `lambda.${id}`, says, mark: 'assumed', source });

export const LAMBDA_BEHAVIOURS: readonly Behaviour[] = [
  configurationUpdate,
  eventSourceSwitch,
  runTime,
  documented(
    'reserved-zero',
    'With reserved concurrency 0 a synchronous Invoke is a TooManyRequestsException (429), reason ReservedFunctionConcurrentInvocationLimitExceeded.',
    `${GUIDE}/configuration-concurrency.html`,
  ),
  documented(
    'reserved-zero-events',
    'With reserved concurrency 0 an asynchronous Invoke is accepted and its event is never processed.',
    `${GUIDE}/invocation-async-error-handling.html`,
  ),
  assumed('reserved-at-once', 'Reserved concurrency counts from the call on.', `${API}/API_PutFunctionConcurrency.html does not say`),
  documented(
    'unreserved',
    'Of 1000 concurrent executions of an account at least 100 stay unreserved: InvalidParameterValueException.',
    `${GUIDE}/configuration-concurrency.html`,
  ),
  documented(
    'versions',
    'A published version is frozen: a changed configuration reaches those who call an alias only through PublishVersion and UpdateAlias.',
    `${GUIDE}/configuration-versions.html`,
  ),
  documented(
    'revision',
    'A RevisionId that is not the latest is a PreconditionFailedException (412).',
    `${API}/API_UpdateFunctionConfiguration.html`,
  ),
  documented(
    'publish-again',
    'PublishVersion without a change since the last version answers that version.',
    `${API}/API_PublishVersion.html`,
  ),
  documented(
    'invoke-permission',
    'Invoke asks IAM for lambda:InvokeFunction on the ARN with the qualifier that was called.',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html',
  ),
  assumed(
    'code',
    "Functions do what the sample company's code does: answer the event, ask a model with their own role, or give a secret a new password; no code can be uploaded or fetched.",
    'a limit of the range, not a behaviour of AWS',
  ),
  assumed('weights', 'An alias with weights is answered by its main version.', 'a limit of the range, not a behaviour of AWS'),
  assumed(
    'scope',
    'Function URLs, layers, provisioned concurrency, destinations and the events of an event source do not exist.',
    'a limit of the range, not a behaviour of AWS',
  ),
];
