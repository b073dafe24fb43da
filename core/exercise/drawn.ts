import { secondsOf } from '../time.ts';
import { between, oneOf, seeded } from './seeded.ts';
import type { Scenario } from './scenario.ts';

/** How wrong one version is, in this seed. */
export interface DrawnVersion {
  readonly from: number;
  readonly to: number;
  readonly overSeconds: number;
  readonly called: string;
}
/** What one seed makes of a scenario. */
export interface Drawn {
  readonly seed: number;
  /** The caller that the deny does not reach. */
  readonly uncovered: string;
  /** The colleague who never answers; empty: everybody does. */
  readonly away: string;
  readonly requestsPerSecond: Readonly<Record<string, number>>;
  readonly answersInSeconds: Readonly<Record<string, number>>;
  readonly versions: Readonly<Record<string, DrawnVersion>>;
}

const mapped = <T, U>(record: Readonly<Record<string, T>>, each: (value: T, key: string) => U): Readonly<Record<string, U>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, each(value, key)]));

export const drawnFrom = ({ world }: Scenario, seed: number): Drawn => ({
  seed,
  uncovered: oneOf(seed, 'uncovered', world.uncovered) ?? '',
  away: oneOf(seed, 'away', ['', ...world.away]) ?? '',
  requestsPerSecond: mapped(world.callers, ({ requestsPerSecond }, name) => between(seed, `traffic:${name}`, requestsPerSecond)),
  answersInSeconds: mapped(world.colleagues, ({ answersInSeconds }, name) => between(seed, `colleague:${name}`, answersInSeconds)),
  versions: mapped(world.versions, ({ wrongPerThousand, growsTo, over, called }, name) => {
    const from = between(seed, `wrong:${name}`, wrongPerThousand);
    return {
      from,
      to: growsTo === undefined ? from : between(seed, `grows:${name}`, growsTo),
      overSeconds: over === undefined ? 1 : secondsOf(over),
      called,
    };
  }),
});

/** Seconds that an inject comes later in this seed. */
export const shuffleOf = ({ world }: Scenario, seed: number, inject: string): number =>
  Math.floor(seeded(seed, `inject:${inject}`) * (world.shuffleSeconds + 1));
