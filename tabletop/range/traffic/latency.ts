import type { Weighted } from '../cloudwatch/state.ts';
import { NATURES, type Nature } from './conduct.ts';
import type { Flow, Piece } from './pieces.ts';

/** Points of a normal distribution and the share of all samples that each stands for; the tail is finer than the middle. */
const NORMAL: readonly (readonly [deviations: number, share: number])[] = [
  [-1.645, 0.1],
  [-1.036, 0.1],
  [-0.674, 0.1],
  [-0.385, 0.1],
  [-0.126, 0.1],
  [0.126, 0.1],
  [0.385, 0.1],
  [0.674, 0.1],
  [1.036, 0.1],
  [1.44, 0.05],
  [1.812, 0.03],
  [2.17, 0.01],
  [2.543, 0.009],
  [3.291, 0.001],
];
/** How far a logarithm of a latency spreads. */
const SPREAD = 0.45;
const TAIL = 2;
/** Microseconds, as SageMaker writes latencies. */
const MODEL = 8_000;
const OVERHEAD = 2_500;
/** From this load on requests wait for each other. */
const BUSY = 0.6;
const MOST_WAITING = 4;

const waiting = (load: number): number => 1 + Math.min(MOST_WAITING, Math.max(0, load - BUSY) * 3);

const spread = (middle: number, { slower }: Pick<Nature, 'slower'>, requests: number): readonly Weighted[] =>
  NORMAL.map(([deviations, share]) => [
    middle * Math.exp(SPREAD * deviations) * (deviations > TAIL ? slower[1] : slower[0]),
    share * requests,
  ]);

export const modelLatency = ({ profile, load }: Piece, { conduct, requests }: Flow): readonly Weighted[] =>
  spread(MODEL * profile.slower * waiting(load), NATURES[conduct], requests);
export const overheadLatency = (_piece: Piece, { requests }: Flow): readonly Weighted[] => spread(OVERHEAD, { slower: [1, 1] }, requests);
