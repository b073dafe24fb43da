import { AwsFault } from '../../protocol/errors.ts';
import { FUNCTIONS, UNKNOWN_HERE, type MathScope } from './functions.ts';
import { mathFault, parseMath, type Expression } from './parse.ts';
import { BINARIES, combined, each, type Series, type Value } from './value.ts';

/** What an id of another line stands for; undefined: there is no such line. */
export type Lookup = (id: string) => Value | undefined;

/** Words that are neither ids nor functions. */
const WORDS: readonly string[] = ['REPEAT', 'LINEAR'];

const seriesOf = (value: Value): readonly Series[] | undefined =>
  value.kind === 'series' ? [value.series] : value.kind === 'array' ? value.series : undefined;

const called = (text: string, name: string, given: readonly Value[], scope: MathScope): Value => {
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  const isLinear = name === 'FILL' && given[1]?.kind === 'text' && given[1].value === 'LINEAR';
  if ((known === undefined && UNKNOWN_HERE.includes(name)) || isLinear)
    throw new AwsFault('NotImplemented', `The range does not know ${isLinear ? 'FILL with LINEAR' : name}`, { status: 501 });
  if (known === undefined) throw mathFault(text, `Unknown function ${name}`);
  const value = known(scope, given);
  if (value === undefined) throw mathFault(text, `Unsupported operand type(s) for ${name}`);
  return value;
};

export const evaluateMath = (text: string, lookup: Lookup, scope: MathScope): Value => {
  const evaluate = (expression: Expression): Value => {
    if (expression.kind === 'number' || expression.kind === 'text') return expression;
    if (expression.kind === 'name') {
      if (WORDS.includes(expression.name)) return { kind: 'text', value: expression.name };
      const value = lookup(expression.name);
      if (value === undefined) throw mathFault(text, `Undefined variable ${expression.name}`);
      return value;
    }
    if (expression.kind === 'array') {
      const items = expression.items.map((item) => seriesOf(evaluate(item)));
      if (items.some((item) => item === undefined)) throw mathFault(text, 'Unsupported operand type(s) for []');
      return { kind: 'array', series: items.flatMap((item) => item ?? []) };
    }
    if (expression.kind === 'call') return called(text, expression.name, expression.given.map(evaluate), scope);
    const value =
      expression.kind === 'minus'
        ? each(evaluate(expression.of), (one) => -one)
        : combined(evaluate(expression.left), evaluate(expression.right), BINARIES[expression.operator] ?? (() => undefined));
    if (value === undefined)
      throw mathFault(text, `Unsupported operand type(s) for ${expression.kind === 'minus' ? '-' : expression.operator}`);
    return value;
  };
  return evaluate(parseMath(text));
};
/** The ids of other lines that an expression names. */
export const idsIn = (text: string): readonly string[] => {
  const walk = (expression: Expression): readonly string[] => {
    if (expression.kind === 'name') return WORDS.includes(expression.name) ? [] : [expression.name];
    if (expression.kind === 'array') return expression.items.flatMap(walk);
    if (expression.kind === 'call') return expression.given.flatMap(walk);
    if (expression.kind === 'minus') return walk(expression.of);
    return expression.kind === 'binary' ? [...walk(expression.left), ...walk(expression.right)] : [];
  };
  return walk(parseMath(text));
};
