import { wakeAlarms } from './cloudwatch/wake.ts';
import { decide } from './policy/authorise.ts';
import { endpointsOf, tagContext, type Endpoint, type Variant } from './sagemaker/state.ts';
import type { Conduct } from './traffic/conduct.ts';
import { admitted } from './traffic/front-door.ts';
import { answeredOf } from './traffic/pieces.ts';
import {
  invocationsOf,
  minuteOf,
  servingOf,
  stepAt,
  trafficOf,
  type Fleet,
  type Segment,
  type Step,
  type Traffic,
} from './traffic/state.ts';
import type { World } from './world.ts';

const NOBODY: Omit<Segment, 'from'> = { share: 0, shares: {} };
/** Endpoints that are being made or unmade, and failed ones, answer nobody; one that is being updated is served by its old fleet. */
const ANSWERING: readonly string[] = ['InService', 'Updating', 'SystemUpdating', 'RollingBack', 'UpdateRollbackFailed'];
export const isServing = (endpoint: Endpoint): boolean => ANSWERING.includes(endpoint.status);

const fleetsOf = (variants: readonly Variant[], share: number): readonly Fleet[] => {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  if (share === 0) return [];
  return variants.map((variant) => ({
    variant: variant.name,
    model: variant.model,
    ...(variant.loaded === undefined ? {} : { loaded: variant.loaded }),
    share: total === 0 ? 0 : (share * variant.weight) / total,
    instances: variant.instances,
    ...(variant.instanceType === undefined ? {} : { instanceType: variant.instanceType }),
  }));
};
const servedBy = (endpoint: Endpoint | undefined): readonly Fleet[] => {
  if (endpoint === undefined || !isServing(endpoint)) return [];
  // While traffic shifts, the old and the new fleet answer side by side.
  const shifted = endpoint.pending?.share ?? 0;
  return [...fleetsOf(endpoint.variants, 1 - shifted), ...fleetsOf(endpoint.pending?.variants ?? [], shifted)];
};

const segmentOf = (world: World, traffic: Traffic, at: number): Omit<Segment, 'from'> => {
  const endpoint = endpointsOf(world).get(traffic.endpoint);
  if (endpoint === undefined || !isServing(endpoint)) return NOBODY;
  const { requestsPerSecond } = stepAt(traffic, at) ?? traffic;
  const { share, stopped } = admitted(world, { roleArn: traffic.roleArn, endpoint: traffic.endpoint, requestsPerSecond });
  const access = { action: 'sagemaker:InvokeEndpoint', resource: endpoint.arn, context: tagContext(world, endpoint.arn) };
  const isAllowed = share > 0 && decide(world, traffic.roleArn, access) === 'allow';
  const shares = new Map<string, number>();
  for (const fleet of isAllowed ? servedBy(endpoint) : [])
    if (fleet.share > 0) shares.set(fleet.variant, (shares.get(fleet.variant) ?? 0) + share * fleet.share);
  return {
    share: isAllowed ? share : 0,
    shares: Object.fromEntries(shares),
    ...(Object.keys(stopped).length === 0 ? {} : { stopped }),
  };
};
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Notes a change in who is answered, and by what, from `at` on. Called after everything that could change it. */
export const observeTraffic = (world: World, at: number): void => {
  let isChanged = false;
  const seen = new Set([
    ...endpointsOf(world)
      .values()
      .map(({ arn }) => arn),
    ...servingOf(world)
      .entries()
      .map(([arn]) => arn),
  ]);
  for (const arn of [...seen].sort()) {
    const known = servingOf(world).get(arn) ?? [];
    const fleets = servedBy(endpointsOf(world).get(arn));
    if (isSame(fleets, known.at(-1)?.fleets ?? [])) continue;
    servingOf(world).put(arn, [...known, { from: at, fleets }]);
    isChanged = true;
  }
  for (const [key, traffic] of trafficOf(world).entries()) {
    const segment = segmentOf(world, traffic, at);
    const { from: _since, ...last } = traffic.segments.at(-1) ?? { from: at, ...NOBODY };
    if (isSame(segment, last)) continue;
    trafficOf(world).put(key, { ...traffic, segments: [...traffic.segments, { from: at, ...segment }] });
    isChanged = true;
  }
  if (isChanged) wakeAlarms(world, at);
};

export interface Caller {
  readonly roleArn: string;
  readonly endpoint: string;
  readonly stream?: string;
}
const keyOf = ({ roleArn, endpoint, stream }: Caller): string => `${roleArn}|${endpoint}${stream === undefined ? '' : `|${stream}`}`;

/** What a caller does from now on; each entry begins `after` AWS seconds from now. What it did before stays as it was. */
export const callFrom = (
  world: World,
  caller: Caller,
  plan: readonly { readonly after: number; readonly requestsPerSecond?: number; readonly conduct: Conduct }[],
): void => {
  const now = world.time.now();
  const known = trafficOf(world).get(keyOf(caller));
  const steps = plan.map(({ after, ...step }): Step => ({ from: now + (after * 1000) / world.time.pace, ...step }));
  trafficOf(world).put(keyOf(caller), {
    ...caller,
    requestsPerSecond: known?.requestsPerSecond ?? 0,
    steps: [...(known?.steps ?? []).filter(({ from }) => from < now), ...steps],
    segments: known?.segments ?? [],
  });
  observeTraffic(world, now);
  wakeAlarms(world, now);
  // Front doors that look at the rate are asked again when it changes.
  for (const { after: awsSeconds } of plan) if (awsSeconds > 0) world.timers.add('traffic-step', awsSeconds, {});
};
/** A caller whose business is ordinary. */
export const startCaller = (world: World, { requestsPerSecond, ...caller }: Caller & { readonly requestsPerSecond: number }): void => {
  const now = world.time.now();
  trafficOf(world).put(keyOf(caller), { ...caller, requestsPerSecond, steps: [{ from: now, conduct: 'ordinary' }], segments: [] });
  observeTraffic(world, now);
};

export const countInvocation = (world: World, endpoint: string, variant: string, at: number): void => {
  const key = `${endpoint}|${variant}|${minuteOf(world, at)}`;
  invocationsOf(world).put(key, (invocationsOf(world).get(key) ?? 0) + 1);
};
/** Answered requests of one variant between two instants; a paced clock's second holds `pace` seconds of traffic. */
export const answeredBetween = (world: World, endpoint: string, variant: string, from: number, until: number): number =>
  answeredOf(world, endpoint, variant, from, Math.min(until, world.time.now()), until);
