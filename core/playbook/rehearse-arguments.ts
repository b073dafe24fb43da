import type { JsonObject } from '../json.ts';
import type { PlaybookDocument } from './document.ts';
import type { Known } from './known.ts';
import type { Rehearsed } from './rehearsal.ts';
import type { Difference } from './rehearse-difference.ts';
import type { Step } from './step.ts';
import { argumentProblems } from './steps/arguments.ts';
import { vocabularyOf } from './vocabulary.ts';
import { placedIn } from './walk.ts';

/** What a step calls, and the inputs that it takes; a step that calls nothing has none. */
const calleeOf = (step: Step, known: Known): { readonly callee: string; readonly schema: JsonObject } | undefined => {
  if ('uses' in step) {
    const schema = known.action(step.uses)?.input;
    return schema && { callee: step.uses, schema };
  }
  if (!('playbook' in step)) return undefined;
  const called = known.playbook(step.playbook);
  return called === undefined || called === 'cycle' ? undefined : { callee: step.playbook, schema: called.inputs };
};

/** Arguments that an action or a playbook would refuse, at the line of the step. */
export const refusedArguments = (document: PlaybookDocument, { steps }: Rehearsed, known: Known): readonly Difference[] => {
  const placed = placedIn(document);
  return steps.flatMap(({ id, path: at, with: given }) => {
    const step = placed.find(({ path }) => path.join('/') === at.join('/'))?.step;
    const called = step && calleeOf(step, known);
    if (called === undefined || given === undefined) return [];
    return argumentProblems(given, called.schema, called.callee, vocabularyOf({})).map(({ path, sentence, fix }) => ({
      path: [...at, 'with', ...path],
      expected: `arguments that ${called.callee} takes`,
      happened: `step ${id}: ${sentence}`,
      why: 'this is what its template gives for this finding',
      fix,
    }));
  });
};
