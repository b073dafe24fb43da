import type { Outcome } from './outcome.ts';

/** A critical fault: what people remember of such a night is the fault. domain.md §4.4. */
export const TRAP_CAP = 49;

/** The two ends of the harm that was possible in this seed: nobody did anything, and the best run known. */
export interface Bounds {
  readonly none: number;
  readonly best: number;
}
export type Rating = 'P' | 'S' | 'M' | 'U';
export const RATINGS: Readonly<Record<Rating, string>> = {
  P: 'performed without challenges',
  S: 'performed with some challenges',
  M: 'performed with major challenges',
  U: 'unable to be performed',
};
export interface ObjectiveScore {
  readonly id: string;
  readonly text: string;
  readonly weight: number;
  /** 0 to 1. */
  readonly reached: number;
  /** Proposed; people who watched decide. */
  readonly rating: Rating;
}
export interface Score {
  /** 0 to 100, for comparing runs by machine. People look at times and harm. */
  readonly points: number;
  readonly objectives: readonly ObjectiveScore[];
  readonly capped: boolean;
}

const share = (part: number, whole: number): number => (whole <= 0 ? 1 : Math.min(1, Math.max(0, part / whole)));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const reachedOf = (outcome: Outcome, id: string, measure: string, { none, best }: Bounds): number => {
  if (measure === 'harm') return none <= best ? share(best, outcome.harm.wrong) : share(none - outcome.harm.wrong, none - best);
  if (measure === 'evidence') {
    const { planted } = outcome;
    return share(sum(planted.map(({ weight, collected }) => (collected ? weight : 0))), sum(planted.map(({ weight }) => weight)));
  }
  if (measure === 'decisions') return share(sum(outcome.decisions.map(({ score }) => score)), outcome.decisions.length);
  const own = outcome.assertions.filter(({ objective }) => objective === id);
  return share(own.filter(({ passed }) => passed).length, own.length);
};
const ratingOf = (reached: number): Rating => (reached >= 0.95 ? 'P' : reached >= 0.6 ? 'S' : reached >= 0.25 ? 'M' : 'U');

export const scoreOf = (outcome: Outcome, bounds: Bounds): Score => {
  const objectives = outcome.objectives.map(({ id, text, weight, measure }): ObjectiveScore => {
    const reached = reachedOf(outcome, id, measure, bounds);
    return { id, text, weight, reached, rating: ratingOf(reached) };
  });
  const points = Math.round(sum(objectives.map(({ weight, reached }) => weight * reached)) * 10) / 10;
  const capped = outcome.traps.some(({ taken }) => taken) && points > TRAP_CAP;
  return { points: capped ? TRAP_CAP : points, objectives, capped };
};
