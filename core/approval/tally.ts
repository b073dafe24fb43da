import type { Approval, ApprovalView, Vote } from './approval.ts';
import { mayFill } from './fold.ts';
import type { Iam, Seat } from './table.ts';

/** Surfaces that IAM tells who somebody is. Everything else does not count as one, also what nobody thought of yet. */
const BY_IAM: ReadonlySet<string> = new Set(['cli', 'console']);
const isByIam = ({ via }: Pick<Vote, 'via'>): boolean => BY_IAM.has(via);

/**
 * What the approval was asked under. Absent: it was asked before there was such a rule, every surface sufficed then, and nobody may tighten or
 * loosen a question that is open. A word that this version does not know is the strictest.
 */
const iamOf = ({ iam = 'none' }: Approval): Iam => (iam === 'none' || iam === 'one' ? iam : 'all');

type Yes = Pick<Vote, 'by' | 'via'>;
type Filled = readonly (Yes | null)[];
const howMany = (filled: Filled): number => filled.filter((yes) => yes !== null).length;
const anyByIam = (filled: Filled): boolean => filled.some((yes) => yes !== null && isByIam(yes));

/** One seat per person, one person per seat: as many seats as possible, and then one of them by IAM. Seats are few: plain search. */
const seated = (view: ApprovalView, given: readonly Yes[]): Filled => {
  const better = (a: Filled, b: Filled): Filled =>
    howMany(b) > howMany(a) || (howMany(b) === howMany(a) && anyByIam(b) && !anyByIam(a)) ? b : a;
  const options = (index: number, left: readonly Yes[]): readonly Filled[] => {
    const seat = view.approval.seats[index];
    if (seat === undefined) return [[]];
    const fit = left.filter(({ by }) => mayFill(view, seat, by));
    return [...fit, null].flatMap((yes) =>
      options(
        index + 1,
        left.filter((other) => other.by !== yes?.by),
      ).map((rest) => [yes, ...rest]),
    );
  };
  return options(0, given).reduce(better);
};

/** An approval without seats is nobody's yes. */
const isFull = (filled: Filled): boolean => filled.length > 0 && filled.every((yes) => yes !== null);
const suffices = (iam: Iam, filled: Filled): boolean =>
  isFull(filled) && (iam === 'none' || (iam === 'one' ? anyByIam(filled) : filled.every((yes) => yes !== null && isByIam(yes))));

/** Does one more yes count? By IAM always; another one not where each must be, and not if it filled the last seat without any by IAM. */
const counts = (view: ApprovalView, before: readonly Yes[], yes: Yes): boolean => {
  const iam = iamOf(view.approval);
  if (iam === 'none' || isByIam(yes)) return true;
  if (iam === 'all') return false;
  const filled = seated(view, [...before, yes]);
  return !isFull(filled) || anyByIam(filled);
};

/** Where an approval stands. Vote, grant and card all ask this, so that they cannot disagree. */
export interface Tally {
  /** In the order of the seats; null: open. */
  readonly filled: readonly (string | null)[];
  readonly missing: readonly Seat[];
  /** Every seat is filled, and by IAM where the table asks for it. */
  readonly granted: boolean;
  /** What of the missing must come by IAM. `one`: any of them. `next`: the very next yes; from elsewhere it would not count. */
  readonly byIam: 'nothing' | 'one' | 'next';
}

const counted = (view: ApprovalView, votes: readonly Vote[]): readonly Yes[] =>
  votes
    .filter(({ vote }) => vote === 'grant')
    .reduce<readonly Yes[]>((before, yes) => (counts(view, before, yes) ? [...before, yes] : before), []);

export const tallyOf = (view: ApprovalView): Tally => {
  const { seats } = view.approval;
  const iam = iamOf(view.approval);
  const filled = seated(view, counted(view, view.votes));
  const open = seats.filter((_, index) => filled[index] === null).map(({ role }) => role);
  const needed = open.length > 0 && (iam === 'all' || (iam === 'one' && !anyByIam(filled)));
  return {
    filled: filled.map((yes) => yes?.by ?? null),
    missing: open,
    granted: suffices(iam, filled),
    byIam: needed ? (iam === 'all' || open.length === 1 ? 'next' : 'one') : 'nothing',
  };
};

/** Would this yes count, if it were given now? */
export const wouldCount = (view: ApprovalView, yes: Yes): boolean => counts(view, counted(view, view.votes), yes);
