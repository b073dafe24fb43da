import * as z from 'zod';
import type { Known } from '../known.ts';
import { CHILD_BUDGET, OPERATIONS } from '../operations.ts';
import { errorAt, type Problem } from '../problem.ts';
import { STEP } from '../scope.ts';
import { wholeExpression } from '../template.ts';
import { check, type Vocabulary } from '../vocabulary.ts';
import { SimpleStep, simpleRules } from './simple-step.ts';
import { COMMON, defineStep, GOES_ON, QUIET } from './step-kind.ts';

/** The same steps for every item of a list. Items do not see each other, and one that fails does not stop the others. */
export const ForeachStep = z.strictObject({
  ...COMMON,
  onFailure: GOES_ON,
  foreach: z
    .strictObject({
      in: z.string().min(1).max(1000).describe('${{ CEL }} that answers a list'),
      atMost: z.int().min(1).max(1000).describe('the most items there may be; with more, nothing is done and a person is asked'),
      atOnce: z.int().min(1).max(10).optional().describe('how many at the same time, 1 to 10. Default 1'),
      steps: z.array(SimpleStep).min(1).max(16).describe('done for each item; texts may say ${{ item }}'),
    })
    .describe('the same steps for every item of a list, in runs of their own'),
});
export type ForeachStep = z.output<typeof ForeachStep>;

/** Durable operations of one item, at most. */
const perItem = ({ foreach }: ForeachStep, known: Known): number =>
  foreach.steps.reduce((sum, step) => sum + simpleRules(step).operations(known), 0);
/** How many runs the items are divided into, at most: the service bounds each, and `atOnce` of them run at the same time. */
const runsOf = (step: ForeachStep, known: Known): number =>
  Math.max(step.foreach.atOnce ?? 1, Math.ceil((step.foreach.atMost * perItem(step, known)) / CHILD_BUDGET));

const listProblems = ({ foreach }: ForeachStep, vocabulary: Vocabulary): readonly Problem[] => {
  const whole = wholeExpression(foreach.in);
  if (whole === undefined)
    return [errorAt(['foreach', 'in'], 'input-type', 'A list comes from one expression.', 'Write ${{ … }} that answers a list.')];
  const checked = check(whole.text, vocabulary);
  if (!checked.ok || checked.value.type === 'dyn' || checked.value.type.startsWith('list')) return [];
  return [
    errorAt(
      ['foreach', 'in'],
      'input-type',
      `The expression is of type ${checked.value.type}; a list is needed.`,
      'Name a list, for example finding.resources.',
    ),
  ];
};
const loops = (known: Known, id: string): boolean => {
  const found = known.playbook(id);
  return found !== undefined && found !== 'cycle' && found.loops;
};

export const foreachStep = defineStep({
  key: 'foreach',
  schema: ForeachStep,
  rules: (step) => {
    const inner = step.foreach.steps.map(simpleRules);
    const calls = inner.flatMap((rules) => rules.calls);
    return {
      ...QUIET,
      result: () => STEP,
      template: ['foreach', { in: step.foreach.in }],
      does: `for each of at most ${step.foreach.atMost}, ${step.foreach.atOnce ?? 1} at a time`,
      calls,
      operations: (known) => OPERATIONS.block + OPERATIONS.looks + runsOf(step, known) * OPERATIONS.child,
      contains: (known) => inner.some(({ contains }) => contains(known)),
      problems: ({ known, vocabulary }) => [
        ...listProblems(step, vocabulary),
        ...(perItem(step, known) > CHILD_BUDGET
          ? [
              errorAt(
                ['foreach'],
                'operations',
                `One item could take ${perItem(step, known)} durable operations; ${CHILD_BUDGET} are possible.`,
                'Do less for each item.',
              ),
            ]
          : []),
        ...(calls.some((id) => loops(known, id))
          ? [
              errorAt(
                ['foreach', 'steps'],
                'depth',
                'A playbook that is called here has a foreach of its own.',
                'Make one list, and one foreach.',
              ),
            ]
          : []),
      ],
    };
  },
});
