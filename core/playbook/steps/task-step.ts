import * as z from 'zod';
import { Duration } from '../../time.ts';
import { OPERATIONS } from '../operations.ts';
import { STEP } from '../scope.ts';
import { TaskRole } from '../task-role.ts';
import { argumentProblems } from './arguments.ts';
import { COMMON, defineStep, QUIET, Text } from './step-kind.ts';

/** Human work. The run asks for it, writes it down, and goes on: no machine step ever waits for a task. */
export const TaskStep = z.strictObject({
  ...COMMON,
  onFailure: z
    .enum(['continue', 'stop'])
    .optional()
    .describe('default stop; a task fails only when its text cannot be filled in, never because nobody has done it'),
  task: z
    .strictObject({
      ask: TaskRole.describe('whom it is for; owner: the person who answers for the asset, and the deputies'),
      instruct: Text.describe('what to do; may hold ${{ CEL }}'),
      due: Duration.describe('how long after it was asked it is due, for example PT4H; then it is shown as overdue'),
      doneWhen: Text.optional().describe('how people tell that it is done; may hold ${{ CEL }}'),
    })
    .describe(
      'work for people, tracked until somebody says it is done; the run does not wait for it. Later steps see outcome done as soon as it was asked, and output.task, its number',
    ),
});
export type TaskStep = z.output<typeof TaskStep>;

const text = { type: 'string' };
/** What a filled task must be: a list or an object is nothing that people can read. */
const FILLED = { type: 'object', properties: { ask: text, instruct: text, due: text, doneWhen: text }, required: ['instruct'] };

export const taskStep = defineStep({
  key: 'task',
  schema: TaskStep,
  rules: ({ task }) => ({
    ...QUIET,
    result: () => STEP,
    template: ['task', task],
    does: `task for ${task.ask}`,
    operations: () => OPERATIONS.task,
    problems: ({ vocabulary }) =>
      argumentProblems(task, FILLED, 'task', vocabulary).map((problem) => ({ ...problem, path: ['task', ...problem.path] })),
  }),
});
