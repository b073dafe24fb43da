import type { Behaviour } from '../behaviour.ts';

const API = 'https://docs.aws.amazon.com/bedrock/latest/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/bedrock/latest/userguide';

export const guardrailWork = {
  id: 'bedrock.guardrail-seconds',
  says: 'A guardrail is CREATING, UPDATING, VERSIONING or DELETING for 20 seconds; until then the draft before it applies.',
  mark: 'assumed',
  source: `${API}/API_GetGuardrail.html names the states, no number`,
  seconds: 20,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `bedrock.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `bedrock.${id}`, says, mark: 'assumed', source });

export const BEDROCK_BEHAVIOURS: readonly Behaviour[] = [
  guardrailWork,
  documented(
    'guardrail-versions',
    'A version is a copy of the draft that nothing changes any more; updates change the draft only.',
    `${API}/API_CreateGuardrailVersion.html`,
  ),
  assumed(
    'guardrail-busy',
    'Changing, versioning or deleting a guardrail that is not READY: ConflictException.',
    `${API}/API_UpdateGuardrail.html`,
  ),
  assumed('guardrail-names', 'Two guardrails of one name: ConflictException.', `${API}/API_CreateGuardrail.html`),
  documented(
    'guardrail-update-replaces',
    'UpdateGuardrail replaces the draft: a policy that is not given is gone.',
    `${API}/API_UpdateGuardrail.html`,
  ),
  documented(
    'prompt-attack-input',
    'PROMPT_ATTACK looks at inputs only: its output strength must be NONE.',
    `${GUIDE}/guardrails-prompt-attack.html`,
  ),
  documented(
    'logging-off',
    'Model invocation logging is off until somebody puts a configuration; there is one per account and Region.',
    `${GUIDE}/model-invocation-logging.html`,
  ),
  assumed(
    'logging-destination',
    'A configuration with a bucket that is not there, or of another account, is refused.',
    `${GUIDE}/model-invocation-logging.html`,
  ),
  documented(
    'no-guardrail-event',
    'Guardrails send no event: interventions are metrics and invocation logs.',
    `${GUIDE}/monitoring-guardrails-cw-metrics.html`,
  ),
];
