import type { Risk } from '../action/plan.ts';
import { APPROVALS } from '../approval/table.ts';
import { looser, same, tighter, unsure, type Meaning } from './diff-meaning.ts';
import type { Known } from './known.ts';
import { rulesOf, type Step } from './step.ts';

/** From what nobody is asked for to what no playbook may do. */
export const RISKS: readonly Risk[] = ['A0', 'A1', 'A2-contain', 'A2-change', 'A3', 'L'];
export const riskOf = (uses: string, known: Known): Risk | undefined => known.action(uses)?.risk;

/** `A2-change (asked on tier high: security, owner)`. */
export const spokenRisk = (risk: Risk | undefined): string => {
  if (risk === undefined) return 'of an unknown level';
  const { high } = APPROVALS[risk];
  return `${risk} (${high === 'auto' ? 'nobody is asked in mode enforce' : `asked on tier high: ${high.join(', ')}`})`;
};

/** An action that nobody knows may do anything. */
export const acts = (step: Step, known: Known): boolean => 'uses' in step && riskOf(step.uses, known) !== 'A0';
export const protects = (step: Step, known: Known): boolean => rulesOf(step).covers(known).length > 0;
export const contains = (step: Step, known: Known): boolean => rulesOf(step).contains(known);

export const addedMeaning = (step: Step, known: Known): Meaning => {
  if ('uses' in step && acts(step, known))
    return looser(`it now does ${step.uses}, approval level ${spokenRisk(riskOf(step.uses, known))}`);
  if (protects(step, known)) return tighter('evidence is taken here');
  if ('task' in step) return same(`people are asked for one thing more (${step.task.ask})`);
  return 'playbook' in step ? unsure(`it now calls ${step.playbook}`) : same('it looks at one thing more and changes nothing');
};

export const removedMeaning = (step: Step, known: Known): Meaning => {
  if (contains(step, known)) return looser('this step contained; nothing does so in its place');
  if (protects(step, known)) return looser('this step took evidence');
  if ('task' in step) return unsure(`nobody is asked for this any more (${step.task.ask})`);
  if ('playbook' in step) return unsure(`it no longer calls ${step.playbook}`);
  return acts(step, known) ? tighter(`it no longer does ${step.uses}`) : same('it no longer looks at this');
};

export const movedMeaning = (step: Step, known: Known): Meaning =>
  acts(step, known) || protects(step, known) || 'playbook' in step
    ? unsure('what was done before it is now done after it, or the other way round')
    : same('it changes nothing, wherever it stands');
