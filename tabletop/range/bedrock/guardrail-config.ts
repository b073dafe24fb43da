import type { CreateGuardrailCommandInput, GetGuardrailCommandOutput } from '@aws-sdk/client-bedrock';
import { isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { Present } from '../operation.ts';
import { DETECTABLE_PII } from '../bedrock-runtime/pii.ts';
import { invalid, notSimulated } from './faults.ts';
import type { GuardrailConfig } from './state.ts';

type Given = Present<Omit<CreateGuardrailCommandInput, 'tags' | 'clientRequestToken'>>;
const POLICIES = ['topicPolicyConfig', 'contentPolicyConfig', 'wordPolicyConfig', 'sensitiveInformationPolicyConfig'] as const;
/** Filters that a word list can stand for. */
const FILTERS: readonly string[] = ['PROMPT_ATTACK', 'INSULTS', 'HATE', 'SEXUAL', 'VIOLENCE', 'MISCONDUCT'];

/** A configuration that the range can follow; what it could not detect is refused instead of never detected. */
export const configOf = (given: Given): GuardrailConfig => {
  const { contextualGroundingPolicyConfig, automatedReasoningPolicyConfig, crossRegionConfig, kmsKeyId, ...config } = given;
  if (contextualGroundingPolicyConfig !== undefined) throw notSimulated('check contextual grounding');
  if (automatedReasoningPolicyConfig !== undefined) throw notSimulated('do automated reasoning');
  if (crossRegionConfig !== undefined) throw notSimulated('run guardrails across Regions');
  if (kmsKeyId !== undefined) throw notSimulated('encrypt guardrails with a key of yours');
  if (POLICIES.every((policy) => config[policy] === undefined)) throw invalid('At least one policy must be provided in a guardrail.');
  for (const filter of config.contentPolicyConfig?.filtersConfig ?? []) {
    if (!FILTERS.includes(filter.type)) throw notSimulated(`detect ${filter.type}`);
    if (filter.type === 'PROMPT_ATTACK' && filter.outputStrength !== 'NONE')
      throw invalid('The output strength of the PROMPT_ATTACK filter must be NONE.');
  }
  for (const { type } of config.sensitiveInformationPolicyConfig?.piiEntitiesConfig ?? [])
    if (!DETECTABLE_PII.includes(type)) throw notSimulated(`detect ${type}`);
  for (const { pattern } of config.sensitiveInformationPolicyConfig?.regexesConfig ?? [])
    try {
      void new RegExp(pattern);
    } catch {
      throw invalid(`The regular expression ${pattern} is invalid.`);
    }
  return JSON.parse(JSON.stringify(config));
};

const list = (policy: Json | undefined, member: string): readonly JsonObject[] => {
  const inner = isObject(policy) ? policy[member] : undefined;
  return Array.isArray(inner) ? inner.filter(isObject) : [];
};
/** The lists of a configuration; absent policies have none. */
export const partsOf = (config: GuardrailConfig) => ({
  topics: list(config['topicPolicyConfig'], 'topicsConfig'),
  filters: list(config['contentPolicyConfig'], 'filtersConfig'),
  words: list(config['wordPolicyConfig'], 'wordsConfig'),
  managedWords: list(config['wordPolicyConfig'], 'managedWordListsConfig'),
  pii: list(config['sensitiveInformationPolicyConfig'], 'piiEntitiesConfig'),
  regexes: list(config['sensitiveInformationPolicyConfig'], 'regexesConfig'),
});
type Shown = Pick<GetGuardrailCommandOutput, 'topicPolicy' | 'contentPolicy' | 'wordPolicy' | 'sensitiveInformationPolicy'>;
/** As GetGuardrail shows it: the same lists under shorter names. */
export const shown = (config: GuardrailConfig): Shown => {
  const parts = partsOf(config);
  // The lists were accepted in the shape in which they are shown again.
  return {
    ...(config['topicPolicyConfig'] === undefined ? {} : { topicPolicy: { topics: parts.topics } }),
    ...(config['contentPolicyConfig'] === undefined ? {} : { contentPolicy: { filters: parts.filters } }),
    ...(config['wordPolicyConfig'] === undefined ? {} : { wordPolicy: { words: parts.words, managedWordLists: parts.managedWords } }),
    ...(config['sensitiveInformationPolicyConfig'] === undefined
      ? {}
      : { sensitiveInformationPolicy: { piiEntities: parts.pii, regexes: parts.regexes } }),
  } as unknown as Shown;
};
