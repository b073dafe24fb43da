import { median, short } from './table.ts';
import { STEPS, type Engine } from './ten-steps.ts';

/** Before anything is counted: what is compiled and opened once. */
const WARM_UP = 3;

export interface Taken {
  /** Median, in milliseconds. */
  readonly typical: number;
  readonly best: number;
}
export const takenOf = (all: readonly number[]): Taken => ({ typical: median(all), best: Math.min(...all) });
export const NONE: Taken = { typical: Number.NaN, best: Number.NaN };

/** In turn, so that what else the machine does falls on all of them alike. */
export const inTurn = async (engines: readonly Engine[], runs: number): Promise<readonly Taken[]> => {
  const taken = engines.map((): number[] => []);
  try {
    for (let round = -WARM_UP; round < runs; round += 1)
      for (const [index, engine] of engines.entries()) {
        const start = performance.now();
        const done = await engine.run();
        if (round >= 0) taken[index]?.push(performance.now() - start);
        if (done !== STEPS) throw new Error(`${engine.name} did ${done} steps, not ${STEPS}`);
      }
  } finally {
    for (const engine of engines) await engine.close();
  }
  return taken.map(takenOf);
};
export const timeCells = ({ typical, best }: Taken): readonly string[] => [short(typical), short(best), short(typical / STEPS)];
export const TIME_HEADS = ['ms/run', 'best', 'ms/step'];
