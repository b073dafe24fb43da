import type { PlaybookDocument } from '../document.ts';
import { EVIDENCE_ACTIONS } from '../evidence-cover.ts';
import type { Covered, Known } from '../known.ts';
import type { Problem } from '../problem.ts';
import { rulesOf } from '../step.ts';
import { resourcesIn } from '../steps/subjects.ts';
import { placedIn, type Placed } from '../walk.ts';

/** Evidence that is certain to be safe before a step: of earlier steps that run under the same condition, or under none. */
const safeBefore = ({ before, conditions }: Placed, known: Known): readonly Covered[] =>
  before.filter((one) => one.conditions.every((when) => conditions.includes(when))).flatMap(({ step }) => rulesOf(step).covers(known));

/** Types of resource that some evidence action can be pointed at. */
const collectable = (known: Known): ReadonlySet<string> =>
  new Set(
    EVIDENCE_ACTIONS.flatMap((id) => {
      const schema = known.action(id)?.input ?? {};
      const anything = Object.fromEntries(Object.keys(schema['properties'] ?? {}).map((key) => [key, '']));
      return resourcesIn(anything, schema).map(({ pattern }) => pattern);
    }),
  );

/** Evidence about the same thing; of a thing that cannot be asked about by itself (a model package), evidence of what serves it. */
const isSafe = (one: Covered, safe: readonly Covered[], direct: ReadonlySet<string>): boolean =>
  safe.some(
    ({ item, subject, pattern }) => item === one.item && (!direct.has(one.pattern) || (subject === one.subject && pattern === one.pattern)),
  );

/** What evidence covers once the playbook has run; a caller may rely on it. */
export const coversOf = (document: PlaybookDocument, known: Known): readonly Covered[] =>
  placedIn(document)
    .filter(({ conditions, loop }) => conditions.length === 0 && !loop)
    .flatMap(({ step }) => rulesOf(step).covers(known));

/** A step that endangers evidence stands below a step that has taken it. Proven on the text, so for every run. */
export const evidenceProblems = (document: PlaybookDocument, known: Known): readonly Problem[] => {
  const direct = collectable(known);
  return placedIn(document).flatMap((placed): readonly Problem[] => {
    const { step, path } = placed;
    const declared = 'uses' in step ? (known.action(step.uses)?.endangers ?? []) : [];
    if (declared.length === 0) return [];
    const endangered = rulesOf(step).endangers(known);
    const safe = safeBefore(placed, known);
    const open = [...new Set(endangered.filter((one) => !isSafe(one, safe, direct)).map(({ item }) => item))];
    // Without a resource among its inputs nothing can be proven.
    const items = endangered.length === 0 ? declared : open;
    if (items.length === 0) return [];
    return [
      {
        path,
        rule: 'evidence-gate',
        level: 'error',
        sentence: `Step ${step.id} would change or destroy evidence that no step above it takes: ${items.join(', ')}.`,
        fix: `Add a step above ${step.id} that snapshots the same endpoint, without a condition of its own.`,
      },
    ];
  });
};
