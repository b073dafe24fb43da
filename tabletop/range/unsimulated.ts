import { AwsFault } from './protocol/errors.ts';
import type { ServiceName } from './services.ts';

/** By `member`, for every operation of the service, or by `Operation.member`. */
type Members = Readonly<Partial<Record<ServiceName, readonly string[]>>>;

/** Members that would change the outcome in a way that the range does not simulate: whoever gives one is refused, before anything happens. */
const REFUSED: Members = {
  STS: ['MinimumSessionTokenSize'],
  IAM: ['GenerateServiceLastAccessedDetails.Granularity', 'PolicyExclusionList'],
  KMS: ['DryRunModifiers', 'GranteeServicePrincipal', 'IncludeKeyMaterial', 'RetiringServicePrincipal'],
  AppConfig: ['CreateConfigurationProfile.RetrievalRoleArn'],
  'Secrets Manager': ['ExternalSecretRotationMetadata', 'ForceOverwriteReplicaSecret'],
  'API Gateway': ['cacheClusterSize'],
  'Application Auto Scaling': ['IncludeNotScaledActivities', 'PredictiveScalingPolicyConfiguration'],
  'Bedrock Runtime': [
    'additionalModelRequestFields',
    'additionalModelResponseFieldPaths',
    'outputConfig',
    'outputScope',
    'promptVariables',
  ],
  Lambda: ['MasterRegion'],
  'CloudWatch Logs': ['GetQueryResults.maxItems', 'deletionProtectionEnabled', 'emitSystemFieldDimensions', 'fieldSelectionCriteria'],
  WAFV2: ['LogScope', 'LogType'],
  SageMaker: [
    'CreateProcessingJob.ProcessingOutputConfig',
    'CreateTransformJob.DataProcessing',
    'CreateTrainingJob.DebugHookConfig',
    'CreateTrainingJob.DebugRuleConfigurations',
    'CreateTrainingJob.EnableManagedSpotTraining',
    'CreateTrainingJob.ExperimentConfig',
    'CreateTrainingJob.InfraCheckConfig',
    'CreateTrainingJob.ProfilerConfig',
    'CreateTrainingJob.ProfilerRuleConfigurations',
    'CreateTrainingJob.RemoteDebugConfig',
    'CreateTrainingJob.SessionChainingConfig',
    'CreateTrainingJob.TensorBoardOutputConfig',
    'SessionExpirationDurationInSeconds',
  ],
  'SageMaker Runtime': ['Filename', 'InvocationTimeoutSeconds', 'PrefixAwareId', 'S3OutputPathExtension'],
  S3: [
    'AnnotationDirective',
    'CopySourceSSECustomerKey',
    'CopySourceSSECustomerKeyMD5',
    'IfMatchInitiatedTime',
    'ObjectLockEventHold',
    'ObjectLockEventHoldDurationDays',
    'ObjectLockEventHoldDurationYears',
    'OptionalObjectAttributes',
    'SSECustomerKey',
    'SSECustomerKeyMD5',
  ],
  ECR: ['acceptedMediaTypes'],
  CloudWatch: [
    'ActionConfiguration',
    'ActionsSuppressorExtensionPeriod',
    'ActionsSuppressorWaitPeriod',
    'AlarmContributorId',
    'EvaluationCriteria',
    'EvaluationInterval',
    'EvaluationWindow',
    'LabelOptions',
    'WarmUpConfiguration',
  ],
  CloudTrail: ['EventCategory', 'RecursiveLogging'],
};

/** Members that nobody reads because they change nothing here; each with the reason. `*`: the operation looks through all of its members itself. */
export const UNREAD: Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>> = {
  KMS: { GrantTokens: 'grants count at once' },
  'Cognito Identity Provider': { 'AdminResetUserPassword.ClientMetadata': 'handed to triggers, of which there are none' },
  Bedrock: {
    'ListCustomModels.*': 'there are no custom models to be filtered or sorted',
    'ListModelCustomizationJobs.*': 'there are no jobs to be filtered or sorted',
  },
  'Bedrock Runtime': {
    accept: 'every answer is JSON',
    inferenceConfig: 'the sample models answer the same at every temperature and length',
    performanceConfig: 'nobody waits for an answer',
    performanceConfigLatency: 'nobody waits for an answer',
    requestMetadata: 'only filters of invocation logs read it',
    serviceTier: 'nobody waits for an answer',
  },
  Lambda: {
    ClientContext: 'the sample functions do not look at it',
    'UpdateEventSourceMapping.*': 'refuses what it does not change, by name',
    'UpdateFunctionConfiguration.*': 'refuses what it does not change, by name',
  },
  'CloudWatch Logs': { interleaved: 'deprecated: always so', sequenceToken: 'AWS ignores it since 2023' },
  WAFV2: { 'CreateWebACL.*': 'refuses what it does not simulate, by name', 'UpdateWebACL.*': 'refuses what it does not simulate, by name' },
  SageMaker: {
    'CreateDataQualityJobDefinition.*': 'its members are named after its kind',
    'CreateModelBiasJobDefinition.*': 'its members are named after its kind',
    'CreateModelExplainabilityJobDefinition.*': 'its members are named after its kind',
    'CreateModelQualityJobDefinition.*': 'its members are named after its kind',
    'CreateProcessingJob.*': 'kept whole and given back; behaviour sagemaker.job-output',
    'CreateTransformJob.*': 'kept whole and given back; behaviour sagemaker.job-output',
  },
  'SageMaker Runtime': { Accept: 'every answer is JSON', CustomAttributes: 'the sample containers do not look at it' },
  S3: {
    ConfirmRemoveSelfBucketAccess: 'a policy that locks its author out is stored',
    RequestPayer: 'no bucket lets its requesters pay',
    SkipDestinationValidation: 'EventBridge is the only destination, and is always there',
  },
  CloudWatch: { StrictEntityValidation: 'there are no entities' },
};

const names = (operation: string, member: string): readonly string[] => [member, `${operation}.${member}`];
export const isRefused = (service: ServiceName, operation: string, member: string): boolean =>
  names(operation, member).some((name) => REFUSED[service]?.includes(name) === true);

/** Called with the decoded input, before anything is looked at. */
export const refuseUnsimulated = (service: ServiceName, operation: string, input: Readonly<Record<string, unknown>>): void => {
  const found = Object.keys(input).find((member) => input[member] !== undefined && isRefused(service, operation, member));
  if (found !== undefined) throw new AwsFault('NotImplemented', `The range does not simulate ${found} of ${operation}.`, { status: 501 });
};
