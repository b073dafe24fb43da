import { leafChanges } from './diff-json.ts';
import type { Change } from './diff-meaning.ts';
import { addedMeaning, movedMeaning, removedMeaning } from './diff-step-meaning.ts';
import { fieldMeaning } from './diff-field-meaning.ts';
import { relocatedMeaning, standingIn, withoutBlocks, type Standing } from './diff-standing.ts';
import type { PlaybookDocument } from './document.ts';
import type { Known } from './known.ts';

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

/** Names that stand in the same list in both, and in the same order there: inside a block that was moved, nothing was. */
const stayedIn = (from: ReadonlyMap<string, Standing>, to: ReadonlyMap<string, Standing>): ReadonlySet<string> => {
  const kept = [...from].filter(([name, { list }]) => to.get(name)?.list === list);
  const lists = new Set(kept.map(([, { list }]) => list));
  return new Set(
    [...lists].flatMap((list) => {
      const names = kept.filter(([, one]) => one.list === list).map(([name]) => name);
      return [
        ...unmoved(
          names,
          [...to.keys()].filter((name) => names.includes(name)),
        ),
      ];
    }),
  );
};

/** Steps that were added, removed or moved, and every field of those that stayed. A step is known by its name, wherever it stands. */
export const stepChanges = (before: PlaybookDocument, after: PlaybookDocument, known: Known): readonly Change[] => {
  const [from, to] = [standingIn(before), standingIn(after)];
  const stayed = stayedIn(from, to);
  const removed = [...from].flatMap(([name, { placed, place }]): readonly Change[] =>
    to.has(name) ? [] : [{ kind: 'removed', step: name, before: place, ...removedMeaning(placed.step, known) }],
  );
  const rest = [...to].flatMap(([name, now]): readonly Change[] => {
    const old = from.get(name);
    const { step } = now.placed;
    if (old === undefined) return [{ kind: 'added', step: name, after: now.place, ...addedMeaning(step, known) }];
    const meaning = old.list === now.list ? movedMeaning(step, known) : relocatedMeaning(old.placed, now.placed, known);
    const moved: readonly Change[] = stayed.has(name)
      ? []
      : [{ kind: 'moved', step: name, before: old.place, after: now.place, ...meaning }];
    const fields = leafChanges(withoutBlocks(old.placed.step), withoutBlocks(step)).map(
      (leaf): Change => ({
        kind: leaf.before === undefined ? 'added' : leaf.after === undefined ? 'removed' : 'changed',
        step: name,
        field: leaf.path.join('.'),
        ...(leaf.before !== undefined && { before: leaf.before }),
        ...(leaf.after !== undefined && { after: leaf.after }),
        ...fieldMeaning(leaf, old.placed.step, step, known),
      }),
    );
    return [...moved, ...fields];
  });
  return [...removed, ...rest];
};
