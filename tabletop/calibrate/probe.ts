import type { Measurement } from '../range/behaviour.ts';
import type { Lab } from './lab.ts';

/** One open question about AWS, and how an account is asked. They run in the order of the list; each leaves the endpoint as it found it. */
export interface Probe {
  /** The behaviour of the range that the answer replaces. */
  readonly id: string;
  /** What is done, for whoever pays for it. */
  readonly says: string;
  readonly measure: (lab: Lab) => Promise<Measurement>;
}

/** A question that this account did not answer; the reason is written down, and the range keeps its assumption. */
export class NoAnswer extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NoAnswer';
  }
}
