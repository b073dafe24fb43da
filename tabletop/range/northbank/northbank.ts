import type { VirtualClock } from '../clock.ts';
import { stampFormat } from '../format.ts';
import { modelsOf } from '../sagemaker/state.ts';
import { observeTraffic } from '../traffic.ts';
import type { World } from '../world.ts';
import { seedDeployments } from './deployments.ts';
import { seedEstate, seedFoundations } from './estate.ts';
import { pastCall } from './past-call.ts';
import { seedPartner, seedTrainingData, type At } from './storage.ts';
import { seedTrail } from './trail.ts';

/** Where the past begins; IAM, buckets and the first models are there from then on. */
export const PAST_BEGINS = '2026-08-15T00:00:00Z';
const DAY = 86_400_000;

/**
 * Builds Northbank by calling the range's own operations at past instants, so that its history, its event history and its metrics agree.
 * `shiftDays` moves the whole story: the event history keeps 90 days only.
 */
export const seedNorthbank = (world: World, clock: VirtualClock, shiftDays = 0): void => {
  const steps: { readonly at: number; readonly act: () => void }[] = [];
  const at: At = (instant, act) => void steps.push({ at: Date.parse(instant) + shiftDays * DAY, act });
  stampFormat(world);
  at(PAST_BEGINS, () => seedFoundations(world));
  seedTrainingData(world, at);
  seedPartner(world, at);
  seedDeployments(world, at, pastCall(world));
  seedEstate(world, at);
  for (const step of steps.sort((a, b) => a.at - b.at)) {
    clock.advanceTo(step.at);
    world.timers.settle();
    step.act();
    observeTraffic(world, step.at);
  }
  // Long enough for the last update, its event and its trail record.
  clock.advance(3600);
  seedTrail(world, Date.parse(PAST_BEGINS) + shiftDays * DAY);
  if (modelsOf(world).values().length === 0) throw new Error('Northbank was not built');
};
