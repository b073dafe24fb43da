/**
 * The calls that Cordon watches, by the service that takes them, with the signal of each. `InvokeModel` is left out although it is a
 * management event: it is read-only traffic by the thousand, and GuardDuty reports its anomalies (AnomalousModelInvocation).
 */
export const WATCHED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'sagemaker.amazonaws.com': {
    AddTags: 'tags-changed',
    CreateEndpoint: 'ai-change',
    CreateEndpointConfig: 'ai-change',
    CreateModel: 'ai-change',
    CreateModelPackage: 'ai-change',
    CreateNotebookInstance: 'ai-change',
    CreatePresignedDomainUrl: 'workspace-opened',
    CreatePresignedNotebookInstanceUrl: 'workspace-opened',
    CreateTrainingJob: 'ai-change',
    DeleteEndpoint: 'ai-change',
    DeleteEndpointConfig: 'ai-change',
    DeleteModelPackage: 'ai-change',
    DeleteModelPackageGroupPolicy: 'ai-policy-changed',
    DeleteMonitoringSchedule: 'monitoring-stopped',
    DeleteTags: 'tags-changed',
    PutEndpointPolicy: 'ai-policy-changed',
    PutModelPackageGroupPolicy: 'ai-policy-changed',
    StopMonitoringSchedule: 'monitoring-stopped',
    UpdateEndpoint: 'ai-change',
    UpdateEndpointWeightsAndCapacities: 'ai-change',
    UpdateModelPackage: 'ai-change',
    UpdateNotebookInstanceLifecycleConfig: 'ai-change',
  },
  'bedrock.amazonaws.com': {
    CreateModelCustomizationJob: 'ai-change',
    DeleteGuardrail: 'guardrail-weakened',
    DeleteModelInvocationLoggingConfiguration: 'ai-logging-stopped',
    PutFoundationModelEntitlement: 'model-access-enabled',
    UpdateGuardrail: 'guardrail-changed',
  },
  'cloudtrail.amazonaws.com': { PutEventSelectors: 'trail-narrowed', StopLogging: 'trail-stopped' },
  'iam.amazonaws.com': { UpdateAssumeRolePolicy: 'role-trust-changed' },
  'kms.amazonaws.com': { ScheduleKeyDeletion: 'key-deletion-scheduled' },
  's3.amazonaws.com': { DeleteBucketPublicAccessBlock: 'bucket-opened', PutBucketPolicy: 'bucket-opened' },
};
const ALL = Object.values(WATCHED).flatMap((calls) => Object.keys(calls));

/** One list of names for all services: `signalOfCall` tells them apart, and no two of these services share a name that we watch. */
export const WATCHED_NAMES: readonly string[] = [...new Set(ALL)].toSorted();

/** Tags that carry a quarantine. Whoever touches them loosens or fakes containment. */
const OURS = 'cordon:';

export interface WatchedCall {
  readonly service: string;
  readonly name: string;
  readonly failed: boolean;
  /** A person's own key or the root user, rather than a role that a pipeline or a person assumes. */
  readonly byUser: boolean;
  readonly tagKeys: readonly string[];
  readonly opensShell: boolean;
}

export const signalOfCall = (call: WatchedCall): string | undefined => {
  const calls = Object.hasOwn(WATCHED, call.service) ? WATCHED[call.service] : undefined;
  const signal = calls !== undefined && Object.hasOwn(calls, call.name) ? calls[call.name] : undefined;
  if (signal === undefined) return undefined;
  if (call.failed) return 'call-failed';
  if (signal === 'tags-changed') return call.tagKeys.some((key) => key.startsWith(OURS)) ? 'quarantine-tag-changed' : signal;
  if (signal === 'ai-change' && call.opensShell) return 'endpoint-shell-opened';
  return signal === 'ai-change' && call.byUser ? 'ai-change-by-user' : signal;
};
