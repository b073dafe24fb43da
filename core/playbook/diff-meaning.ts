import { serialize, type ASTNode } from '@marcbachmann/cel-js';
import type { Json } from '../json.ts';
import { compile } from './expression.ts';

/** In order. */
export const BUMPS = ['none', 'patch', 'minor', 'major'] as const;
export type Bump = (typeof BUMPS)[number];

/** `unsure`: the text does not tell, so a person must; it counts as looser. */
export type Safety = 'same' | 'tighter' | 'looser' | 'unsure';
export interface Meaning {
  readonly safety: Safety;
  readonly bump: Bump;
  readonly means: string;
}

export interface Change extends Meaning {
  readonly kind: 'added' | 'removed' | 'moved' | 'changed';
  /** Name of the step; absent: it is about the document. */
  readonly step?: string;
  /** Inside the step or the document, e.g. `with.endpoint`; absent: the whole step. */
  readonly field?: string;
  /** For a moved step, its place; counted from 1. */
  readonly before?: Json;
  readonly after?: Json;
}
export const words: Meaning = { safety: 'same', bump: 'patch', means: 'words that people read' };
export const same = (means: string, bump: Bump = 'minor'): Meaning => ({ safety: 'same', bump, means });
export const tighter = (means: string): Meaning => ({ safety: 'tighter', bump: 'minor', means });
export const looser = (means: string): Meaning => ({ safety: 'looser', bump: 'major', means });
export const unsure = (means: string): Meaning => ({ safety: 'unsure', bump: 'major', means: `${means}; a person must judge` });

/** How the conditions of two texts relate, as far as the texts show it. */
export type Scope = 'same' | 'narrower' | 'wider' | 'other';

const parts = (node: ASTNode, op: '&&' | '||'): readonly ASTNode[] =>
  node.op === op ? node.args.flatMap((arg) => parts(arg, op)) : [node];
const partsOf = (text: string, op: '&&' | '||'): ReadonlySet<string> | undefined => {
  const made = compile(text);
  return made.ok ? new Set(parts(made.value.ast, op).map((node) => serialize(node))) : undefined;
};
const holdsAll = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...b].every((part) => a.has(part));

/**
 * One more `&&` narrows, one more `||` widens; everything else is another condition. Clauses are compared as text: `x && y` and `y && x`
 * hold for the same findings, `a > 1` and `a > 0` are two different clauses.
 */
export const conditionScope = (before: string, after: string): Scope => {
  for (const [op, more, fewer] of [
    ['&&', 'narrower', 'wider'],
    ['||', 'wider', 'narrower'],
  ] as const) {
    const [a, b] = [partsOf(before, op), partsOf(after, op)];
    if (a === undefined || b === undefined) return 'other';
    if (holdsAll(a, b) && holdsAll(b, a)) return 'same';
    if (holdsAll(b, a)) return more;
    if (holdsAll(a, b)) return fewer;
  }
  return 'other';
};
