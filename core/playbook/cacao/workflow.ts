import type { JsonObject } from '../../json.ts';
import { blocksOf, type Step } from '../step.ts';
import { cacaoId } from './identity.ts';
import { conditionOf } from './variables.ts';

/** What a step does, without what comes before and after it. */
export interface Drawn {
  readonly type: 'action' | 'playbook-action' | 'parallel' | 'while-condition';
  readonly body: JsonObject;
  /** Of a loop: the action that takes the next item. */
  readonly take?: JsonObject;
  /** A time that is over is no failure: the run goes on. */
  readonly eitherWay?: true;
  /** How to take the one step back, when its failure asks for that. */
  readonly undo?: JsonObject;
}
export interface Workflow {
  readonly steps: Readonly<Record<string, JsonObject>>;
  readonly start: string;
  /** Where a failure goes that stops the run. */
  readonly exception: string;
}

/** A chain of steps from its first id on; `steps` are all that it holds. */
interface Chain {
  readonly first: string;
  readonly steps: Readonly<Record<string, JsonObject>>;
}
const endOf = (id: (type: string, name: string) => string, name: string): Chain => {
  const end = id('end', name);
  return { first: end, steps: { [end]: { type: 'end' } } };
};

interface Setting {
  readonly id: (type: string, name: string) => string;
  readonly draw: (step: Step) => Drawn;
  readonly exception: string;
  /** A failure of it does not stop the run. */
  readonly goesOn: (step: Step) => boolean;
}
/** Without `on_failure` a failure goes to the exception of the playbook: the run stops. */
const follows = ({ goesOn }: Setting, step: Step, next: string): JsonObject =>
  goesOn(step) ? { on_completion: next } : { on_success: next };

const single = (setting: Setting, step: Step, next: string): Chain => {
  const { id, draw, exception, goesOn } = setting;
  const { type, body, undo, eitherWay } = draw(step);
  const own = id(type, step.id);
  if (eitherWay) return { first: own, steps: { [own]: { type, ...body, on_success: next, on_failure: next } } };
  if (step.onFailure !== 'undo' || goesOn(step) || undo === undefined)
    return { first: own, steps: { [own]: { type, ...body, ...follows(setting, step, next) } } };
  const back = id('action', `${step.id}/undo`);
  return {
    first: own,
    steps: {
      [own]: { type, ...body, on_success: next, on_failure: back },
      [back]: { type: 'action', ...undo, on_completion: exception },
    },
  };
};

/** Branches at the same time, each with an end of its own. */
const forked = (setting: Setting, step: Step, next: string): Chain => {
  const own = setting.id('parallel', step.id);
  const branches = blocksOf(step).map(({ name, steps }) => {
    const end = endOf(setting.id, `${step.id}/${name}`);
    const inside = chain(setting, steps, end.first);
    return { first: inside.first, steps: { ...inside.steps, ...end.steps } };
  });
  const body = { ...setting.draw(step).body, next_steps: branches.map(({ first }) => first), ...follows(setting, step, next) };
  return { first: own, steps: Object.assign({ [own]: { type: 'parallel', ...body } }, ...branches.map(({ steps }) => steps)) };
};
/** A loop that first takes an item, and then does its steps. */
const looped = (setting: Setting, step: Step, next: string): Chain => {
  const own = setting.id('while-condition', step.id);
  const take = setting.id('action', `${step.id}/take`);
  const end = endOf(setting.id, `${step.id}/item`);
  const inside = chain(
    setting,
    blocksOf(step).flatMap(({ steps }) => steps),
    end.first,
  );
  const { body, take: taking } = setting.draw(step);
  return {
    first: own,
    steps: {
      [own]: { type: 'while-condition', ...body, on_true: take, ...follows(setting, step, next) },
      [take]: { type: 'action', ...taking, on_success: inside.first },
      ...inside.steps,
      ...end.steps,
    },
  };
};
const plain = (setting: Setting, step: Step, next: string): Chain => {
  const { type } = setting.draw(step);
  if (type === 'parallel') return forked(setting, step, next);
  return type === 'while-condition' ? looped(setting, step, next) : single(setting, step, next);
};

/** A branch of one step that ends in an end of its own, as CACAO wants it. */
const branch = (setting: Setting, step: Step): Chain => {
  const end = endOf(setting.id, `${step.id}/branch`);
  const inside = plain(setting, step, end.first);
  return { first: inside.first, steps: { ...inside.steps, ...end.steps } };
};
const ifBody = (step: Step, condition: string, onTrue: string): JsonObject => ({
  type: 'if-condition',
  name: `Only if: ${step.id}`,
  description: step.when ?? '',
  condition,
  on_true: onTrue,
});
const conditional = (setting: Setting, step: Step, condition: string, next: string): Chain => {
  const inside = branch(setting, step);
  const own = setting.id('if-condition', step.id);
  return { first: own, steps: { [own]: { ...ifBody(step, condition, inside.first), ...follows(setting, step, next) }, ...inside.steps } };
};
const one = (setting: Setting, step: Step, next: string): Chain => {
  const condition = conditionOf(step);
  return condition === undefined ? plain(setting, step, next) : conditional(setting, step, condition, next);
};

/** It ends the run, so what comes after it is the other way of its condition. */
const either = (setting: Setting, abort: Step, rest: readonly Step[], next: string): Chain => {
  const condition = conditionOf(abort);
  if (condition === undefined) return plain(setting, abort, next);
  const inside = branch(setting, abort);
  const end = endOf(setting.id, `${abort.id}/else`);
  const otherwise = chain(setting, rest, end.first);
  const own = setting.id('if-condition', abort.id);
  const body = { ...ifBody(abort, condition, inside.first), on_false: otherwise.first, on_completion: next };
  return { first: own, steps: { [own]: body, ...inside.steps, ...otherwise.steps, ...end.steps } };
};

/** Nothing waits for a task, so what comes after it runs beside it; each side has its own end. */
const beside = (setting: Setting, task: Step, rest: readonly Step[], next: string): Chain => {
  const [taskEnd, restEnd] = [endOf(setting.id, `${task.id}/asked`), endOf(setting.id, `${task.id}/meanwhile`)];
  const asked = one(setting, task, taskEnd.first);
  const meanwhile = chain(setting, rest, restEnd.first);
  const own = setting.id('parallel', task.id);
  const body = { type: 'parallel', name: `Ask, and go on: ${task.id}`, next_steps: [asked.first, meanwhile.first], on_completion: next };
  return { first: own, steps: { [own]: body, ...asked.steps, ...taskEnd.steps, ...meanwhile.steps, ...restEnd.steps } };
};
const chain = (setting: Setting, steps: readonly Step[], last: string): Chain => {
  const [step, ...rest] = steps;
  if (step === undefined) return { first: last, steps: {} };
  if ('task' in step && rest.length > 0) return beside(setting, step, rest, last);
  if ('abort' in step) return either(setting, step, rest, last);
  const after = chain(setting, rest, last);
  const own = one(setting, step, after.first);
  return { first: own.first, steps: { ...own.steps, ...after.steps } };
};

/** Steps as a CACAO workflow. `digest`: of the document, so that no step of another version has the same id. */
export const workflowOf = (
  steps: readonly Step[],
  digest: string,
  { draw, goesOn, stopped }: Pick<Setting, 'draw' | 'goesOn'> & { readonly stopped: JsonObject },
): Workflow => {
  const id = (type: string, name: string): string => cacaoId(type, `${digest}/${name}`);
  // A step's name has no slash, so these three are nobody's.
  const [start, exception] = [id('start', '/'), id('action', '/stopped')];
  const [end, halted] = [endOf(id, '/'), endOf(id, '/stopped')];
  const all = chain({ id, draw, exception, goesOn }, steps, end.first);
  return {
    start,
    exception,
    steps: {
      [start]: { type: 'start', on_completion: all.first },
      ...all.steps,
      ...end.steps,
      [exception]: { type: 'action', ...stopped, on_completion: halted.first },
      ...halted.steps,
    },
  };
};
