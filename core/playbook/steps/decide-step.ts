import * as z from 'zod';
import { Duration } from '../../time.ts';
import { OPERATIONS } from '../operations.ts';
import { didYouMean } from '../nearest.ts';
import { errorAt, type Problem } from '../problem.ts';
import { STEP } from '../scope.ts';
import { TaskRole } from '../task-role.ts';
import { argumentProblems } from './arguments.ts';
import { COMMON, defineStep, GOES_ON, Kebab, QUIET, Text } from './step-kind.ts';

const Option = z.strictObject({
  answer: Kebab.describe('one word, such as rollback; later steps compare steps.<id>.answer with it'),
  means: z.string().min(1).max(160).describe('what happens then, in one line'),
});
/** A question whose answer steers the run. It permits nothing: every step that it leads to asks for its own approval. */
export const DecideStep = z.strictObject({
  ...COMMON,
  onFailure: GOES_ON,
  decide: z
    .strictObject({
      ask: TaskRole.describe('who may answer'),
      prompt: Text.describe('the question; may hold ${{ CEL }}'),
      options: z.array(Option).min(2).max(6).describe('the answers there are'),
      timeout: Duration.describe('how long people have, for example PT10M'),
      otherwise: Kebab.describe('the answer when nobody gives one in time'),
    })
    .describe('asks people which way to go, and waits for the answer or the end of the time'),
});
export type DecideStep = z.output<typeof DecideStep>;

const text = { type: 'string' };
const FILLED = { type: 'object', properties: { prompt: text }, required: ['prompt'] };

const answersProblems = ({ decide: { options, otherwise } }: DecideStep): readonly Problem[] => {
  const answers = options.map(({ answer }) => answer);
  const twice = answers.flatMap((answer, index) =>
    answers.indexOf(answer) < index
      ? [
          errorAt(
            ['decide', 'options', index, 'answer'],
            'duplicate-id',
            `The answer ${answer} is there already.`,
            'Give each its own word.',
          ),
        ]
      : [],
  );
  return answers.includes(otherwise)
    ? twice
    : [
        ...twice,
        errorAt(
          ['decide', 'otherwise'],
          'unreachable',
          `${otherwise} is not one of the answers.`,
          didYouMean(otherwise, answers, 'answer'),
        ),
      ];
};

export const decideStep = defineStep({
  key: 'decide',
  schema: DecideStep,
  rules: (step) => ({
    ...QUIET,
    result: () => ({ ...STEP, answer: 'string' }),
    template: ['decide', { prompt: step.decide.prompt }],
    does: `asks ${step.decide.ask}: ${step.decide.options.map(({ answer }) => answer).join(', ')}; after ${step.decide.timeout}: ${step.decide.otherwise}`,
    operations: () => OPERATIONS.decide,
    problems: ({ vocabulary }) => [
      ...answersProblems(step),
      ...argumentProblems({ prompt: step.decide.prompt }, FILLED, 'decide', vocabulary).map((problem) => ({
        ...problem,
        path: ['decide', ...problem.path],
      })),
    ],
  }),
});
