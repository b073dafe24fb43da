import type { Assets } from '../../core/action/define.ts';
import type { Look } from '../../core/action/plan.ts';
import type { Target } from '../../core/asset/resource.ts';
import { CallFailed } from '../../core/failure.ts';
import { plus, type Instant } from '../../core/time.ts';
import { endpointState, quarantineTag } from '../endpoint-state.ts';
import type { Canary, Reads } from './calls.ts';
import { askCanary } from './canary.ts';
import { impactOf } from './impact.ts';
import { invocations } from './invocations.ts';
import { reach } from './reach.ts';
import { restsOn, theWrite, type Before } from './writes.ts';

/** Five whole minutes say what "at present" is; one minute jumps. */
const WINDOW_SECONDS = 300;
/** A card without a rate is better than no card: containment does not wait for CloudWatch. */
const unlessUnknown = (thrown: unknown): undefined => {
  if (!(thrown instanceof CallFailed)) throw thrown;
};

interface Ports {
  readonly cloud: Reads;
  readonly canary: Canary;
  readonly assets: Assets;
}
export const look = async (target: Target, { cloud, canary, assets }: Ports, incident: string, at: Instant): Promise<Look<Before>> => {
  const state = await endpointState(cloud, target);
  const tag = await quarantineTag(cloud, target);
  const shared = restsOn(target, tag, incident);
  const asset = await assets.find(target.arn);
  const names = state.variants.map(({ name }) => name);
  const answered = await invocations(cloud, target, names, plus(at, -WINDOW_SECONDS), at).catch(unlessUnknown);
  const coverage = await reach(cloud, target, asset?.callers ?? []);
  const before = { config: state.config, tag, canary: (await askCanary(canary, target)).kind };
  return {
    before,
    guard: { config: state.config, tag },
    writes: theWrite(target, tag, incident),
    impact:
      shared === undefined
        ? impactOf(target, asset, answered?.perSecond, coverage)
        : [`${target.name} is quarantined by another incident already: nothing changes for its callers`],
    ...(coverage.gaps.length > 0 && { gaps: coverage.gaps }),
    ...(shared !== undefined && { restsOn: shared }),
  };
};
