import type { JsonObject } from '../../core/json.ts';
import { unescaped } from '../../core/report/slack/escape.ts';
import type { Verb } from '../../core/verb/entry.ts';
import { readLine, tokensOf, verbIn } from '../../core/verb/read-line.ts';
import { helpLines } from './help.ts';

export type Parsed =
  | { readonly kind: 'command'; readonly verb: string; readonly args: JsonObject }
  | { readonly kind: 'help' | 'refused'; readonly lines: readonly string[]; readonly next: string };

/** Longest text that is looked at; Slack's own limit for a message. */
const MOST = 4000;

/** What somebody typed after `/cordon`, as a verb of the table and its arguments. */
export const parseCommand = (raw: string, verbs: readonly Verb[]): Parsed => {
  const tokens = tokensOf(unescaped(raw.slice(0, MOST)).trim());
  if (tokens.length === 0 || tokens[0]?.text.toLowerCase() === 'help') {
    const about = verbIn(verbs, tokens.slice(1));
    return { kind: 'help', lines: helpLines(verbs, about), next: about === undefined ? '/cordon status' : '/cordon help' };
  }
  const line = readLine(tokens, verbs);
  return line.kind === 'verb'
    ? { kind: 'command', verb: line.route, args: line.args }
    : { kind: 'refused', lines: [line.why], next: line.about === undefined ? '/cordon help' : `/cordon help ${line.about}` };
};
