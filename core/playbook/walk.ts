import type { PlaybookDocument } from './document.ts';
import type { Path } from './problem.ts';
import { blocksOf, type Step } from './step.ts';

/** A step, and under which conditions it is done: its own, and those of the block that it stands in. */
export interface Conditioned {
  readonly step: Step;
  readonly conditions: readonly string[];
}
export interface Placed extends Conditioned {
  readonly path: Path;
  /** Whose answers it sees: what is certainly over when it begins. */
  readonly before: readonly Conditioned[];
  /** The block that it stands in, if it stands in one. */
  readonly within?: Step;
  /** It is done once per item. */
  readonly loop: boolean;
}

const conditionsOf = ({ when }: Step): readonly string[] => (when === undefined ? [] : [when]);

const insideOf = (outer: Placed): readonly Placed[] =>
  blocksOf(outer.step).flatMap(({ path, steps, loop }) => {
    const inner = steps.map((step) => ({ step, conditions: [...outer.conditions, ...conditionsOf(step)] }));
    return inner.map((one, index) => ({
      ...one,
      path: [...outer.path, ...path, index],
      before: [...outer.before, ...inner.slice(0, index)],
      within: outer.step,
      loop,
    }));
  });

/** Every step of a document in the order of its text, those of a block right after it. */
export const placedIn = ({ steps }: Pick<PlaybookDocument, 'steps'>): readonly Placed[] => {
  const found: Placed[] = [];
  let before: readonly Conditioned[] = [];
  for (const [index, step] of steps.entries()) {
    const outer: Placed = { step, conditions: conditionsOf(step), path: ['steps', index], before, loop: false };
    const inside = insideOf(outer);
    found.push(outer, ...inside);
    // What a foreach did is seen per item only.
    before = [...before, ...inside.filter(({ loop }) => !loop), outer];
  }
  return found;
};
export const stepsIn = (document: Pick<PlaybookDocument, 'steps'>): readonly Step[] => placedIn(document).map(({ step }) => step);
