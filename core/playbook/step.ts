import * as z from 'zod';
import { ActionStep, actionStep } from './steps/action-step.ts';
import { PlaybookStep, playbookStep } from './steps/playbook-step.ts';
import type { StepKind, StepRules } from './steps/step-kind.ts';
import { TaskStep, taskStep } from './steps/task-step.ts';

/** Every kind of step. A new kind is a new file in steps/, one entry here and one in `Step`. */
export const STEP_KINDS: readonly StepKind[] = [actionStep, playbookStep, taskStep];
export const Step = z.union([ActionStep, PlaybookStep, TaskStep]);
export type Step = z.output<typeof Step>;
export type { ActionStep, PlaybookStep, TaskStep };

/** The kind that a step, valid or not, was meant to be. */
export const kindOf = (step: object): StepKind | undefined => STEP_KINDS.find(({ key }) => Object.hasOwn(step, key));

/** A linter asks for the rules of a step many times, and documents are never changed. */
const memory = new WeakMap<Step, StepRules>();
export const rulesOf = (step: Step): StepRules => {
  const known = memory.get(step);
  if (known !== undefined) return known;
  const rules = kindOf(step)?.rules(step);
  if (rules === undefined) throw new Error(`step ${step.id} is of no known kind`);
  memory.set(step, rules);
  return rules;
};
