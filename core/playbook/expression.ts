import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { failed, ok, type Failure, type Result } from '../failure.ts';
import type { Json } from '../json.ts';
import { celOf, jsonOf } from './cel-value.ts';
import { atLeast } from './ladder.ts';
import { ROOTS, type Root, type Scope } from './scope.ts';

/** Characters. The longest that a person can check at 3 a.m. */
export const MAX_EXPRESSION = 1000;
const LIMITS = { maxAstNodes: 200, maxDepth: 24, maxListElements: 64, maxMapEntries: 32, maxCallArguments: 4 };

/**
 * An allow-list, because CEL's `matches`, `duration` and time-zone functions run regular expressions or the host's locale over text that
 * an attacker wrote.
 */
const FUNCTIONS: ReadonlySet<string> = new Set(
  'atLeast has size contains startsWith endsWith lowerAscii upperAscii trim indexOf lastIndexOf substring split join string int double bool all exists exists_one filter map hasValue value orValue or'.split(
    ' ',
  ),
);
const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

/** Knows functions, no variables; the linter clones it and adds types. Cloning locks it. */
export const functions = new Environment({
  enableOptionalTypes: true,
  homogeneousAggregateLiterals: false,
  limits: LIMITS,
}).registerFunction('atLeast(string, string): bool', atLeast);
/** Values are checked when they are used: lint has already checked the types. */
const untyped = ROOTS.reduce((environment, root) => environment.registerVariable(root, 'dyn'), functions.clone());

export interface ExpressionFault {
  readonly rule: 'expression' | 'banned-function';
  readonly start: number;
  readonly sentence: string;
  readonly fix: string;
}
export interface Compiled {
  readonly text: string;
  readonly ast: ASTNode;
  /** Every node of the expression as it was written, outermost first. */
  readonly nodes: readonly ASTNode[];
  readonly roots: readonly Root[];
  readonly run: (context: Record<string, unknown>) => unknown;
}
type Compile = { readonly ok: true; readonly value: Compiled } | { readonly ok: false; readonly fault: ExpressionFault };

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
/** The nodes right inside a node's arguments. */
export const nodesIn = (value: unknown): readonly ASTNode[] =>
  isNode(value) ? [value] : Array.isArray(value) ? value.flatMap(nodesIn) : [];
const nodesOf = (node: ASTNode): readonly ASTNode[] => [node, ...nodesIn(node.args).flatMap(nodesOf)];

const functionOf = (node: ASTNode): string | undefined => (node.op === 'call' || node.op === 'rcall' ? node.args[0] : undefined);
const isLoop = (node: ASTNode): boolean => LOOPS.has(functionOf(node) ?? '');
/** A loop inside a loop's body multiplies; a loop over a loop's answer only adds. */
const nestedLoop = (node: ASTNode): ASTNode | undefined =>
  node.op === 'rcall' && isLoop(node) ? node.args[2].flatMap(nodesOf).find(isLoop) : undefined;

const faultOf = (text: string, nodes: readonly ASTNode[]): ExpressionFault | undefined => {
  const banned = nodes.find((node) => !FUNCTIONS.has(functionOf(node) ?? 'has'));
  if (banned !== undefined) {
    const name = functionOf(banned) ?? '';
    const start = Math.max(banned.start, text.lastIndexOf(name, banned.end));
    const why =
      name === 'matches'
        ? "a regular expression over an attacker's text can run for hours"
        : 'it is not among the functions that playbooks may use';
    const fix = name === 'matches' ? 'Use contains, startsWith, endsWith or ==.' : `Known: ${[...FUNCTIONS].toSorted().join(', ')}.`;
    return { rule: 'banned-function', start, sentence: `${name} may not be used: ${why}.`, fix };
  }
  const nested = nodes.map(nestedLoop).find((node) => node !== undefined);
  if (nested === undefined) return undefined;
  const fix = 'Filter in one step and use its answer in the next.';
  return { rule: 'expression', start: nested.start, sentence: `${functionOf(nested)} inside another loop is too slow.`, fix };
};

/** What cel-js throws, without its drawing of the source. */
export const celFault = (thrown: unknown): ExpressionFault => {
  const summary = thrown instanceof Error && 'summary' in thrown ? String(thrown.summary) : String(thrown);
  const range = thrown instanceof Error && 'range' in thrown ? thrown.range : undefined;
  const start = typeof range === 'object' && range !== null && 'start' in range ? Number(range.start) : 0;
  return { rule: 'expression', start, sentence: `${summary}.`, fix: 'Expressions are CEL: https://cel.dev' };
};

const compiled = (text: string): Compile => {
  if (text.trim() === '')
    return { ok: false, fault: { rule: 'expression', start: 0, sentence: 'The expression is empty.', fix: 'Write one.' } };
  if (text.length > MAX_EXPRESSION) {
    const sentence = `The expression has ${text.length} characters; ${MAX_EXPRESSION} are allowed.`;
    return { ok: false, fault: { rule: 'expression', start: 0, sentence, fix: 'Split it over two steps.' } };
  }
  try {
    const run = untyped.parse(text);
    const nodes = nodesOf(run.ast);
    const fault = faultOf(text, nodes);
    if (fault !== undefined) return { ok: false, fault };
    const roots = ROOTS.filter((root) => nodes.some((node) => node.op === 'id' && node.args === root));
    return { ok: true, value: { text, ast: run.ast, nodes, roots, run } };
  } catch (thrown) {
    return { ok: false, fault: celFault(thrown) };
  }
};

/** Compiled expressions by their text: a hundred thousand events ask the same few questions. Emptied when it is full. */
const memory = new Map<string, Compile>();
const MAX_MEMORY = 2048;
export const compile = (text: string): Compile => {
  const known = memory.get(text);
  if (known !== undefined) return known;
  if (memory.size >= MAX_MEMORY) memory.clear();
  const fresh = compiled(text);
  memory.set(text, fresh);
  return fresh;
};

export type ExpressionFailure = Failure<'expression'>;
export const expressionFailure = (text: string, why: string): ExpressionFailure => ({
  kind: 'expression',
  retryable: false,
  effect: 'no-change',
  what: `The expression ${text.slice(0, 120)} has no answer`,
  why,
  next: 'npx cordon playbook lint',
});

/** The value of an expression, or a failure for a person to decide about; `undefined` is an empty optional (`finding.attributes.?x`). */
export const evaluate = (text: string, scope: Scope): Result<Json | undefined, ExpressionFailure> => {
  const made = compile(text);
  if (!made.ok) return failed(expressionFailure(text, made.fault.sentence));
  try {
    const context = Object.fromEntries(made.value.roots.map((root) => [root, celOf(scope[root] ?? {})]));
    return ok(jsonOf(made.value.run(context)));
  } catch (thrown) {
    return failed(expressionFailure(text, celFault(thrown).sentence));
  }
};

/** A condition: anything but true or false is a failure, never a no. */
export const holds = (text: string, scope: Scope): Result<boolean, ExpressionFailure> => {
  const answer = evaluate(text, scope);
  if (!answer.ok) return answer;
  return typeof answer.value === 'boolean'
    ? ok(answer.value)
    : failed(expressionFailure(text, `it is ${JSON.stringify(answer.value) ?? 'absent'}, neither true nor false`));
};
