import type { CloudFailureKind, Effect, Failure } from '../core/failure.ts';
import { isObject } from '../core/json.ts';

/** What an SDK client throws, as far as we look at it. */
interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const thrownOf = (thrown: unknown): Thrown => {
  if (!isObject(thrown)) return { name: 'Error', message: String(thrown), status: undefined };
  const metadata: unknown = thrown.$metadata;
  const status = isObject(metadata) && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
  const name = text(thrown.name) ?? 'Error';
  return {
    name: name === 'Error' || name === 'AggregateError' ? (text(thrown.code) ?? name) : name,
    message: text(thrown.message) ?? '',
    status,
  };
};

/**
 * SageMaker answers nearly everything with ValidationException, so the message decides, by its start, before the code does.
 * Texts: https://github.com/aws-controllers-k8s/sagemaker-controller and the AWS SageMaker operator's constants (aws.md §3.1).
 */
const BY_MESSAGE: readonly (readonly [RegExp, CloudFailureKind])[] = [
  [/^Could not find/, 'not-found'],
  [/^Endpoint \S+ of account \d{12} not found/, 'not-found'],
  [/^(ModelPackage|Model Package|Requested resource|The model package)\b.*(does not exist|not found)/i, 'not-found'],
  [/^Cannot (update|delete) in-progress/, 'in-progress'],
  [/cannot be updated or deleted or re-scaled/, 'in-progress'],
  [/^Cannot create already existing/, 'conflict'],
  [/^Cannot update failed/, 'conflict'],
  [/already uses the endpoint configuration/, 'conflict'],
  [/^Rate exceeded/, 'throttled'],
];
const BY_CODE: Readonly<Record<string, CloudFailureKind>> = {
  ThrottlingException: 'throttled',
  Throttling: 'throttled',
  ThrottledException: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  SlowDown: 'throttled',
  TooManyUpdates: 'throttled',
  AccessDeniedException: 'denied',
  AccessDenied: 'denied',
  Forbidden: 'denied',
  UnauthorizedOperation: 'denied',
  ExpiredToken: 'denied',
  ExpiredTokenException: 'denied',
  InvalidClientTokenId: 'denied',
  UnrecognizedClientException: 'denied',
  CredentialsProviderError: 'denied',
  ResourceNotFound: 'not-found',
  ResourceNotFoundException: 'not-found',
  NotFound: 'not-found',
  NoSuchKey: 'not-found',
  NoSuchBucket: 'not-found',
  NoSuchVersion: 'not-found',
  ParameterNotFound: 'not-found',
  NoSuchEntity: 'not-found',
  NoSuchEntityException: 'not-found',
  ImageNotFoundException: 'not-found',
  RepositoryNotFoundException: 'not-found',
  ConflictException: 'conflict',
  ConditionalRequestConflict: 'conflict',
  PreconditionFailed: 'conflict',
  ResourceInUse: 'in-progress',
  TimeoutError: 'timed-out',
  AbortError: 'timed-out',
  RequestTimeout: 'timed-out',
  RequestTimeoutException: 'timed-out',
  ETIMEDOUT: 'timed-out',
  ECONNRESET: 'timed-out',
  EPIPE: 'timed-out',
  ModelNotReadyException: 'unavailable',
  ECONNREFUSED: 'unavailable',
  ENOTFOUND: 'unavailable',
  EAI_AGAIN: 'unavailable',
};
const BY_STATUS: Readonly<Record<number, CloudFailureKind>> = {
  403: 'denied',
  404: 'not-found',
  409: 'conflict',
  412: 'conflict',
  429: 'throttled',
};

export const kindOf = (thrown: unknown): CloudFailureKind => {
  const { name, message, status } = thrownOf(thrown);
  const said = BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
  const known = said ?? BY_CODE[name] ?? BY_STATUS[status ?? 0];
  if (known !== undefined) return known;
  return status !== undefined && status < 500 ? 'invalid' : 'unavailable';
};

/** Never reached a server, or the server says it did nothing. All else may have happened although nobody told us. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CredentialsProviderError']);
const effectOf = (kind: CloudFailureKind, thrown: Thrown, writes: boolean): Effect => {
  const certain = (kind !== 'timed-out' && kind !== 'unavailable') || NOT_SENT.has(thrown.name);
  return writes && !certain ? 'unknown' : 'no-change';
};

const RETRYABLE: readonly CloudFailureKind[] = ['throttled', 'in-progress', 'timed-out', 'unavailable'];
const SENTENCES: Readonly<Record<CloudFailureKind, string>> = {
  throttled: 'was throttled',
  denied: 'was denied',
  'not-found': 'found nothing of that name',
  conflict: 'conflicts with what is there',
  'in-progress': 'has to wait: another change is under way',
  invalid: 'was refused as invalid',
  'timed-out': 'got no answer in time',
  unavailable: 'was not answered properly',
};
const NEXT: Readonly<Record<CloudFailureKind, string>> = {
  throttled: 'npx cordon status',
  denied: 'npx cordon inventory list',
  'not-found': 'npx cordon inventory list',
  conflict: 'npx cordon status',
  'in-progress': 'npx cordon status',
  invalid: 'npx cordon status',
  'timed-out': 'npx cordon status',
  unavailable: 'npx cordon inventory list',
};

/** Long enough for a denial with both ARNs and its policy; short enough for a card. */
const MAX_WHY = 1024;
const bounded = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
    .slice(0, MAX_WHY);

/** An SDK error as a value. A write whose outcome nobody knows is never offered for a blind retry: it is read back. */
export const cloudFailure = (operation: string, thrown: unknown, writes: boolean): Failure<CloudFailureKind> => {
  const kind = kindOf(thrown);
  const seen = thrownOf(thrown);
  const effect = effectOf(kind, seen, writes);
  return {
    kind,
    retryable: RETRYABLE.includes(kind) && effect !== 'unknown',
    effect,
    what: `${operation} ${SENTENCES[kind]}`,
    why: bounded(`${seen.name}: ${seen.message}`),
    next: NEXT[kind],
  };
};
