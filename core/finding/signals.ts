import { IncidentClass } from '../playbook/incident-class.ts';
import type { AiWorkload, Assurance, Certainty } from './finding.ts';

/** Given by Cordon itself: a call by one of its roles that its ledger does not know. No sender can declare it. */
export const CORDON_COMPROMISED = 'cordon-compromised';

/** A signal that is a finding. `meaning` completes the sentence "class X: …". */
export interface FindingRule {
  readonly kind: 'finding';
  readonly incidentClass: IncidentClass;
  /** Without any fact. A corroborating fact lifts `suspected` to `likely`; no machine rule says `confirmed`. */
  readonly certainty: Exclude<Certainty, 'confirmed'>;
  /** `corroborated`: recorded until a fact agrees, because people and pipelines do this all day. */
  readonly raised: 'always' | 'corroborated';
  readonly ai: AiWorkload;
  readonly meaning: string;
}
/** A signal that is never a finding. `meaning` is the sentence that is printed after the title. */
export interface QuietRule {
  readonly kind: 'quiet';
  readonly outcome: 'ignore' | 'record';
  readonly ai: AiWorkload;
  readonly meaning: string;
}
export type SignalRule = FindingRule | QuietRule;

const finding = (
  incidentClass: IncidentClass,
  certainty: FindingRule['certainty'],
  ai: AiWorkload,
  meaning: string,
  raised: FindingRule['raised'] = 'always',
): FindingRule => ({ kind: 'finding', incidentClass, certainty, raised, ai, meaning });
const quiet = (outcome: QuietRule['outcome'], ai: AiWorkload, meaning: string): QuietRule => ({ kind: 'quiet', outcome, ai, meaning });

const CHANGE = 'people and pipelines do this all day; it is a finding when a fact contradicts it';

const TABLE: Readonly<Record<string, SignalRule>> = {
  // GuardDuty, also through Security Hub
  'anomalous-model-invocation': finding('compromised-ai-credentials', 'likely', 'yes', 'GuardDuty saw a principal call a model unusually'),
  'model-cost-harvesting': finding('denial-of-ai-service', 'likely', 'yes', 'GuardDuty saw model calls made to run up cost'),
  'direct-prompt-injection': finding('prompt-injection', 'likely', 'yes', 'GuardDuty saw a guardrail recognise a prompt attack'),
  'training-data-source-changed': finding(
    'training-data-poisoning',
    'suspected',
    'yes',
    'GuardDuty saw an unusual change of training data',
  ),
  'guardrail-weakened': finding('unauthorized-ai-change', 'likely', 'yes', 'a guardrail or its record was taken away'),
  'ai-api-anomaly': finding('compromised-ai-credentials', 'suspected', 'yes', 'GuardDuty saw an unusual call to an AI service'),
  'attack-sequence': finding('compromised-ai-credentials', 'likely', 'needs-lookup', 'GuardDuty correlated several steps of one attack'),
  'credentials-exfiltrated': finding(
    'compromised-ai-credentials',
    'likely',
    'needs-lookup',
    'role credentials are used outside their machine',
  ),
  'identity-threat': finding(
    'compromised-ai-credentials',
    'suspected',
    'needs-lookup',
    'GuardDuty saw an identity behave like an attacker',
  ),
  'malicious-object': finding('ai-supply-chain-compromise', 'suspected', 'needs-lookup', 'an object in a bucket is malware'),
  'bucket-tampered': finding('training-data-poisoning', 'suspected', 'needs-lookup', 'somebody unusual changed objects in a bucket'),
  'bucket-read': finding('model-artifact-theft', 'suspected', 'needs-lookup', 'somebody unusual copied objects out of a bucket'),
  'bucket-probed': quiet('record', 'needs-lookup', 'Nothing in the bucket was changed or copied.'),
  'identity-noise': quiet('record', 'needs-lookup', 'GuardDuty rates it low, and it is none of the AI types.'),
  'archived-finding': quiet('record', 'no', 'It is archived or suppressed where it was found.'),
  'other-threat': quiet('record', 'no', 'It concerns no AI system.'),
  // Security Hub's own
  'posture-finding': quiet('record', 'no', 'It is a setting to improve, not an attack, whatever its severity.'),
  'partner-finding': quiet('record', 'no', 'It names no AI system; people see it in Security Hub.'),
  // CloudTrail
  'ai-change': finding('unauthorized-ai-change', 'suspected', 'yes', CHANGE, 'corroborated'),
  'ai-change-by-user': finding(
    'unauthorized-ai-change',
    'suspected',
    'yes',
    'an IAM user or root made it with a long-lived key; pipelines use roles',
  ),
  'ai-policy-changed': finding('exposed-ai-endpoint', 'suspected', 'yes', 'who may use a model from outside was changed'),
  'ai-logging-stopped': finding('unauthorized-ai-change', 'likely', 'yes', 'the record of model calls was switched off'),
  'endpoint-shell-opened': finding(
    'exposed-ai-endpoint',
    'suspected',
    'yes',
    'the config lets people open a shell in the serving container',
  ),
  'guardrail-changed': finding('unauthorized-ai-change', 'suspected', 'yes', 'a guardrail was edited'),
  'model-access-enabled': finding(
    'compromised-ai-credentials',
    'suspected',
    'yes',
    'access to another model was switched on; thieves of model time do this first',
  ),
  'monitoring-stopped': finding('unauthorized-ai-change', 'suspected', 'yes', 'the monitoring of a model was stopped'),
  'quarantine-tag-changed': finding('unauthorized-ai-change', 'likely', 'yes', 'a cordon: tag was touched by somebody who is not Cordon'),
  'trail-narrowed': finding('compromised-ai-credentials', 'suspected', 'no', 'the trail records other events than before'),
  'trail-stopped': finding('compromised-ai-credentials', 'likely', 'no', 'the trail was stopped, and with it the evidence'),
  'role-trust-changed': finding('compromised-ai-credentials', 'suspected', 'needs-lookup', CHANGE, 'corroborated'),
  'key-deletion-scheduled': finding(
    'unauthorized-ai-change',
    'suspected',
    'needs-lookup',
    'a key will be destroyed; what it protects goes with it',
  ),
  'bucket-opened': finding('model-artifact-theft', 'suspected', 'needs-lookup', CHANGE, 'corroborated'),
  'workspace-opened': quiet('record', 'yes', 'People open their notebooks all day.'),
  'tags-changed': quiet('ignore', 'yes', 'It would be a finding if the tag were one of Cordon.'),
  'call-failed': quiet('record', 'yes', 'It changed nothing.'),
  'call-not-watched': quiet('ignore', 'no', 'The call is not on the watch list.'),
  // SageMaker
  'endpoint-scaled': quiet('ignore', 'yes', 'It would be a finding if the config or image changed.'),
  'endpoint-config-changing': finding('unauthorized-ai-change', 'suspected', 'yes', CHANGE, 'corroborated'),
  'endpoint-failed': quiet(
    'record',
    'yes',
    "A failed endpoint is its owner's to repair; it becomes an incident with an alarm or a detection.",
  ),
  'endpoint-rolling-back': quiet('record', 'yes', 'SageMaker is undoing a deployment by itself.'),
  'endpoint-deleting': quiet('record', 'yes', 'The call that deleted it is judged by who made it.'),
  'endpoint-state-changed': quiet('record', 'yes', 'It is kept for the time line.'),
  'model-package-approved': quiet('record', 'yes', 'It is kept: a rollback asks which version was approved when.'),
  'model-package-rejected': quiet('record', 'yes', 'It is kept: a rollback never chooses a rejected version.'),
  'model-package-changed': quiet('record', 'yes', 'It is kept for the time line.'),
  'ai-state-changed': quiet('record', 'yes', 'It is kept for the time line.'),
  // CloudWatch
  'drift-alarm': finding(
    'model-misbehavior',
    'suspected',
    'yes',
    'the model sees other data than it was trained on, or answers differently',
  ),
  'endpoint-alarm': finding('model-misbehavior', 'suspected', 'yes', 'an alarm on an endpoint says that something is wrong, not what'),
  'guardrail-alarm': finding('prompt-injection', 'suspected', 'yes', 'a guardrail intervenes more than usual'),
  'composite-alarm': quiet('record', 'no', 'Its children decide: each alarm arrives by itself.'),
  'other-alarm': quiet('ignore', 'no', 'It watches no AI service.'),
  'alarm-cleared': quiet('record', 'no', 'Only ALARM raises anything; an incident is closed by people.'),
  'alarm-without-data': quiet('record', 'no', 'Only ALARM raises anything; no data is not good news.'),
};

/** An AI Detection declares its class: the signal is the class. */
const declared = (incidentClass: IncidentClass): FindingRule => finding(incidentClass, 'suspected', 'yes', 'declared by the sender');

export const signalRule = (signal: string): SignalRule | undefined => {
  const incidentClass = IncidentClass.safeParse(signal);
  if (incidentClass.success) return declared(incidentClass.data);
  return Object.hasOwn(TABLE, signal) ? TABLE[signal] : undefined;
};
export const SIGNALS: readonly string[] = [...Object.keys(TABLE), ...IncidentClass.options];

/**
 * Who vouches for what a source says. Nobody but AWS can send an event whose source starts with `aws.`; an alarm can be set by anybody with
 * rights in the account; an AI Detection is an application's word. An unknown source is an application.
 */
const ASSURANCE: Readonly<Record<string, Assurance>> = {
  'ai-detection': 'app',
  'cloudtrail-call': 'aws',
  'cloudwatch-alarm': 'account',
  'guardduty-finding': 'aws',
  'sagemaker-endpoint-state': 'aws',
  'sagemaker-model-package-state': 'aws',
  'sagemaker-state': 'aws',
  // Anybody with rights in the account can import findings; only those of the product aws/guardduty become findings of ours.
  'securityhub-finding': 'aws',
};
export const assuranceOf = (sourceId: string): Assurance => (Object.hasOwn(ASSURANCE, sourceId) ? (ASSURANCE[sourceId] ?? 'app') : 'app');
