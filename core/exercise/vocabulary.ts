import type { Json } from '../json.ts';
import { celOf, jsonOf } from '../playbook/cel-value.ts';
import { celFault, compile, functions } from '../playbook/expression.ts';
import { didYouMean } from '../playbook/nearest.ts';
import { partsOf } from '../playbook/template.ts';
import { NEVER, milestones, type Times } from './times.ts';

/** Everything that a scenario's expressions can see. */
export interface ExerciseScope {
  readonly clock: { readonly seconds: number };
  readonly incident: { readonly open: boolean; readonly number: number; readonly word: string };
  readonly run: {
    readonly times: Times;
    /** Step paths of the open questions, with their short ids: `run.ask.deny` is A-1. A release asks as `release`. */
    readonly ask: Readonly<Record<string, string>>;
    /** The same of open choices, `run.choose.way` is C-1; and what was answered, `run.chose.way` is `rollback`. */
    readonly choose: Readonly<Record<string, string>>;
    readonly chose: Readonly<Record<string, string>>;
    /** Short ids that you have said yes to, and that you have looked at. */
    readonly voted: readonly string[];
    readonly shown: readonly string[];
    /** Names of sealed evidence items. */
    readonly sealed: readonly string[];
    /** Effects that no person agreed to, and those that happened because nobody answered. */
    readonly unapproved: number;
    readonly silent: number;
    /** People who said yes to the release. */
    readonly releasers: number;
    readonly busy: boolean;
    /** Evidence was sealed before the first call that changes the endpoint's config, and none was lost. */
    readonly evidenceFirst: boolean;
    readonly commands: number;
    readonly idleSeconds: number;
  };
  readonly world: {
    readonly uncovered: string;
    readonly away: string;
    /** The package that is in service, `fraud-model/7`. */
    readonly serving: string;
    readonly everServed: readonly string[];
    readonly chosen: Readonly<Record<string, string>>;
    readonly open: readonly string[];
    readonly held: readonly string[];
  };
}

const TIMES = Object.fromEntries(milestones().map((name) => [name, 'int']));
const ROOTS = {
  clock: { seconds: 'int' },
  incident: { open: 'bool', number: 'int', word: 'string' },
  run: {
    times: TIMES,
    ask: 'map<string, string>',
    choose: 'map<string, string>',
    chose: 'map<string, string>',
    voted: 'list<string>',
    shown: 'list<string>',
    sealed: 'list<string>',
    unapproved: 'int',
    silent: 'int',
    releasers: 'int',
    busy: 'bool',
    evidenceFirst: 'bool',
    commands: 'int',
    idleSeconds: 'int',
  },
  world: {
    uncovered: 'string',
    away: 'string',
    serving: 'string',
    everServed: 'list<string>',
    chosen: 'map<string, string>',
    open: 'list<string>',
    held: 'list<string>',
  },
};
const environment = Object.entries(ROOTS).reduce((made, [name, schema]) => made.registerVariable({ name, schema }), functions.clone());

type Compiled = (context: Record<string, unknown>) => unknown;
const memory = new Map<string, Compiled>();
/** More texts than any scenario has. */
const MAX_MEMORY = 1024;
const compiled = (text: string): Compiled => {
  const known = memory.get(text);
  if (known !== undefined) return known;
  if (memory.size >= MAX_MEMORY) memory.clear();
  const made = environment.parse(text);
  memory.set(text, made);
  return made;
};

export interface ExpressionFault {
  readonly start: number;
  readonly sentence: string;
  readonly fix: string;
}
/** What is wrong with an expression where a bool (or any value) is wanted; undefined when nothing is. */
export const faultIn = (text: string, wanted: 'bool' | 'any'): ExpressionFault | undefined => {
  const allowed = compile(text);
  if (!allowed.ok && allowed.fault.rule === 'banned-function') return allowed.fault;
  try {
    const checked = environment.check(text);
    if (!checked.valid) {
      const { start, sentence, fix } = celFault(checked.error);
      const unknown = /^(?:Unknown variable|No such key): (\w+)/.exec(sentence)?.[1];
      const names = [...Object.keys(ROOTS), ...Object.values(ROOTS).flatMap((fields) => Object.keys(fields)), ...Object.keys(TIMES)];
      return { start, sentence, fix: unknown === undefined ? fix : didYouMean(unknown, names, 'name') };
    }
    const type = checked.type ?? 'dyn';
    if (wanted === 'bool' && type !== 'bool' && type !== 'dyn')
      return { start: 0, sentence: `A condition must be true or false; this is a ${type}.`, fix: 'Compare it with something.' };
    return undefined;
  } catch (thrown) {
    return celFault(thrown);
  }
};

/** A scope as CEL sees it, made once per moment and used for every expression of it. */
export type Seen = Record<string, unknown>;
export const seenFrom = (scope: ExerciseScope): Seen => {
  const times = Object.fromEntries(milestones().map((name) => [name, scope.run.times[name] ?? NEVER]));
  return {
    clock: celOf(scope.clock),
    incident: celOf(scope.incident),
    world: celOf(scope.world),
    run: celOf({ ...scope.run, times: Object.fromEntries(Object.entries(times).map(([name, at]) => [name, Math.floor(at)])) }),
  };
};

/** `undefined`: it has no answer. Lint has checked names and types; what is not there yet (a question that is not open) has none. */
export const valueOf = (text: string, seen: Seen): Json | undefined => {
  try {
    return jsonOf(compiled(text)(seen));
  } catch {
    return undefined;
  }
};
export const holdsIn = (text: string, seen: Seen): boolean => valueOf(text, seen) === true;
/** Text with its `${{ }}` filled in; `undefined` when one has no answer that fits into a text. */
export const filled = (text: string, seen: Seen): string | undefined => {
  const pieces = (partsOf(text) ?? []).map((part) => (part.kind === 'text' ? part.text : valueOf(part.text, seen)));
  return pieces.length > 0 && pieces.every((piece) => typeof piece === 'string' || typeof piece === 'number') ? pieces.join('') : undefined;
};
