import * as z from 'zod';
import type { Path } from './problem.ts';
import { AbortStep, abortStep } from './steps/abort-step.ts';
import { ForeachStep, foreachStep } from './steps/foreach-step.ts';
import { ParallelStep, parallelStep } from './steps/parallel-step.ts';
import { SIMPLE_KINDS, SimpleStep } from './steps/simple-step.ts';
import { kindAmong, rulesFrom, type StepKind, type StepRules } from './steps/step-kind.ts';

/** Every kind of step. A new kind is a new file in steps/, and one entry here or among the simple ones. */
export const STEP_KINDS: readonly StepKind[] = [...SIMPLE_KINDS, parallelStep, foreachStep, abortStep];
export const Step = z.union([...SimpleStep.options, ParallelStep, ForeachStep, AbortStep]);
export type Step = z.output<typeof Step>;

export const kindOf = (step: object): StepKind | undefined => kindAmong(STEP_KINDS, step);
export const rulesOf: (step: Step) => StepRules = rulesFrom(STEP_KINDS);

/** Steps that stand inside another, and where. */
export interface Block {
  /** From the step to the list of its inner steps. */
  readonly path: Path;
  readonly name: string;
  readonly steps: readonly SimpleStep[];
  /** Done once per item: nothing outside sees what its steps leave. */
  readonly loop: boolean;
}
export const blocksOf = (step: Step): readonly Block[] => {
  if ('foreach' in step) return [{ path: ['foreach', 'steps'], name: 'item', steps: step.foreach.steps, loop: true }];
  if (!('parallel' in step)) return [];
  return Object.entries(step.parallel).map(([name, steps]) => ({ path: ['parallel', name], name, steps, loop: false }));
};
