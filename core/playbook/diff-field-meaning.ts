import { reviewOf } from './steps/review-after.ts';
import type { Leaf } from './diff-json.ts';
import { conditionScope, looser, same, tighter, unsure, words, type Meaning, type Scope } from './diff-meaning.ts';
import { kindFieldMeaning, type Pair } from './diff-kind-meaning.ts';
import { acts, contains, protects, riskOf, RISKS, spokenRisk, steers } from './diff-step-meaning.ts';
import type { Known } from './known.ts';
import { rulesOf, type Step } from './step.ts';

const scopeOfWhen = ({ old: { when: before }, step: { when: after } }: Pair): Scope => {
  if (before === undefined) return after === undefined ? 'same' : 'narrower';
  return after === undefined ? 'wider' : conditionScope(before, after);
};
const whenMeaning = (pair: Pair): Meaning => {
  const { step, known } = pair;
  const scope = scopeOfWhen(pair);
  const [guards, does] = [contains(step, known) || protects(step, known), acts(step, known)];
  if (scope === 'same') return same('the same conditions, written otherwise', 'patch');
  if (!guards && !does && steers(step)) return unsure(`the run is steered under another condition (${rulesOf(step).does})`);
  if (scope === 'other') return guards || does ? unsure('it runs under another condition') : same('it runs under another condition');
  if (scope === 'narrower')
    return guards
      ? looser(contains(step, known) ? 'it contains less often' : 'it takes evidence less often')
      : does
        ? tighter('it acts less often')
        : same('it runs less often');
  return does ? looser('it acts more often') : guards ? tighter('it takes evidence more often') : same('it runs more often');
};

const failureMeaning = ({ old, step }: Pair): Meaning => {
  const [before, after] = [old.onFailure ?? 'stop', step.onFailure ?? 'stop'];
  if (before === after) return same('stop is the default', 'patch');
  if (after === 'continue') return looser('when it fails, later steps are done all the same');
  return after === 'undo'
    ? unsure('when it fails, what it did is undone and the run ends')
    : unsure('when it fails, the run ends: later steps, containment too, are not done');
};

const usesMeaning = ({ path: [, ...inner] }: Leaf, { old, step, known }: Pair): Meaning => {
  if (inner.length > 0 || !('uses' in old) || !('uses' in step)) return unsure('it is another kind of step');
  const [from, to] = [riskOf(old.uses, known), riskOf(step.uses, known)];
  const level = `from ${spokenRisk(from)} to ${spokenRisk(to)}`;
  if (from === undefined || to === undefined) return unsure(`another action, approval level ${level}`);
  if (contains(old, known) && !contains(step, known)) return looser(`it contained and no longer does; approval level ${level}`);
  const [a, b] = [RISKS.indexOf(from), RISKS.indexOf(to)];
  if (b > a) return looser(`approval level up ${level}`);
  return b < a
    ? unsure(`approval level down ${level}: another action`)
    : unsure(`another action of the same approval level, ${spokenRisk(to)}`);
};

const withMeaning = ({ step, known }: Pair): Meaning => {
  if (acts(step, known)) return unsure('it acts on or with something else');
  if (protects(step, known)) return unsure('it may take evidence of something else');
  return 'playbook' in step
    ? unsure(`${step.playbook} is handed over something else`)
    : same('it looks at something else and changes nothing');
};

const reviewMeaning = ({ before, after }: Leaf, { old, step }: Pair): Meaning => {
  if (after === undefined) return looser('nobody is asked any more whether it should stay');
  if (before === undefined) return tighter('a person is asked whether it should stay');
  const rules = [old, step].flatMap((one) => ('reviewAfter' in one && one.reviewAfter !== undefined ? [reviewOf(one.reviewAfter)] : []));
  const [from, to] = rules.map(({ afterSeconds, everySeconds, atMost }) => afterSeconds + everySeconds * atMost);
  const [first, second] = rules;
  if (first?.afterSeconds === second?.afterSeconds && first?.atMost !== second?.atMost)
    return (second?.atMost ?? 0) < (first?.atMost ?? 0)
      ? looser('people are asked fewer times whether it should stay')
      : tighter('people are asked more often whether it should stay');
  if (from === to) return same('as long as before', 'patch');
  return (to ?? 0) > (from ?? 0)
    ? looser('people are asked later whether it should stay')
    : tighter('people are asked earlier whether it should stay');
};

/** What a change of one field of a step means. What this does not know, a person must judge. */
export const fieldMeaning = (leaf: Leaf, old: Step, step: Step, known: Known): Meaning => {
  const pair = { old, step, known };
  switch (leaf.path[0]) {
    case 'title':
      return words;
    case 'phase':
      return same('it belongs to another part of the incident; its place among the steps is the same');
    case 'when':
      return whenMeaning(pair);
    case 'onFailure':
      return failureMeaning(pair);
    case 'uses':
      return usesMeaning(leaf, pair);
    case 'with':
      return withMeaning(pair);
    case 'retry':
      return same('it is tried again otherwise when AWS is busy');
    case 'reviewAfter':
      return reviewMeaning(leaf, pair);
    case 'playbook':
      return unsure('it calls another playbook');
    default:
      return kindFieldMeaning(leaf, pair);
  }
};
