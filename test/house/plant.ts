/** A violation that a guard must catch, and the same file without it. */
export interface Plant {
  /** What the guard prints, besides the path. */
  readonly says: string;
  readonly path: string;
  readonly bad: string;
  readonly good: string;
}
