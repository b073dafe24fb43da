import type { World } from '../world.ts';

/** Whose requests to what: a stream of a caller to an endpoint. */
export interface Sender {
  readonly roleArn: string;
  readonly endpoint: string;
  readonly requestsPerSecond: number;
}
/** Something in front of an endpoint: a web ACL, a usage plan, a function's concurrency. */
export interface FrontDoor {
  /** Kept with the requests that it stops, e.g. `waf`. */
  readonly name: string;
  /** Which part of what reaches this door it lets through, 0 to 1; 1 also where it is not in the way. */
  passes(world: World, sender: Sender): number;
}

/** Code, not state: every start of a range names its doors again. */
const doors = new WeakMap<World, readonly FrontDoor[]>();
/** Doors stand one behind the other, in the order in which they were named. */
export const addFrontDoor = (world: World, door: FrontDoor): void => void doors.set(world, [...(doors.get(world) ?? []), door]);

/** What is left behind all doors, and which part of the whole each one stopped. */
export const admitted = (world: World, sender: Sender): { readonly share: number; readonly stopped: Readonly<Record<string, number>> } => {
  let share = 1;
  const stopped: Record<string, number> = {};
  for (const door of doors.get(world) ?? []) {
    const passes = Math.min(1, Math.max(0, door.passes(world, sender)));
    if (passes < 1 && share > 0) stopped[door.name] = share * (1 - passes);
    share *= passes;
  }
  return { share, stopped };
};
