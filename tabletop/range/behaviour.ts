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
  /** What AWS answers to a request of which nobody is sure. */
  readonly verdict?: 'accepted' | 'refused';
  /** The words of the refusal, where only a real account knows them. */
  readonly text?: string;
}

/** What a real account did (`cordon calibrate`), by behaviour id: it replaces what the range assumes. */
export interface Measurement {
  readonly seconds?: number;
  readonly verdict?: 'accepted' | 'refused';
  readonly text?: string;
}
export type Measurements = Readonly<Record<string, Measurement>>;

/** A behaviour as it is in force: measured where somebody measured it. */
export const inForce = (behaviour: Behaviour, measured: Measurements): Behaviour => {
  const found = Object.hasOwn(measured, behaviour.id) ? measured[behaviour.id] : undefined;
  return found === undefined ? behaviour : { ...behaviour, ...found, mark: 'measured' };
};
