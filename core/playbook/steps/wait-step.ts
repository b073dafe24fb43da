import * as z from 'zod';
import { Duration, secondsOf } from '../../time.ts';
import { OPERATIONS } from '../operations.ts';
import { errorAt } from '../problem.ts';
import { STEP } from '../scope.ts';
import { COMMON, defineStep, GOES_ON, QUIET, Text } from './step-kind.ts';

/** Time that AWS or the world needs; people are asked with `decide` or `task`. */
export const WaitStep = z.strictObject({
  ...COMMON,
  onFailure: GOES_ON,
  wait: z
    .strictObject({
      for: Duration.describe('how long, PT1S to P7D, for example PT10M'),
      because: Text.describe('what is waited for, for people; may hold ${{ CEL }}'),
    })
    .describe('waits; nothing runs meanwhile, and a run that waits survives everything'),
});
export type WaitStep = z.output<typeof WaitStep>;

/** Containment that waits longer for its next step is forgotten: `reviewAfter` comes back by itself. */
const LONGEST_SECONDS = 7 * 86_400;

export const waitStep = defineStep({
  key: 'wait',
  schema: WaitStep,
  rules: ({ wait }) => ({
    ...QUIET,
    result: () => STEP,
    template: ['wait', { because: wait.because }],
    does: `waits ${wait.for}`,
    operations: () => OPERATIONS.wait,
    problems: () =>
      secondsOf(wait.for) > LONGEST_SECONDS
        ? [
            errorAt(
              ['wait', 'for'],
              'schema',
              `${wait.for} is longer than a run may sleep in one step.`,
              'P7D is the most; for reviews use reviewAfter.',
            ),
          ]
        : [],
  }),
});
