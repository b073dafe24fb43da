/**
 * How a stream of requests behaves. `ordinary`: customers. `drifting`: their features and labels move. `sweeping`: walks the input space to copy the model.
 * `evading`: variations of an input that is just let through. `injecting`: prompts that give orders. `expensive`: inputs made to cost.
 */
export type Conduct = 'ordinary' | 'drifting' | 'sweeping' | 'evading' | 'injecting' | 'expensive';

const MINUTE = 60_000;
/** A level climbs in steps, so that the time between two of them is constant. Minutes after the beginning. */
const RAMPS = {
  /** Poison shows as slowly as its users learn of it. */
  poison: [15, 30, 60, 120, 240],
  drift: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120],
} as const;
export type Ramp = keyof typeof RAMPS;

/** In [0, 1], `age` milliseconds of AWS time after the beginning. */
export const levelOf = (ramp: Ramp, age: number): number => {
  const steps = RAMPS[ramp];
  return steps.filter((minutes) => age >= minutes * MINUTE).length / steps.length;
};
/** When the level changes, milliseconds of AWS time after the beginning. */
export const rampCuts = (ramp: Ramp): readonly number[] => RAMPS[ramp].map((minutes) => minutes * MINUTE);

export interface Nature {
  /** Of its requests, before the model's own leaning. */
  readonly approved: number;
  /** What a request costs the instance, next to an ordinary one. */
  readonly cost: number;
  /** Refused by the container as malformed. */
  readonly malformed: number;
  /** Times an ordinary request's latency: the middle, and the slowest hundredth. */
  readonly slower: readonly [middle: number, tail: number];
  /** Lowest and highest confidence of the model in its answers. */
  readonly confidence: readonly [number, number];
  /** Share of the requests that nearly repeat an earlier one. */
  readonly nearDuplicates: number;
  /** Share of the input space that its requests touch in an hour. */
  readonly coverage: number;
  readonly tokens: number;
  /** Share that the guardrail stops. */
  readonly intervened: number;
}
const ordinary: Nature = {
  approved: 0.93,
  cost: 1,
  malformed: 0.0002,
  slower: [1, 1],
  confidence: [0.62, 0.998],
  nearDuplicates: 0.03,
  coverage: 0.18,
  tokens: 420,
  intervened: 0.004,
};
export const NATURES: Readonly<Record<Conduct, Nature>> = {
  ordinary,
  drifting: ordinary,
  sweeping: { ...ordinary, approved: 0.5, malformed: 0.01, confidence: [0.5, 0.9], nearDuplicates: 0.71, coverage: 0.86 },
  evading: { ...ordinary, approved: 0.985, confidence: [0.51, 0.56], nearDuplicates: 0.64, coverage: 0.01 },
  injecting: { ...ordinary, cost: 1.4, slower: [1.3, 1.6], tokens: 910, intervened: 0.38, nearDuplicates: 0.22 },
  expensive: { ...ordinary, cost: 8, malformed: 0.005, slower: [6, 9], tokens: 7_600, nearDuplicates: 0.4, coverage: 0.04 },
};
