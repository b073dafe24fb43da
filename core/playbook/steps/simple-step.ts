import * as z from 'zod';
import { ActionStep, actionStep } from './action-step.ts';
import { DecideStep, decideStep } from './decide-step.ts';
import { PlaybookStep, playbookStep } from './playbook-step.ts';
import { rulesFrom, type StepKind, type StepRules } from './step-kind.ts';
import { TaskStep, taskStep } from './task-step.ts';
import { WaitStep, waitStep } from './wait-step.ts';

/** What may stand inside a block. Blocks hold no blocks: nobody can follow that at 3 a.m.; a shared playbook has a name. */
export const SIMPLE_KINDS: readonly StepKind[] = [actionStep, playbookStep, taskStep, waitStep, decideStep];
export const SimpleStep = z.union([ActionStep, PlaybookStep, TaskStep, WaitStep, DecideStep]);
export type SimpleStep = z.output<typeof SimpleStep>;

export const simpleRules: (step: SimpleStep) => StepRules = rulesFrom(SIMPLE_KINDS);
