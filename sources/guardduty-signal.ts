/** Calls that decide what a model is trained on. https://docs.aws.amazon.com/guardduty/latest/ug/ai-protection.html */
const TRAINING_CALLS: ReadonlySet<string> = new Set([
  'CreateTrainingJob',
  'UpdateTrainingJob',
  'CreateHyperParameterTuningJob',
  'CreateAutoMLJob',
  'CreateAutoMLJobV2',
  'CreateProcessingJob',
  'CreateFeatureGroup',
  'UpdateFeatureGroup',
  'CreateModelCustomizationJob',
]);
const GUARDRAIL_CALLS: ReadonlySet<string> = new Set(['DeleteGuardrail', 'UpdateGuardrail', 'DeleteModelInvocationLoggingConfiguration']);

/** AI Protection's own types. All are "Low": they are told apart by type, never by severity. */
const AI_TYPES: Readonly<Record<string, string>> = {
  'Impact:IAMUser/AnomalousModelInvocation': 'anomalous-model-invocation',
  'Impact:IAMUser/CostHarvesting': 'model-cost-harvesting',
  'Impact:IAMUser/PromptInjection.Direct': 'direct-prompt-injection',
};

/** What was done to a bucket, by the first word of the type. The rest is looking around or a setting. */
const BUCKET_SIGNALS: Readonly<Record<string, string>> = {
  Exfiltration: 'bucket-read',
  Impact: 'bucket-tampered',
  Object: 'malicious-object',
};

export interface Threat {
  readonly type: string;
  /** GuardDuty's 1 to 10. */
  readonly severity: number;
  readonly service: string | undefined;
  readonly api: string | undefined;
  readonly archived: boolean;
}

/** GuardDuty's low is below 4. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
const LOW = 4;

/** What a GuardDuty finding means to an AI system, in the words of the signal table, whichever hub brought it. */
export const guarddutySignal = ({ type, severity, service, api, archived }: Threat): string => {
  if (archived) return 'archived-finding';
  const ai = Object.hasOwn(AI_TYPES, type) ? AI_TYPES[type] : undefined;
  if (ai !== undefined) return ai;
  if (service === 'sagemaker.amazonaws.com' || service === 'bedrock.amazonaws.com') {
    if (TRAINING_CALLS.has(api ?? '')) return 'training-data-source-changed';
    return GUARDRAIL_CALLS.has(api ?? '') ? 'guardrail-weakened' : 'ai-api-anomaly';
  }
  const [purpose = '', rest = ''] = type.split(':');
  if (purpose === 'AttackSequence') return 'attack-sequence';
  if (rest.startsWith('IAMUser/InstanceCredentialExfiltration')) return 'credentials-exfiltrated';
  if (rest.startsWith('S3/'))
    return Object.hasOwn(BUCKET_SIGNALS, purpose) ? (BUCKET_SIGNALS[purpose] ?? 'bucket-probed') : 'bucket-probed';
  if (rest.startsWith('IAMUser/')) return severity >= LOW ? 'identity-threat' : 'identity-noise';
  return 'other-threat';
};

/** GuardDuty's 1 to 10 as OCSF severity_id: low 2, medium 3, high 4, critical 5. */
export const guarddutySeverity = (severity: number | undefined): 0 | 2 | 3 | 4 | 5 => {
  if (severity === undefined || severity < 1) return 0;
  if (severity >= 9) return 5;
  return severity >= 7 ? 4 : severity >= LOW ? 3 : 2;
};
