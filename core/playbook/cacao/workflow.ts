import type { JsonObject } from '../../json.ts';
import type { Step } from '../step.ts';
import { cacaoId } from './identity.ts';

/** What a step does, without what comes before and after it. */
export interface Drawn {
  readonly type: 'action' | 'playbook-action';
  readonly body: JsonObject;
  /** CACAO wants a pattern over variables; ours is CEL, so the variable is what the CEL answers. */
  readonly condition?: string;
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
  const { type, body, undo } = draw(step);
  const own = id(type, step.id);
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
/** A branch of one step that ends in an end of its own, as CACAO wants it. */
const branch = (setting: Setting, step: Step): Chain => {
  const end = endOf(setting.id, `${step.id}/branch`);
  const one = single(setting, step, end.first);
  return { first: one.first, steps: { ...one.steps, ...end.steps } };
};
const conditional = (setting: Setting, step: Step, condition: string, next: string): Chain => {
  const inside = branch(setting, step);
  const own = setting.id('if-condition', step.id);
  const name = `Only if: ${step.id}`;
  const body = {
    type: 'if-condition',
    name,
    description: step.when ?? '',
    condition,
    on_true: inside.first,
    ...follows(setting, step, next),
  };
  return { first: own, steps: { [own]: body, ...inside.steps } };
};
const one = (setting: Setting, step: Step, next: string): Chain => {
  const { condition } = setting.draw(step);
  return condition === undefined ? single(setting, step, next) : conditional(setting, step, condition, next);
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
