import { virtualClock } from '../clock.ts';
import { checkFormat } from '../format.ts';
import { startSimulators } from '../simulators.ts';
import type { RangeState } from '../store.ts';
import { observeTraffic } from '../traffic.ts';
import { createWorld, type World } from '../world.ts';
import { startAgents, type AgentName } from './agents.ts';
import { PAST_BEGINS, seedNorthbank } from './northbank.ts';

const DAY = 86_400_000;
/** Building takes some 25 ms, reading a built one 2 ms; an exercise suite runs hundreds of scenarios on a few seeds. */
const MOST_KEPT = 32;
const built = new Map<string, RangeState>();

/** Northbank as it stands after the last deployment, as an exported state. */
export const northbankState = (seed: string, shiftDays: number): RangeState => {
  const key = `${shiftDays} ${seed}`;
  const known = built.get(key);
  if (known !== undefined) return known;
  const past = virtualClock(Date.parse(PAST_BEGINS) + shiftDays * DAY);
  const world = createWorld({ seed, time: past, stepped: (at) => observeTraffic(world, at), woken: () => undefined });
  startSimulators(world);
  seedNorthbank(world, past, shiftDays);
  const state = world.store.export();
  if (built.size >= MOST_KEPT) built.clear();
  built.set(key, state);
  return state;
};

/** Everything is replaced by what was kept; what was under way continues, late if need be. */
export const resumeWorld = (world: World, state: RangeState): void => {
  checkFormat(state);
  world.store.import(state);
  world.ids.count('boots');
  world.timers.arm();
};

/** Puts a world where Northbank stands, with the automation that will act against a responder. */
export const beginNorthbank = (world: World, shiftDays = 0, agents: readonly AgentName[] = []): void => {
  world.store.import(northbankState(world.seed, shiftDays));
  world.timers.arm();
  startAgents(world, agents);
};
