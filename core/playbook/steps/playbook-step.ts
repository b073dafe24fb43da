import * as z from 'zod';
import type { Known, KnownPlaybook } from '../known.ts';
import { didYouMean } from '../nearest.ts';
import { OPERATIONS } from '../operations.ts';
import { errorAt } from '../problem.ts';
import { STEP } from '../scope.ts';
import { argumentProblems } from './arguments.ts';
import { COMMON, defineStep, Kebab, QUIET, WITH } from './step-kind.ts';
import { subjectOf } from './subjects.ts';

/** Runs a shared playbook inside this one. Which version, is fixed when this one is released. */
export const PlaybookStep = z.strictObject({
  ...COMMON,
  onFailure: z.enum(['continue', 'stop']).optional().describe('default stop; a whole playbook is never undone at once'),
  playbook: Kebab.describe('id of a shared playbook, one with inputs and without triggers'),
  with: WITH.optional().describe('inputs of the shared playbook; texts may hold ${{ CEL }}'),
});
export type PlaybookStep = z.output<typeof PlaybookStep>;

/** Playbooks that call playbooks that call playbooks … nobody can follow at 3 a.m. */
const MAX_DEPTH = 4;

const sharedIds = (known: Known): readonly string[] =>
  known.playbooks.filter((id) => {
    const found = known.playbook(id);
    return found !== undefined && found !== 'cycle' && found.shared;
  });

/** Its evidence in the caller's words: `inputs.target` becomes what the caller hands over as `target`. */
const coversOf = (step: PlaybookStep, { covers }: KnownPlaybook) =>
  covers.map((one) => {
    const key = /^inputs\.(\w+)$/.exec(one.subject)?.[1];
    return key === undefined ? one : { ...one, subject: subjectOf(step.with?.[key]) };
  });

export const playbookStep = defineStep({
  key: 'playbook',
  schema: PlaybookStep,
  rules: (step) => {
    const called = (known: Known): KnownPlaybook | undefined => {
      const found = known.playbook(step.playbook);
      return found === 'cycle' ? undefined : found;
    };
    return {
      // Every playbook proves its own steps, so a caller has nothing to prove for them.
      ...QUIET,
      result: (known) => ({ ...STEP, output: called(known)?.outputs ?? STEP.output }),
      template: ['with', step.with ?? {}],
      does: `playbook ${step.playbook}`,
      calls: [step.playbook],
      operations: (known) => OPERATIONS.playbook + (called(known)?.operations ?? 0),
      covers: (known) => {
        const found = called(known);
        return found === undefined ? [] : coversOf(step, found);
      },
      problems: ({ known, vocabulary }) => {
        const found = known.playbook(step.playbook);
        if (found === undefined)
          return [
            errorAt(
              ['playbook'],
              'unknown-playbook',
              `There is no playbook ${step.playbook}.`,
              didYouMean(step.playbook, sharedIds(known), 'shared playbook'),
            ),
          ];
        if (found === 'cycle')
          return [
            errorAt(['playbook'], 'unknown-playbook', `Calling ${step.playbook} here makes a circle that never ends.`, 'Break the circle.'),
          ];
        if (!found.shared)
          return [
            errorAt(
              ['playbook'],
              'unknown-playbook',
              `${step.playbook} answers findings by itself and cannot be called.`,
              didYouMean(step.playbook, sharedIds(known), 'shared playbook'),
            ),
          ];
        if (found.depth + 1 > MAX_DEPTH)
          return [
            errorAt(
              ['playbook'],
              'depth',
              `Playbooks would call each other ${found.depth + 1} deep; ${MAX_DEPTH} is the most.`,
              'Call the inner one here.',
            ),
          ];
        const inputs = argumentProblems(step.with ?? {}, found.inputs, step.playbook, vocabulary);
        return inputs.map((problem) => ({ ...problem, path: step.with === undefined ? ['playbook'] : ['with', ...problem.path] }));
      },
    };
  },
});
