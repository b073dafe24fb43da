/** How sure a filter is; its strength says from which confidence on it acts. */
export type Confidence = 'LOW' | 'MEDIUM' | 'HIGH';
const ORDER: readonly Confidence[] = ['LOW', 'MEDIUM', 'HIGH'];

const ATTACKS: readonly RegExp[] = [
  /ignore (?:all |any |the |your )*(?:previous|prior|above|earlier) (?:instructions|rules|prompts)/i,
  /disregard (?:all |any |the |your )*(?:previous |prior |above )?(?:instructions|rules|guidelines)/i,
  /\b(?:system|sudo) ?:/i,
  /you are now (?:in )?(?:developer|dan|admin|root)/i,
  /(?:reveal|print|repeat|show|tell) (?:me )?(?:your|the) (?:system )?prompt/i,
  /pretend (?:that )?you (?:are|have)/i,
];
const SUSPICIOUS = /\b(?:jailbreak|bypass|override|unrestricted)\b/i;
const WORDS: Readonly<Record<string, readonly string[]>> = {
  INSULTS: ['idiot', 'moron', 'stupid', 'loser'],
  HATE: ['subhuman', 'vermin'],
  SEXUAL: ['porn', 'nude'],
  VIOLENCE: ['kill', 'murder', 'bomb', 'stab'],
  MISCONDUCT: ['launder', 'counterfeit', 'steal', 'phishing'],
};
const hits = (words: readonly string[], text: string): number => words.filter((word) => new RegExp(`\\b${word}`, 'i').test(text)).length;

/** One sign is MEDIUM, two are HIGH; a word that only often goes with attacks is LOW. */
export const confidenceOf = (type: string, text: string): Confidence | undefined => {
  const count = type === 'PROMPT_ATTACK' ? ATTACKS.filter((attack) => attack.test(text)).length : hits(WORDS[type] ?? [], text);
  if (count > 0) return count > 1 ? 'HIGH' : 'MEDIUM';
  return type === 'PROMPT_ATTACK' && SUSPICIOUS.test(text) ? 'LOW' : undefined;
};
/** A filter of strength HIGH acts on any confidence, one of LOW on HIGH only. https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-content-filters.html */
export const acts = (strength: string, confidence: Confidence): boolean => {
  const level = ORDER.findIndex((one) => one === strength);
  return level >= 0 && ORDER.indexOf(confidence) >= ORDER.length - 1 - level;
};
export const isProfane = (text: string): string | undefined => /\b(?:bullshit|bastard|damn)\b/i.exec(text)?.[0];
