import * as z from 'zod';

/** What an incident is about; one playbook folder each. A closed list: a class that no playbook knows would be silence. */
export const IncidentClass = z.enum([
  'training-data-poisoning',
  'model-tampering',
  'ai-supply-chain-compromise',
  'adversarial-evasion',
  'prompt-injection',
  'indirect-prompt-injection',
  'sensitive-data-leakage',
  'privacy-inference',
  'model-extraction',
  'model-artifact-theft',
  'denial-of-ai-service',
  'compromised-ai-credentials',
  'agent-tool-abuse',
  'model-misbehavior',
  'discriminatory-outcome',
  'unauthorized-ai-change',
  'shadow-ai',
  'third-party-ai-incident',
  'exposed-ai-endpoint',
]);
export type IncidentClass = z.output<typeof IncidentClass>;
