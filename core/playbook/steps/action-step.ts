import * as z from 'zod';
import type { Known, KnownAction } from '../known.ts';
import { didYouMean } from '../nearest.ts';
import { operationsOfAction } from '../operations.ts';
import { errorAt, type Problem } from '../problem.ts';
import { STEP } from '../scope.ts';
import { argumentProblems } from './arguments.ts';
import { COMMON, DEFAULT_RETRY, defineStep, QUIET, RETRY, Text, WITH } from './step-kind.ts';
import { ReviewAfter, reviewProblems } from './review-after.ts';
import { TIMEOUT, timeoutProblems } from './timeout.ts';
import { covered, itemsTakenBy } from './covered.ts';

/** Calls one responder action. */
export const ActionStep = z.strictObject({
  ...COMMON,
  uses: z
    .string()
    .max(96)
    .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, 'an action id such as sagemaker.quarantine-endpoint')
    .describe('id of the action, as in docs/reference/actions'),
  with: WITH.describe('inputs of the action; texts may hold ${{ CEL }}'),
  retry: RETRY.optional().describe('default: 5 attempts when AWS is throttled or unavailable'),
  timeout: TIMEOUT,
  approval: z
    .strictObject({ because: Text.describe('what people should weigh, shown with the question') })
    .optional()
    .describe('people are asked whatever tier and mode say. What cannot be taken back (A3) may not stand here without it'),
  reviewAfter: ReviewAfter.optional().describe('when, whom, and how often to ask whether it should stay'),
});
export type ActionStep = z.output<typeof ActionStep>;

const riskProblems = ({ approval }: ActionStep, { id, risk }: KnownAction): readonly Problem[] => {
  if (risk === 'A3' && approval === undefined)
    return [
      errorAt(
        ['uses'],
        'a3',
        `${id} cannot be taken back (A3), and this step does not say that people are asked.`,
        'Add approval: { because: … }.',
      ),
    ];
  if (risk === 'L')
    return [errorAt(['uses'], 'a3', `${id} loosens containment (L), so no playbook may do it.`, 'Leave it to people: npx cordon release.')];
  return [];
};

const undoProblems = (step: ActionStep, { id, effect, undo }: KnownAction): readonly Problem[] => {
  if (step.onFailure !== 'undo') return [];
  if (effect === 'containment')
    return [
      errorAt(['onFailure'], 'undo', `${id} contains; containment is never loosened by a machine.`, 'Use onFailure: stop or continue.'),
    ];
  return typeof undo === 'string'
    ? [errorAt(['onFailure'], 'undo', `${id} cannot be undone: ${undo}`, 'Use onFailure: stop or continue.')]
    : [];
};

export const actionStep = defineStep({
  key: 'uses',
  schema: ActionStep,
  rules: (step) => {
    const action = (known: Known) => known.action(step.uses);
    return {
      ...QUIET,
      result: () => STEP,
      template: ['with', step.with],
      does: step.uses,
      operations: (known) =>
        operationsOfAction(action(known), {
          attempts: (step.retry ?? DEFAULT_RETRY).attempts,
          ...(step.reviewAfter && { review: true }),
          ...(step.timeout && { timeout: step.timeout }),
          asks: step.approval !== undefined,
          undo: step.onFailure === 'undo',
        }),
      covers: (known) => covered(step.with, action(known), itemsTakenBy(step.uses)),
      endangers: (known) => covered(step.with, action(known), action(known)?.endangers ?? []),
      contains: (known) => action(known)?.effect === 'containment',
      problems: ({ known, vocabulary }) => {
        const found = action(known);
        if (found === undefined)
          return [errorAt(['uses'], 'unknown-action', `There is no action ${step.uses}.`, didYouMean(step.uses, known.actions, 'action'))];
        const inputs = argumentProblems(step.with, found.input, step.uses, vocabulary);
        return [
          ...riskProblems(step, found),
          ...timeoutProblems(step.timeout),
          ...undoProblems(step, found),
          ...reviewProblems(step.reviewAfter),
          ...inputs.map((problem) => ({ ...problem, path: ['with', ...problem.path] })),
        ];
      },
    };
  },
});
