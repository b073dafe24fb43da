import type { JsonObject } from '../../core/json.ts';
import { readLine, tokensOf } from '../../core/verb/read-line.ts';
import { SERVED } from '../../core/verb/table.ts';

/** Events come from the scenario, and playbooks are not worked on in the middle of a night. */
const ELSEWHERE = ['send', 'playbook lint'];
const VERBS = SERVED.filter(({ name }) => !ELSEWHERE.includes(name));
/** Only in an exercise. */
const OWN = ['answer', 'explain', 'hint'];
export const exerciseVerbs: readonly string[] = [...new Set([...VERBS.map(({ name }) => name.split(' ')[0] ?? ''), ...OWN])].toSorted();

export type Line =
  | { readonly kind: 'verb'; readonly verb: string; readonly args: JsonObject }
  | { readonly kind: 'answer'; readonly decision: string; readonly option: string }
  /** A note without its incident: there is one. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'explain' }
  | { readonly kind: 'hint' }
  | { readonly kind: 'wrong'; readonly why: string };

/** Longer than anybody types. */
const MAX_LINE = 1000;
const wrong = (why: string): Line => ({ kind: 'wrong', why });

/** `npx cordon approve A-1`, or just `approve a-1`: the same verbs as everywhere, and what only an exercise has. */
export const parseLine = (text: string): Line => {
  if (text.length > MAX_LINE) return wrong(`A command has at most ${MAX_LINE} characters`);
  const tokens = tokensOf(text.trim().replace(/^npx +cordon +|^cordon +/, ''));
  const [first = '', second = '', ...rest] = tokens.map((token) => token.text);
  switch (first) {
    case 'answer':
      return second === '' || rest.length !== 1
        ? wrong('answer takes the question and one of its answers')
        : { kind: 'answer', decision: second, option: rest[0] ?? '' };
    case 'explain':
      return { kind: 'explain' };
    case 'hint':
    case '?':
      return { kind: 'hint' };
    default: {
      if (first === 'note' && !/^inc-\d+$/i.test(second))
        return second === '' ? wrong('note takes a sentence') : { kind: 'note', text: [second, ...rest].join(' ') };
      if (tokens.some((token) => !token.quoted && /^--as(?:=|$)/.test(token.text)))
        return wrong('In an exercise you are you; the others are played');
      const line = readLine(tokens, VERBS);
      return line.kind === 'verb' ? { kind: 'verb', verb: line.route, args: line.args } : wrong(line.why.replace(/\.$/, ''));
    }
  }
};
