import type { GuardrailAssessment } from '@aws-sdk/client-bedrock-runtime';
import type { JsonObject } from '../../../core/json.ts';
import { partsOf } from '../bedrock/guardrail-config.ts';
import type { GuardrailConfig } from '../bedrock/state.ts';
import { acts, confidenceOf, isProfane } from './attacks.ts';
import { piiIn } from './pii.ts';

export type Source = 'INPUT' | 'OUTPUT';
export interface Assessed {
  readonly verdict: 'none' | 'masked' | 'blocked';
  /** The text with what was masked; of a blocked one, the guardrail's message. */
  readonly text: string;
  readonly assessment: GuardrailAssessment;
  /** Policies that intervened, in CloudWatch's words. */
  readonly policies: readonly string[];
}
interface Hit {
  readonly policy: 'ContentPolicy' | 'TopicPolicy' | 'WordPolicy' | 'SensitiveInformationPolicy';
  readonly action: 'BLOCKED' | 'ANONYMIZED' | 'NONE';
  readonly entry: JsonObject;
  readonly list: 'filters' | 'topics' | 'customWords' | 'managedWordLists' | 'piiEntities' | 'regexes';
  readonly mask?: readonly [from: string, to: string];
}
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const setting = (part: JsonObject, source: Source, name: 'Action' | 'Enabled'): unknown =>
  part[`${source === 'INPUT' ? 'input' : 'output'}${name}`];
const isOn = (part: JsonObject, source: Source): boolean => setting(part, source, 'Enabled') !== false;
/** @default BLOCK; the action for input or output is stronger than the common one. */
const actionOf = (part: JsonObject, source: Source): Hit['action'] => {
  const action = text(setting(part, source, 'Action')) || text(part['action']) || 'BLOCK';
  return action === 'BLOCK' ? 'BLOCKED' : action === 'ANONYMIZE' ? 'ANONYMIZED' : 'NONE';
};
const wordsOf = (value: string): readonly string[] => value.toLowerCase().match(/[a-z0-9]+/g) ?? [];
/** A topic is met by one of its examples, or by all words of its name. */
const isTopic = (topic: JsonObject, input: string): boolean => {
  const said = wordsOf(input);
  const examples = Array.isArray(topic['examples']) ? topic['examples'] : [];
  return (
    examples.some((example) => input.toLowerCase().includes(text(example).toLowerCase())) ||
    wordsOf(text(topic['name'])).every((word) => said.includes(word))
  );
};
const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const contentHits = (config: GuardrailConfig, input: string, source: Source): readonly Hit[] =>
  partsOf(config).filters.flatMap((filter): readonly Hit[] => {
    const strength = text(filter[source === 'INPUT' ? 'inputStrength' : 'outputStrength']);
    const confidence = confidenceOf(text(filter['type']), input);
    if (confidence === undefined || strength === 'NONE' || !isOn(filter, source)) return [];
    if (!acts(strength, confidence)) return [];
    const action = actionOf(filter, source);
    return [
      {
        policy: 'ContentPolicy',
        list: 'filters',
        action,
        entry: { type: filter['type'], confidence, filterStrength: strength, action, detected: true },
      },
    ];
  });
const topicHits = (config: GuardrailConfig, input: string, source: Source): readonly Hit[] =>
  partsOf(config)
    .topics.filter((topic) => isOn(topic, source) && isTopic(topic, input))
    .map((topic): Hit => {
      const action = actionOf(topic, source);
      return { policy: 'TopicPolicy', list: 'topics', action, entry: { name: topic['name'], type: 'DENY', action, detected: true } };
    });
const wordHits = (config: GuardrailConfig, input: string, source: Source): readonly Hit[] => {
  const { words, managedWords } = partsOf(config);
  const custom = words.flatMap((word): readonly Hit[] => {
    const match = new RegExp(`(?<![\\w])${escaped(text(word['text']))}(?![\\w])`, 'i').exec(input)?.[0];
    const action = actionOf(word, source);
    return match === undefined || !isOn(word, source)
      ? []
      : [{ policy: 'WordPolicy', list: 'customWords', action, entry: { match, action, detected: true } }];
  });
  const managed = managedWords.flatMap((list): readonly Hit[] => {
    const match = isProfane(input);
    const action = actionOf(list, source);
    return match === undefined || !isOn(list, source)
      ? []
      : [{ policy: 'WordPolicy', list: 'managedWordLists', action, entry: { match, type: 'PROFANITY', action, detected: true } }];
  });
  return [...custom, ...managed];
};
const sensitiveHits = (config: GuardrailConfig, input: string, source: Source): readonly Hit[] => {
  const { pii, regexes } = partsOf(config);
  const known = pii.flatMap((entity) => {
    const type = text(entity['type']);
    const action = actionOf(entity, source);
    return (isOn(entity, source) ? piiIn(type, input) : []).map(
      (match): Hit => ({
        policy: 'SensitiveInformationPolicy',
        list: 'piiEntities',
        action,
        entry: { match, type, action, detected: true },
        mask: [match, `{${type}}`],
      }),
    );
  });
  const own = regexes.flatMap((regex) => {
    const action = actionOf(regex, source);
    const matches = isOn(regex, source) ? [...input.matchAll(new RegExp(text(regex['pattern']), 'g'))].map(([match]) => match) : [];
    return matches.map(
      (match): Hit => ({
        policy: 'SensitiveInformationPolicy',
        list: 'regexes',
        action,
        entry: { name: regex['name'], match, regex: regex['pattern'], action, detected: true },
        mask: [match, `{${text(regex['name'])}}`],
      }),
    );
  });
  return [...known, ...own];
};

const entries = (hits: readonly Hit[], list: Hit['list']): readonly JsonObject[] =>
  hits.filter((hit) => hit.list === list).map(({ entry }) => entry);
const assessmentOf = (hits: readonly Hit[]): GuardrailAssessment => {
  const has = (policy: Hit['policy']): boolean => hits.some((hit) => hit.policy === policy);
  // Entries were built member by member as the API names them.
  return {
    ...(has('TopicPolicy') ? { topicPolicy: { topics: entries(hits, 'topics') } } : {}),
    ...(has('ContentPolicy') ? { contentPolicy: { filters: entries(hits, 'filters') } } : {}),
    ...(has('WordPolicy')
      ? { wordPolicy: { customWords: entries(hits, 'customWords'), managedWordLists: entries(hits, 'managedWordLists') } }
      : {}),
    ...(has('SensitiveInformationPolicy')
      ? { sensitiveInformationPolicy: { piiEntities: entries(hits, 'piiEntities'), regexes: entries(hits, 'regexes') } }
      : {}),
  } as unknown as GuardrailAssessment;
};

/** The same text and the same configuration, the same verdict. */
export const assess = (config: GuardrailConfig, input: string, source: Source): Assessed => {
  const hits = [contentHits, topicHits, wordHits, sensitiveHits].flatMap((look) => look(config, input, source));
  const isBlocked = hits.some(({ action }) => action === 'BLOCKED');
  const masks = hits.flatMap(({ action, mask }) => (action === 'ANONYMIZED' && mask !== undefined ? [mask] : []));
  const message = text(config[source === 'INPUT' ? 'blockedInputMessaging' : 'blockedOutputsMessaging']);
  return {
    verdict: isBlocked ? 'blocked' : masks.length > 0 ? 'masked' : 'none',
    text: isBlocked ? message : masks.reduce((masked, [from, to]) => masked.replaceAll(from, to), input),
    assessment: assessmentOf(hits),
    policies: [...new Set(hits.filter(({ action }) => action !== 'NONE').map(({ policy }) => policy))],
  };
};
