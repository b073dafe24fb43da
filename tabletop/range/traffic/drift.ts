import type { World } from '../world.ts';
import { NATURES, type Conduct } from './conduct.ts';
import { approvedShare } from './decisions.ts';
import { piecesOf, type Flow } from './pieces.ts';

/** How far what a variant saw and said is from its baseline; 0: not at all, 1: nothing in common. */
export interface Drift {
  readonly requests: number;
  /** By feature. */
  readonly features: Readonly<Record<string, number>>;
  /** Of the answers. */
  readonly label: number;
  /** Of the approved among all answers. */
  readonly approved: number;
  /** Part of the records in which a required feature is missing. */
  readonly incomplete: number;
}
/** How much of a full drift each feature shows. */
const FEATURES: Readonly<Record<string, number>> = { amount: 0.62, merchant_category: 0.48, hour_of_day: 0.21, voucher: 0.05 };
/** Where inputs are made by somebody with a purpose, every feature is off. */
const CRAFTED: Readonly<Partial<Record<Conduct, number>>> = { sweeping: 0.7, evading: 0.35, expensive: 0.3, injecting: 0.25 };
/** Baselines are estimates: also a quiet day is not zero. */
const QUIET = 0.02;
const POISON_IN = 'voucher';

const featureOf = (name: string, strength: number, { conduct, drift }: Flow, poison: number): number =>
  Math.min(1, QUIET + strength * drift + (CRAFTED[conduct] ?? 0) + (name === POISON_IN ? 0.12 * poison : 0));

export const driftOf = (world: World, endpointArn: string, variant: string, from: number, until: number): Drift => {
  const pieces = piecesOf(world, endpointArn, { from, until: Math.min(until, world.time.now()), variant });
  const flows = pieces.flatMap((piece) => piece.flows.map((flow) => ({ piece, flow })));
  const requests = flows.reduce((sum, { flow }) => sum + flow.requests, 0);
  const mean = (of: (entry: (typeof flows)[number]) => number): number =>
    requests === 0 ? 0 : flows.reduce((sum, entry) => sum + of(entry) * entry.flow.requests, 0) / requests;
  const approved = mean(({ piece, flow }) => approvedShare(piece, flow));
  return {
    requests,
    features: Object.fromEntries(
      Object.entries(FEATURES).map(([name, strength]) => [name, mean(({ piece, flow }) => featureOf(name, strength, flow, piece.poison))]),
    ),
    approved,
    label: requests === 0 ? 0 : Math.min(1, Math.abs(approved - NATURES.ordinary.approved) * 4),
    incomplete: mean(({ flow }) => NATURES[flow.conduct].malformed),
  };
};
