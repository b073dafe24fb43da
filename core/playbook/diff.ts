import { leafChanges } from './diff-json.ts';
import { consequencesOf, type Consequence } from './diff-consequences.ts';
import { documentMeaning } from './diff-document-meaning.ts';
import { BUMPS, type Bump, type Change } from './diff-meaning.ts';
import { stepChanges } from './diff-steps.ts';
import type { PlaybookDocument } from './document.ts';
import { knownInside } from './known-from.ts';
import type { Known } from './known.ts';
import { compareVersions } from './version.ts';

export interface PlaybookDiff {
  readonly changes: readonly Change[];
  /** What follows from several changes together, such as the order of steps. */
  readonly consequences: readonly Consequence[];
  /** The least that the version must be raised by. */
  readonly bump: Bump;
  /** The lowest version that the second document may have as a successor of the first; absent: it needs no other, or is no successor. */
  readonly needs?: string;
  /** The second document's version is high enough. */
  readonly versioned: boolean;
}

/** `1.4.2` raised by `minor` is `1.5.0`. */
const raised = (version: string, bump: Bump): string => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (bump === 'major') return `${major + 1}.0.0`;
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
};

const documentChanges = (before: PlaybookDocument, after: PlaybookDocument): readonly Change[] => {
  const [{ steps: _from, locks: fromLocks, ...from }, { steps: _to, locks: toLocks, ...to }] = [before, after];
  // Release writes locks: a working copy has none, and lacks nothing.
  const released = fromLocks !== undefined && toLocks !== undefined;
  const [a, b] = released
    ? [
        { ...from, locks: fromLocks },
        { ...to, locks: toLocks },
      ]
    : [from, to];
  return leafChanges(a, b).map((leaf) => ({
    kind: leaf.before === undefined ? 'added' : leaf.after === undefined ? 'removed' : 'changed',
    field: leaf.path.join('.'),
    ...(leaf.before !== undefined && { before: leaf.before }),
    ...(leaf.after !== undefined && { after: leaf.after }),
    ...documentMeaning(leaf, before, after),
  }));
};

/**
 * What differs between two playbooks, and what it means. Comments, spacing and the order of fields mean nothing. `known` is the world as it
 * is now: an action whose risk has changed since counts with the risk of today.
 *
 * The rule of versions: `patch` changes words for people; `minor` changes what is done without taking away a guard; `major` takes a guard
 * away, does more, answers more, asks callers for more, or cannot be judged from the text.
 */
export const diffPlaybooks = (before: PlaybookDocument, after: PlaybookDocument, known: Known): PlaybookDiff => {
  const inside = knownInside(known, after.metadata.id);
  const changes = [...documentChanges(before, after), ...stepChanges(before, after, inside)];
  const consequences = consequencesOf(before, after, inside);
  const most = Math.max(0, ...[...changes, ...consequences].map(({ bump }) => BUMPS.indexOf(bump)));
  const bump = BUMPS[most] ?? 'major';
  if (bump === 'none' || before.metadata.id !== after.metadata.id) return { changes, consequences, bump, versioned: true };
  const needs = raised(before.metadata.version, bump);
  return { changes, consequences, bump, needs, versioned: compareVersions(after.metadata.version, needs) >= 0 };
};
