import type { Behaviour } from '../behaviour.ts';

const GUIDE = 'https://docs.aws.amazon.com/bedrock/latest/userguide';
const documented = (id: string, says: string, source: string): Behaviour => ({
  id: `bedrockruntime.${id}`,
  says,
  mark: 'documented',
  source,
});
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `bedrockruntime.${id}`, says, mark: 'assumed', source });

export const BEDROCK_RUNTIME_BEHAVIOURS: readonly Behaviour[] = [
  documented(
    'management-event',
    'InvokeModel and Converse are read-only management events of CloudTrail; bodies are in neither.',
    `${GUIDE}/logging-using-cloudtrail.html`,
  ),
  documented(
    'guardrail-order',
    'A guardrail reads the input first; blocked, the model is not asked and its message is the answer.',
    `${GUIDE}/guardrails-how.html`,
  ),
  documented(
    'guardrail-stop-reason',
    'Converse says guardrail_intervened as stopReason, InvokeModel amazon-bedrock-guardrailAction INTERVENED.',
    `${GUIDE}/guardrails-use-converse-api.html`,
  ),
  documented(
    'guardrail-none',
    'A filter whose action is NONE reports what it detected and lets it pass.',
    `${GUIDE}/guardrails-content-filters.html`,
  ),
  documented(
    'guardrail-metrics',
    'Interventions are InvocationsIntervened in AWS/Bedrock/Guardrails, by operation, guardrail, policy and source.',
    `${GUIDE}/monitoring-guardrails-cw-metrics.html`,
  ),
  assumed(
    'guardrail-detection',
    'Attacks, words, topics and personal data are found by fixed lists and forms: one sign of an attack is MEDIUM, two are HIGH.',
    'a stand-in for models that AWS does not publish',
  ),
  documented(
    'profile-permission',
    'An inference profile needs permission on itself and on the model in each of its Regions.',
    `${GUIDE}/inference-profiles-prereq.html`,
  ),
  documented(
    'invocation-log',
    'With logging on, a call leaves a gzip file with input, output and identity below AWSLogs in the bucket.',
    `${GUIDE}/model-invocation-logging.html`,
  ),
  assumed(
    'invocation-log-delay',
    'The log file is there as soon as the call is answered; AWS collects calls for some minutes.',
    `${GUIDE}/model-invocation-logging.html (no number)`,
  ),
  assumed('model', 'The models answer a few fixed sentences and follow an instruction that stands in the question.', 'the sample company'),
];
