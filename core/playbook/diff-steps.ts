import { leafChanges } from './diff-json.ts';
import type { Change } from './diff-meaning.ts';
import { addedMeaning, movedMeaning, removedMeaning } from './diff-step-meaning.ts';
import { fieldMeaning } from './diff-field-meaning.ts';
import type { PlaybookDocument } from './document.ts';
import type { Known } from './known.ts';
import type { Step } from './step.ts';

/** Steps by name, in order. A name that is there twice, which lint refuses, is told apart by its number. */
const byName = (steps: readonly Step[]): ReadonlyMap<string, Step> => {
  const named = new Map<string, Step>();
  for (const step of steps) {
    let [name, count] = [step.id, 1];
    while (named.has(name)) name = `${step.id}#${(count += 1)}`;
    named.set(name, step);
  }
  return named;
};

/** The longest run of names that stand in the same order in both: these were not moved. */
const unmoved = (a: readonly string[], b: readonly string[]): ReadonlySet<string> => {
  // Lengths of the longest common part of the ends from i and j on.
  const rows: number[][] = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const line = rows[i] ?? [];
    for (let j = b.length - 1; j >= 0; j -= 1) line[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const kept = new Set<string>();
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const name = a[i];
    if (name !== undefined && name === b[j]) {
      kept.add(name);
      [i, j] = [i + 1, j + 1];
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return kept;
};

/** Steps that were added, removed or moved, and every field of those that stayed. A step is known by its name. */
export const stepChanges = (before: PlaybookDocument, after: PlaybookDocument, known: Known): readonly Change[] => {
  const [from, to] = [byName(before.steps), byName(after.steps)];
  const [fromNames, toNames] = [[...from.keys()], [...to.keys()]];
  const stayed = unmoved(
    fromNames.filter((name) => to.has(name)),
    toNames.filter((name) => from.has(name)),
  );
  const removed = fromNames.flatMap((name): readonly Change[] => {
    const step = from.get(name);
    if (step === undefined || to.has(name)) return [];
    return [{ kind: 'removed', step: name, before: fromNames.indexOf(name) + 1, ...removedMeaning(step, known) }];
  });
  const rest = toNames.flatMap((name): readonly Change[] => {
    const [old, step] = [from.get(name), to.get(name)];
    const place = toNames.indexOf(name) + 1;
    if (step === undefined) return [];
    if (old === undefined) return [{ kind: 'added', step: name, after: place, ...addedMeaning(step, known) }];
    const moved: readonly Change[] = stayed.has(name)
      ? []
      : [{ kind: 'moved', step: name, before: fromNames.indexOf(name) + 1, after: place, ...movedMeaning(step, known) }];
    const fields = leafChanges(old, step).map(
      (leaf): Change => ({
        kind: leaf.before === undefined ? 'added' : leaf.after === undefined ? 'removed' : 'changed',
        step: name,
        field: leaf.path.join('.'),
        ...(leaf.before !== undefined && { before: leaf.before }),
        ...(leaf.after !== undefined && { after: leaf.after }),
        ...fieldMeaning(leaf, old, step, known),
      }),
    );
    return [...moved, ...fields];
  });
  return [...removed, ...rest];
};
