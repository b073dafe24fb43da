import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { celFault, compile, functions, type Compiled, type ExpressionFault } from './expression.ts';
import { LADDERS } from './ladder.ts';
import { didYouMean } from './nearest.ts';
import type { Fields, Root } from './scope.ts';

/** What an expression at one place of one document may name, with types. */
export interface Vocabulary {
  readonly roots: Fields;
  readonly environment: Environment;
}
export const vocabularyOf = (roots: Partial<Readonly<Record<Root, Fields | 'dyn'>>>): Vocabulary => ({
  roots,
  environment: Object.entries(roots).reduce(
    (environment, [name, schema]) =>
      schema === 'dyn' ? environment.registerVariable(name, 'dyn') : environment.registerVariable({ name, schema }),
    functions.clone(),
  ),
});

/** `steps["take-evidence"]` where `steps.take-evidence` would be a subtraction. */
export const accessor = (root: string, field: string): string =>
  /^[A-Za-z_]\w*$/.test(field) ? `${root}.${field}` : `${root}["${field}"]`;

const stepOf = (node: ASTNode): readonly [ASTNode, string] | undefined => {
  if (node.op === '.' || node.op === '.?') return node.args;
  if (node.op !== '[]' && node.op !== '[?]') return undefined;
  const [of, index] = node.args;
  return index.op === 'value' && typeof index.args === 'string' ? [of, index.args] : undefined;
};
/** `finding.target.arn` as ['finding', 'target', 'arn']; undefined for anything that is no plain path. */
export const pathOf = (node: ASTNode): readonly string[] | undefined => {
  if (node.op === 'id') return [node.args];
  const step = stepOf(node);
  const rest = step && pathOf(step[0]);
  return step === undefined || rest === undefined ? undefined : [...rest, step[1]];
};

/** The first name on a path that does not exist, and what stands beside it. */
const strangerOn = (path: readonly string[], roots: Fields): { readonly at: number; readonly fields: Fields } | undefined => {
  let fields: string | Fields = roots;
  for (const [at, name] of path.entries()) {
    if (typeof fields === 'string') return undefined;
    const next: string | Fields | undefined = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (next === undefined) return { at, fields };
    fields = next;
  }
  return undefined;
};

const strangerFault = (node: ASTNode, text: string, path: readonly string[], vocabulary: Vocabulary): ExpressionFault | undefined => {
  const stranger = strangerOn(path, vocabulary.roots);
  const name = stranger && path[stranger.at];
  // Position 0 may be a name that a loop binds: cel-js judges those.
  if (stranger === undefined || name === undefined || stranger.at === 0) return undefined;
  const parent = path.slice(0, stranger.at).join('.');
  const names = Object.keys(stranger.fields);
  const near = names.find((known) => known.startsWith(`${name}-`));
  const hint =
    near === undefined ? didYouMean(name, names, `field in ${parent}`) : `Write ${accessor(parent, near)}: a hyphen would subtract.`;
  const start = Math.max(node.start, text.lastIndexOf(name, node.end));
  return { rule: 'expression', start, sentence: `${accessor(parent, name)} is not a field.`, fix: hint };
};

const ladderFault = (node: ASTNode): ExpressionFault | undefined => {
  if (node.op !== 'call' || node.args[0] !== 'atLeast') return undefined;
  const least = node.args[1][1];
  if (least === undefined || least.op !== 'value' || typeof least.args !== 'string') return undefined;
  const words = LADDERS.flat();
  if (words.includes(least.args)) return undefined;
  return {
    rule: 'expression',
    start: least.start,
    sentence: `"${least.args}" is on no ladder.`,
    fix: didYouMean(least.args, words, 'word'),
  };
};

export type Checked =
  | { readonly ok: true; readonly value: Compiled & { readonly type: string } }
  | { readonly ok: false; readonly fault: ExpressionFault };

/** Compiles an expression and checks every name and type in it. `type` is CEL's, e.g. `bool`, `string`, `optional<dyn>`, `dyn`. */
export const check = (text: string, vocabulary: Vocabulary): Checked => {
  const made = compile(text);
  if (!made.ok) return made;
  for (const node of made.value.nodes) {
    const path = pathOf(node);
    // `has()` is not checked by cel-js, and its message for the others names no neighbour.
    const fault = path === undefined ? ladderFault(node) : strangerFault(node, text, path, vocabulary);
    if (fault !== undefined) return { ok: false, fault };
  }
  const result = vocabulary.environment.check(text);
  if (result.valid) return { ok: true, value: { ...made.value, type: result.type ?? 'dyn' } };
  const fault = celFault(result.error);
  const unknown = /^Unknown variable: (\w+)/.exec(fault.sentence)?.[1];
  if (unknown === undefined) return { ok: false, fault };
  return {
    ok: false,
    fault: { ...fault, sentence: `${unknown} is unknown here.`, fix: didYouMean(unknown, Object.keys(vocabulary.roots), 'name') },
  };
};
