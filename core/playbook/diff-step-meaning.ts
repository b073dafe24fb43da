import type { Risk } from '../action/plan.ts';
import { APPROVALS } from '../approval/table.ts';
import { looser, same, tighter, unsure, type Meaning } from './diff-meaning.ts';
import type { Known } from './known.ts';
import { blocksOf, rulesOf, type Step } from './step.ts';

/** From what nobody is asked for to what no playbook may do. */
export const RISKS: readonly Risk[] = ['A0', 'A1', 'A2-contain', 'A2-change', 'A3', 'L'];
export const riskOf = (uses: string, known: Known): Risk | undefined => known.action(uses)?.risk;

/** `A2-change (asked on tier high: security, owner)`. */
export const spokenRisk = (risk: Risk | undefined): string => {
  if (risk === undefined) return 'of an unknown level';
  const { high } = APPROVALS[risk];
  return `${risk} (${high === 'auto' ? 'nobody is asked in mode enforce' : `asked on tier high: ${high.join(', ')}`})`;
};

const inside = (step: Step): readonly Step[] => [step, ...blocksOf(step).flatMap(({ steps }) => steps)];
/** An action that nobody knows may do anything. A block acts when something inside it does. */
export const acts = (step: Step, known: Known): boolean => inside(step).some((one) => 'uses' in one && riskOf(one.uses, known) !== 'A0');
export const protects = (step: Step, known: Known): boolean => inside(step).some((one) => rulesOf(one).covers(known).length > 0);
export const contains = (step: Step, known: Known): boolean => rulesOf(step).contains(known);
/** It steers the run, or calls what may: what comes after depends on it. */
export const steers = (step: Step): boolean => !('uses' in step) && !('task' in step) && blocksOf(step).length === 0;

export const addedMeaning = (step: Step, known: Known): Meaning => {
  const { does } = rulesOf(step);
  // What is inside is compared by itself.
  if (blocksOf(step).length > 0) return same(does);
  if ('uses' in step && acts(step, known)) return looser(`it now does ${does}, approval level ${spokenRisk(riskOf(step.uses, known))}`);
  if (protects(step, known)) return tighter('evidence is taken here');
  if ('task' in step) return same(`people are asked for one thing more (${step.task.ask})`);
  if ('playbook' in step) return unsure(`it now calls ${step.playbook}`);
  return steers(step) ? unsure(`new here: ${does}`) : same('it looks at one thing more and changes nothing');
};

export const removedMeaning = (step: Step, known: Known): Meaning => {
  const { does } = rulesOf(step);
  if (blocksOf(step).length > 0) return same(`no longer: ${does}`);
  if (contains(step, known)) return looser('this step contained; nothing does so in its place');
  if (protects(step, known)) return looser('this step took evidence');
  if ('task' in step) return unsure(`nobody is asked for this any more (${step.task.ask})`);
  if ('playbook' in step) return unsure(`it no longer calls ${step.playbook}`);
  if ('decide' in step) return looser('people no longer choose the way here');
  if (steers(step)) return unsure(`no longer here: ${does}`);
  return acts(step, known) ? tighter(`it no longer does ${does}`) : same('it no longer looks at this');
};

export const movedMeaning = (step: Step, known: Known): Meaning =>
  acts(step, known) || protects(step, known) || steers(step)
    ? unsure('what was done before it is now done after it, or the other way round')
    : same('it changes nothing, wherever it stands');
