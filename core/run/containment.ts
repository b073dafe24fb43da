import type { Containment } from '../action/plan.ts';
import type { Arn } from '../asset/resource.ts';
import type { JsonObject } from '../json.ts';
import { plus, type Instant } from '../time.ts';
import type { RunView } from './run-view.ts';
import type { StepView } from './step-view.ts';

export interface ContainmentView {
  readonly target: Arn;
  readonly word: Containment;
  readonly because: readonly string[];
}
/** Which actions contain is the catalog's knowledge; the fold is told. */
export type Contains = (action: string) => boolean;

/** A person looked and found no effect, or found it lifted by hand; a later look that proves one overrules that word. */
const isSettledAway = ({ settled, adopted, held }: StepView): boolean => {
  const at = adopted?.gone === true ? adopted.at : settled?.answer === 'no-change' ? settled.at : undefined;
  return at !== undefined && !(held?.proof?.kind === 'proven' && held.at > at);
};
/** What an undo came to: proven, or a person's word where nothing could be proven. */
const isUndone = ({ verb, result, settled }: StepView): boolean =>
  verb === 'undo' && (result?.proof.kind === 'proven' || (settled?.answer === 'changed' && result?.proof.kind !== 'refuted'));

const wordOf = (step: StepView): Containment | undefined => {
  const { verb, status, result, held } = step;
  if (isSettledAway(step)) return verb === 'apply' ? 'not-contained' : undefined;
  if (isUndone(step)) return 'released';
  if (status === 'started') return verb === 'apply' ? 'unknown' : undefined;
  if (status !== 'ended' || result === undefined) return undefined;
  const { proof = result.proof } = held ?? {};
  const { effect } = result;
  if (verb === 'undo') return effect === 'no-change' ? undefined : 'unknown';
  if (proof.kind === 'proven') return proof.partly === undefined || proof.partly.length === 0 ? 'contained' : 'partly-contained';
  return effect === 'no-change' ? 'not-contained' : proof.kind === 'refuted' ? 'not-contained' : 'unknown';
};
const becauseOf = (step: StepView): readonly string[] => {
  const { result, progress, held, settled, adopted } = step;
  if (adopted?.gone === true && isSettledAway(step))
    return [`lifted by hand: ${adopted.differences.join('; ')} (recorded by ${adopted.by})`];
  // A person's word is said as one: it proves nothing.
  if (settled !== undefined && settled.by !== 'look' && held?.proof?.kind !== 'proven')
    return [
      `${settled.by} looked by hand and says ${settled.answer}: ${settled.reason}`,
      ...(result?.proof.kind === 'unknown' ? [result.proof.because] : []),
    ];
  if (result === undefined) return [progress ?? 'the call was sent; its effect is not read back yet'];
  const { proof = result.proof } = held ?? {};
  return proof.kind === 'proven' ? [...(proof.partly ?? []), ...proof.observed] : [proof.because];
};

/** How far each target is contained: the newest containing step on it decides, and only what was proven counts. */
export const decidersOf = (
  runs: readonly RunView[],
  contains: Contains,
): readonly { readonly step: StepView; readonly word: Containment }[] => {
  const found = new Map<Arn, { readonly step: StepView; readonly word: Containment }>();
  const steps = runs.flatMap((run) => run.steps).filter((step) => contains(step.action));
  for (const step of steps.toSorted((a, b) => (a.endedAt ?? '9').localeCompare(b.endedAt ?? '9'))) {
    const word = wordOf(step);
    if (word !== undefined) found.set(step.plan.target.arn, { step, word });
  }
  return [...found.values()];
};
export const containmentsOf = (runs: readonly RunView[], contains: Contains): readonly ContainmentView[] =>
  decidersOf(runs, contains).map(({ step, word }) => ({ target: step.plan.target.arn, word, because: becauseOf(step) }));

/** An undo of exactly this plan was proven, or a person says that it happened. */
export const isTakenBack = (runs: readonly RunView[], { planDigest }: StepView): boolean =>
  runs.some(({ steps }) => steps.some((step) => isUndone(step) && step.planDigest === planDigest));

/** Steps of which nobody knows whether they took effect; a look may still find out. */
export const unsettledOf = (runs: readonly RunView[]): readonly StepView[] =>
  runs
    .flatMap(({ steps }) => steps)
    .filter(
      ({ question, settled, result }) => question !== undefined && settled === undefined && (result?.proof.kind ?? 'unknown') === 'unknown',
    );

/** After the first look a minute passes, then two, four, … up to an hour; what is fully contained is looked at hourly from the start. */
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
/**
 * When somebody should look at this hold again; `undefined`: never, it holds nothing. A caller who was not covered may be covered now, a
 * tag may be gone, a policy detached: without another look the word would be yesterday's.
 */
export const nextLook = ({ step, word }: { readonly step: StepView; readonly word: Containment }): Instant | undefined => {
  const { verb, status, result, endedAt, held } = step;
  if (verb !== 'apply' || status !== 'ended' || endedAt === undefined) return undefined;
  // Nothing was done, and nothing is held; unless somebody had done it before us.
  if (result === undefined || (result.effect === 'no-change' && result.proof.kind !== 'proven')) return undefined;
  const usual = word === 'contained' ? HOUR_SECONDS : Math.min(HOUR_SECONDS, MINUTE_SECONDS * 2 ** (held?.looks ?? 0));
  return plus(held?.at ?? endedAt, (held?.open ?? 0) > 0 ? MINUTE_SECONDS : usual);
};

/** Steps that hold a target: applied, not known to be without effect, and not undone. Newest first, the order of release. */
export const holdsOf = (runs: readonly RunView[], target: Arn, contains: Contains): readonly StepView[] => {
  const steps = runs.flatMap((run) => run.steps).filter((step) => contains(step.action) && step.plan.target.arn === target);
  const undone = new Set(steps.filter(isUndone).map((step) => step.planDigest));
  return steps
    .filter((step) => step.verb === 'apply' && (step.status === 'started' || step.status === 'ended'))
    .filter((step) => step.result?.effect !== 'no-change' || step.result.proof.kind === 'proven')
    .filter((step) => !undone.has(step.planDigest) && !isSettledAway(step))
    .toReversed();
};

/** Its newest look, or its end, proved that it holds; for everybody or for some. */
export const isProvenHold = ({ result, held }: StepView): boolean => (held?.proof ?? result?.proof)?.kind === 'proven';

/** The live state that we left on a target: what each later step proved overrides what an earlier one did. */
export const afterOf = (runs: readonly RunView[], target: Arn): JsonObject => {
  const steps = runs.flatMap((run) => run.steps).filter((step) => step.plan.target.arn === target);
  const left = steps.flatMap(({ result, settled, adopted, endedAt = '' }) => [
    { at: endedAt, after: result?.proof.kind === 'proven' ? result.proof.after : (settled?.after ?? {}) },
    ...(adopted === undefined ? [] : [adopted]),
  ]);
  const afters = left.toSorted((a, b) => a.at.localeCompare(b.at)).map(({ after }) => after);
  return Object.assign({}, ...afters);
};
