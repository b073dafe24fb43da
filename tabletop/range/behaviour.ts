/**
 * How sure we are that AWS does the same. `measured`: seen in a real account (`cordon calibrate`); `documented`: AWS or its SDK says so;
 * `assumed`: plausible, from second-hand texts or memory.
 */
export type Mark = 'measured' | 'documented' | 'assumed';
export interface Behaviour {
  /** `service.what`; never reused. */
  readonly id: string;
  readonly says: string;
  readonly mark: Mark;
  /** A URL, or where the statement comes from. */
  readonly source: string;
  /** A duration that the range uses, in AWS seconds. */
  readonly seconds?: number;
}
