import type { TestEventPatternCommandInput, TestEventPatternCommandOutput } from '@aws-sdk/client-eventbridge';
import { compilePattern, type Matches } from '../../../core/finding/pattern.ts';
import { isObject, type JsonObject } from '../../../core/json.ts';
import { operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const LONGEST_PATTERN = 2048;
const invalid = (why: string): AwsFault => new AwsFault('InvalidEventPatternException', `Event pattern is not valid. Reason: ${why}`);
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Refused below, in EventBridge's own words.
    return undefined;
  }
};
export const matcherOf = (text: string): Matches => {
  if (text.length > LONGEST_PATTERN) throw invalid(`Event pattern is longer than ${LONGEST_PATTERN} characters.`);
  const pattern = parsed(text);
  if (!isObject(pattern)) throw invalid('Filter is not an object');
  const compiled = compilePattern(pattern);
  if (!compiled.ok) throw invalid(compiled.failure.why);
  return compiled.value;
};

const compiled = new Map<string, Matches>();
/** Rules are few; the bound is for a caller that writes rules in a loop. */
export const matches = (text: string, event: JsonObject): boolean => {
  const matcher = compiled.get(text) ?? matcherOf(text);
  if (compiled.size > 1000) compiled.clear();
  compiled.set(text, matcher);
  return matcher(event);
};

/** What a rule is asked about: all of them are in every event. */
const FIELDS = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'] as const;
export const testEventPattern = operation<TestEventPatternCommandInput, TestEventPatternCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'events:TestEventPattern', resource: '*' }],
  run: ({ EventPattern, Event }) => {
    const matcher = matcherOf(EventPattern);
    const event = parsed(Event);
    if (!isObject(event)) throw new AwsFault('ValidationException', 'Parameter Event is not valid. Reason: Event is not valid JSON.');
    const missing = FIELDS.find((field) => event[field] === undefined);
    if (missing !== undefined) throw new AwsFault('ValidationException', `Parameter Event is not valid. Reason: ${missing} is missing.`);
    return { Result: matcher(event) };
  },
});
