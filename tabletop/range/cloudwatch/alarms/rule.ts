import { refused } from '../faults.ts';
import type { AlarmState } from '../state.ts';

/** A composite alarm's rule: states of other alarms, joined. */
export type Rule =
  | { readonly kind: 'state'; readonly state: AlarmState; readonly alarm: string }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'not'; readonly of: Rule }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Rule[] };

const STATES: readonly AlarmState[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];
const TOKEN = /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]*)"|([^()"\s][^()"]*?))\s*\)|(AND|OR|NOT|TRUE|FALSE)\b|([()]))/y;
interface Token {
  readonly text: string;
  readonly alarm?: string;
}
const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  let end = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    end = TOKEN.lastIndex;
    const [, state, quoted, plain, word, sign] = match;
    tokens.push(state === undefined ? { text: word ?? sign ?? '' } : { text: state, alarm: quoted ?? plain ?? '' });
  }
  if (tokens.length === 0 || text.slice(end).trim() !== '')
    throw refused(`AlarmRule must not contain leading or trailing whitespace or be malformed: ${text}`);
  return tokens;
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export const parseRule = (text: string): Rule => {
  const tokens = tokensOf(text);
  let position = 0;
  const isNext = (word: string): boolean => tokens[position]?.text === word && tokens[position]?.alarm === undefined;
  const unit = (): Rule => {
    const token = tokens[position];
    position += 1;
    if (token === undefined) throw refused(`AlarmRule ends too early: ${text}`);
    const state = STATES.find((known) => known === token.text);
    if (state !== undefined && token.alarm !== undefined) return { kind: 'state', state, alarm: token.alarm };
    if (token.text === 'TRUE' || token.text === 'FALSE') return { kind: 'constant', value: token.text === 'TRUE' };
    if (token.text === 'NOT') return { kind: 'not', of: unit() };
    if (token.text !== '(') throw refused(`AlarmRule has an unexpected ${token.text}: ${text}`);
    const inner = any();
    if (!isNext(')')) throw refused(`AlarmRule lacks a closing parenthesis: ${text}`);
    position += 1;
    return inner;
  };
  const joined = (word: 'AND' | 'OR', kind: 'all' | 'any', part: () => Rule): Rule => {
    const parts = [part()];
    while (isNext(word)) {
      position += 1;
      parts.push(part());
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind, of: parts };
  };
  const all = (): Rule => joined('AND', 'all', unit);
  const any = (): Rule => joined('OR', 'any', all);
  const rule = any();
  if (position < tokens.length) throw refused(`AlarmRule has something after its end: ${text}`);
  return rule;
};
/** The alarms that a rule names, by name or ARN. */
export const alarmsIn = (rule: Rule): readonly string[] => {
  if (rule.kind === 'state') return [rule.alarm];
  if (rule.kind === 'not') return alarmsIn(rule.of);
  return rule.kind === 'constant' ? [] : rule.of.flatMap(alarmsIn);
};
export const holds = (rule: Rule, stateOf: (alarm: string) => AlarmState | undefined): boolean => {
  if (rule.kind === 'state') return stateOf(rule.alarm) === rule.state;
  if (rule.kind === 'constant') return rule.value;
  if (rule.kind === 'not') return !holds(rule.of, stateOf);
  return rule.kind === 'all' ? rule.of.every((part) => holds(part, stateOf)) : rule.of.some((part) => holds(part, stateOf));
};
