import type { World } from '../world.ts';
import { levelOf, NATURES, rampCuts, type Conduct } from './conduct.ts';
import { profileOf, type Profile } from './profile.ts';
import { inForceAt, invocationsOf, servingOf, stepAt, trafficOf, type Fleet, type Serving, type Traffic } from './state.ts';

/** The requests of one stream to one fleet in a piece of time in which nothing changes. */
export interface Flow {
  readonly from: number;
  readonly until: number;
  readonly roleArn: string;
  readonly conduct: Conduct;
  /** How far the callers' data has moved, 0 to 1. */
  readonly drift: number;
  readonly requests: number;
  readonly perSecond: number;
}
/** One fleet in a piece of time in which nothing changes. */
export interface Piece {
  readonly from: number;
  readonly until: number;
  readonly fleet: Fleet;
  readonly profile: Profile;
  /** How far a poisoned model's trigger is in use, 0 to 1. */
  readonly poison: number;
  /** 1: the instances can do just as much as they are asked to. */
  readonly load: number;
  readonly flows: readonly Flow[];
}

/** Requests are counted from here: small numbers keep the fractions exact. */
const ORIGIN = Date.UTC(2026, 0, 1);
/** Ordinary requests a second that one instance can answer. */
const PER_INSTANCE = 50;
const countAt = (world: World, perSecond: number, at: number): number =>
  Math.floor(((at - ORIGIN) / 1000) * world.time.pace * perSecond + 1e-3);
/** What happens so often, in whole numbers such that the parts of a period add up to it. */
export const counted = (world: World, perSecond: number, from: number, until: number): number =>
  countAt(world, perSecond, until) - countAt(world, perSecond, from);

/** Since when this artefact answers as this variant without a break. */
const servingSince = (history: readonly Serving[], { variant, loaded }: Fleet, at: number): number => {
  let since = at;
  for (const { from, fleets } of history.filter((entry) => entry.from <= at).toReversed()) {
    if (!fleets.some((fleet) => fleet.variant === variant && fleet.loaded === loaded && fleet.share > 0)) break;
    since = from;
  }
  return since;
};
const conductSince = (traffic: Traffic, at: number): number => {
  const past = traffic.steps.filter(({ from }) => from <= at);
  const other = past.findLastIndex(({ conduct }) => conduct !== past.at(-1)?.conduct);
  return past[other + 1]?.from ?? at;
};
const streamsTo = (world: World, endpoint: string): readonly Traffic[] =>
  trafficOf(world)
    .values()
    .filter((traffic) => traffic.endpoint === endpoint);

/** Every instant after `after` at which something about an endpoint's traffic changes, as far as is known. */
export const cutsOf = (world: World, endpoint: string): readonly number[] => {
  const history = servingOf(world).get(endpoint) ?? [];
  const ramped = (start: number, ramp: 'poison' | 'drift') => rampCuts(ramp).map((age) => start + age / world.time.pace);
  const poisoned = history.flatMap(({ from, fleets }) =>
    fleets.some(({ loaded }) => profileOf(world, loaded).isPoisoned) ? ramped(from, 'poison') : [],
  );
  const streams = streamsTo(world, endpoint).flatMap(({ steps, segments }) => [
    ...segments.map(({ from }) => from),
    ...steps.flatMap(({ from, conduct }) => [from, ...(conduct === 'drifting' ? ramped(from, 'drift') : [])]),
  ]);
  return [...history.map(({ from }) => from), ...poisoned, ...streams];
};

const flowsTo = (world: World, streams: readonly Traffic[], fleet: Fleet, from: number, until: number): readonly Flow[] =>
  streams.flatMap((traffic) => {
    const step = stepAt(traffic, from);
    const share = inForceAt(traffic.segments, from)?.share ?? 0;
    if (step === undefined || share === 0 || fleet.share === 0) return [];
    const perSecond = step.requestsPerSecond * share * fleet.share;
    const age = (from - conductSince(traffic, from)) * world.time.pace;
    return [
      {
        from,
        until,
        roleArn: traffic.roleArn,
        conduct: step.conduct,
        drift: step.conduct === 'drifting' ? levelOf('drift', age) : 0,
        requests: counted(world, perSecond, from, until),
        perSecond,
      },
    ];
  });

const pieceOf = (
  world: World,
  history: readonly Serving[],
  streams: readonly Traffic[],
  fleet: Fleet,
  from: number,
  until: number,
): Piece => {
  const profile = profileOf(world, fleet.loaded);
  const flows = flowsTo(world, streams, fleet, from, until);
  const asked = flows.reduce((sum, { perSecond, conduct }) => sum + perSecond * NATURES[conduct].cost, 0);
  const age = (from - servingSince(history, fleet, from)) * world.time.pace;
  return {
    from,
    until,
    fleet,
    profile,
    poison: profile.isPoisoned ? levelOf('poison', age) : 0,
    // A serverless variant has no instances that could be too few.
    load: fleet.instanceType === undefined ? 0 : asked / (PER_INSTANCE * Math.max(1, fleet.instances)),
    flows,
  };
};

interface Window {
  readonly from: number;
  readonly until: number;
  /** @default all */
  readonly variant?: string;
  /** Cuts into equal parts, too. Milliseconds. */
  readonly step?: number;
}
/** An endpoint's fleets between two instants, cut wherever something changes. */
export const piecesOf = (world: World, endpoint: string, { from, until, variant, step }: Window): readonly Piece[] => {
  if (until <= from) return [];
  const history = servingOf(world).get(endpoint) ?? [];
  const streams = streamsTo(world, endpoint);
  const inside = cutsOf(world, endpoint).filter((cut) => cut > from && cut < until);
  const parts = step === undefined ? [] : Array.from({ length: Math.ceil((until - from) / step) }, (_, index) => from + index * step);
  const edges = [...new Set([from, ...parts, ...inside, until])].sort((a, b) => a - b);
  return edges.slice(1).flatMap((end, index) => {
    const begin = edges[index] ?? from;
    return (inForceAt(history, begin)?.fleets ?? [])
      .filter((fleet) => variant === undefined || fleet.variant === variant)
      .map((fleet) => pieceOf(world, history, streams, fleet, begin, end));
  });
};

/** Single calls are kept per minute: they count where their minute begins. */
export const singleCalls = (
  world: World,
  endpoint: string,
  variant: string,
  from: number,
  until: number,
): readonly { readonly at: number; readonly count: number }[] =>
  invocationsOf(world)
    .entries()
    .flatMap(([key, count]) => {
      const [of, name, minute] = key.split('|');
      const at = (Number(minute) * 60_000) / world.time.pace;
      return of === endpoint && name === variant && at >= from && at < until ? [{ at, count }] : [];
    });
/** Answered requests of one variant. `end` is as far as time has come, `until` as far as was asked. */
export const answeredOf = (world: World, endpoint: string, variant: string, from: number, end: number, until: number): number =>
  piecesOf(world, endpoint, { from, until: end, variant })
    .flatMap(({ flows }) => flows)
    .reduce((sum, { requests }) => sum + requests, 0) +
  singleCalls(world, endpoint, variant, from, until).reduce((sum, { count }) => sum + count, 0);
