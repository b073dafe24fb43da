import * as z from 'zod';
import { OPERATIONS } from '../operations.ts';
import { errorAt } from '../problem.ts';
import { STEP } from '../scope.ts';
import { SimpleStep, simpleRules } from './simple-step.ts';
import { COMMON, defineStep, GOES_ON, Kebab, QUIET } from './step-kind.ts';

const MOST_BRANCHES = 8;
/** Several things at once. No branch is cut short when another fails: evidence that is being taken is taken to its end. */
export const ParallelStep = z.strictObject({
  ...COMMON,
  onFailure: GOES_ON,
  parallel: z
    .record(Kebab, z.array(SimpleStep).min(1).max(16))
    .describe('branches by name, done at the same time, each from top to bottom; the next step waits for all of them'),
});
export type ParallelStep = z.output<typeof ParallelStep>;

const stepsOf = ({ parallel }: ParallelStep): readonly SimpleStep[] => Object.values(parallel).flat();

export const parallelStep = defineStep({
  key: 'parallel',
  schema: ParallelStep,
  rules: (step) => {
    const names = Object.keys(step.parallel);
    const inner = stepsOf(step).map(simpleRules);
    return {
      ...QUIET,
      result: () => STEP,
      template: ['parallel', {}],
      does: `at the same time: ${names.join(', ')}`,
      calls: inner.flatMap(({ calls }) => calls),
      operations: (known) => OPERATIONS.block + names.length + inner.reduce((sum, { operations }) => sum + operations(known), 0),
      contains: (known) => inner.some(({ contains }) => contains(known)),
      problems: () =>
        names.length >= 2 && names.length <= MOST_BRANCHES
          ? []
          : [
              errorAt(
                ['parallel'],
                'schema',
                `There are ${names.length} branches.`,
                `Write 2 to ${MOST_BRANCHES}, or put the steps one below the other.`,
              ),
            ],
    };
  },
});
