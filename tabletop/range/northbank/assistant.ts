/**
 * What the sample assistant says: the same words, the same answer. It does what it is told, also by a text that is not its master's: that is the
 * weakness that exercises are about.
 */
const ORDERS = /(?:ignore|disregard)[^.:,;]*(?:instructions|rules|guidelines|prompt)[.:,;]?\s*(?:and |then |instead )*(.*)/is;
const ASKS_PROMPT = /(?:system )?prompt|your instructions/i;

export const answerOf = (question: string, system: string): string => {
  const order = ORDERS.exec(question)?.[1]?.trim();
  if (order !== undefined && (ASKS_PROMPT.test(order) || order === '')) return `My instructions are: ${system === '' ? 'none' : system}`;
  if (order !== undefined) return `As you wish: ${order}`;
  if (/card/i.test(question)) return 'You can block a card on the help page, at any hour.';
  return 'Thank you for your question. Please see the help page.';
};
