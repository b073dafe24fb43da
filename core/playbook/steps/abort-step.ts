import * as z from 'zod';
import { OPERATIONS } from '../operations.ts';
import { warningAt } from '../problem.ts';
import { STEP } from '../scope.ts';
import { COMMON, defineStep, GOES_ON, QUIET, Text } from './step-kind.ts';

/** Ends the run here, on purpose: nothing is undone, what is contained stays so, and what remains is listed. */
export const AbortStep = z.strictObject({
  ...COMMON,
  onFailure: GOES_ON,
  abort: z
    .strictObject({ because: Text.describe('why the run ends here, for people; may hold ${{ CEL }}') })
    .describe('stops the run and holds what it did; only people loosen'),
});
export type AbortStep = z.output<typeof AbortStep>;

export const abortStep = defineStep({
  key: 'abort',
  schema: AbortStep,
  rules: ({ abort, when }) => ({
    ...QUIET,
    result: () => STEP,
    template: ['abort', abort],
    does: 'ends the run; nothing is undone',
    operations: () => OPERATIONS.wait,
    problems: () =>
      when === undefined
        ? [warningAt(['abort'], 'unreachable', 'The run always ends here.', 'Add a condition, or remove what comes after.')]
        : [],
  }),
});
