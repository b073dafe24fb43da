import type { Json } from '../json.ts';

/** Where in a document: keys and indexes from the root, e.g. ['steps', 0, 'with', 'endpoint']. */
export type Path = readonly (string | number)[];

export const RULES = [
  'size',
  'yaml',
  'forbidden-key',
  'duplicate-key',
  'schema',
  'unknown-field',
  'unknown-action',
  'unknown-playbook',
  'unknown-reference',
  'expression',
  'banned-function',
  'bare-name',
  'missing-input',
  'unknown-input',
  'input-type',
  'a3',
  'undo',
  'duplicate-id',
  'later-step',
  'unreachable',
  'operations',
  'unbounded',
  'depth',
  'evidence-gate',
  'mode',
  'phase-order',
  'owner',
] as const;
export type Rule = (typeof RULES)[number];

/** Something wrong with a document, before anybody knows on which line it stands. */
export interface Problem {
  readonly path: Path;
  /** `key`: the field's name itself is wrong, not its value. Default `value`. */
  readonly on?: 'key' | 'value';
  /** Offset inside the text at `path`, for expressions. */
  readonly within?: number;
  readonly rule: Rule;
  readonly level: 'error' | 'warning';
  readonly sentence: string;
  readonly fix: string;
}

export const errorAt = (path: Path, rule: Rule, sentence: string, fix: string, on: 'key' | 'value' = 'value'): Problem => ({
  path,
  on,
  rule,
  level: 'error',
  sentence,
  fix,
});
export const warningAt = (path: Path, rule: Rule, sentence: string, fix: string): Problem => ({
  ...errorAt(path, rule, sentence, fix),
  level: 'warning',
});

/** What authors see: `playbooks/x/playbook.yaml:18:13  sentence. fix.` Lines and columns count from 1. */
export interface LintFinding extends Omit<Problem, 'path' | 'on' | 'within'> {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const spokenFinding = ({ file, line, column, sentence, fix, level }: LintFinding): string =>
  `${file}:${line}:${column}  ${level === 'warning' ? 'warning: ' : ''}${sentence} ${fix}`;

/** A value in a sentence: quoted, on one line, at most 80 characters, because it may be an attacker's text. */
export const quoted = (value: Json | undefined): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  const safe = text.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return safe.length > 80 ? `${safe.slice(0, 77)}...` : safe;
};
