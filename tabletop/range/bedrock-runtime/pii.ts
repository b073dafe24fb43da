/** What can be told from its form alone. https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-sensitive-filters.html */
const FORMS: Readonly<Record<string, RegExp>> = {
  EMAIL: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  PHONE: /\+\d{1,3}[ -]?\d{2,4}(?:[ -]?\d{2,4}){1,3}/g,
  CREDIT_DEBIT_CARD_NUMBER: /\b\d(?:[ -]?\d){12,18}\b/g,
  IP_ADDRESS: /\b(?:\d{1,3}\.){3}\d{1,3}\b/g,
  AWS_ACCESS_KEY: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  US_SOCIAL_SECURITY_NUMBER: /\b\d{3}-\d{2}-\d{4}\b/g,
  INTERNATIONAL_BANK_ACCOUNT_NUMBER: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b/g,
  URL: /https?:\/\/[^\s"']+/g,
};
export const DETECTABLE_PII: readonly string[] = Object.keys(FORMS);

/** The check digit of card numbers (ISO/IEC 7812). */
const isCard = (text: string): boolean => {
  const digits = Array.from(text.replace(/\D/g, ''), Number).toReversed();
  const sum = digits.reduce((total, digit, index) => total + (index % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0;
};
export const piiIn = (type: string, text: string): readonly string[] => {
  const form = FORMS[type];
  const found = form === undefined ? [] : [...text.matchAll(form)].map(([match]) => match);
  return type === 'CREDIT_DEBIT_CARD_NUMBER' ? found.filter(isCard) : found;
};
