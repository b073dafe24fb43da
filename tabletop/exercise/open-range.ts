import type { DatabaseSync } from 'node:sqlite';
import { awsTimeOf, type VirtualClock } from '../../adapters/clock.ts';
import type { HereOptions } from '../actions-here.ts';
import { keptState } from '../kept-state.ts';
import { rangeAccess } from '../range-access.ts';
import { createRange } from '../range/range.ts';
import type { Range } from '../range/range-api.ts';
import type { RangeState } from '../range/store.ts';

/** The pretend organisation in this process, and the only clients that an exercise has. `keep`: where it is stored, if it is to be looked at later. */
export const openRange = (
  clock: VirtualClock,
  pace: number,
  state: RangeState,
  keep: DatabaseSync | undefined,
): { readonly range: Range; readonly access: Pick<HereOptions, 'sts' | 'makers'> } => {
  const range = createRange({ clock: awsTimeOf(clock, pace), state });
  if (keep !== undefined) {
    const kept = keptState(keep);
    kept.save(Object.entries(range.exportState()).map(([key, json]) => ({ key, json })));
    range.onChange(kept.save);
  }
  return { range, access: rangeAccess(range) };
};
