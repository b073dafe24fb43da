import { createHash } from 'node:crypto';
import { INVOCATION_METRICS } from '../traffic/endpoint-metrics.ts';
import { piecesOf } from '../traffic/pieces.ts';
import { servingOf } from '../traffic/state.ts';
import type { World } from '../world.ts';
import type { LogGroup, LogLine, LogStream, Place } from './state.ts';

const PREFIX = '/aws/sagemaker/Endpoints/';
/** Lines are computed when somebody reads them, no further back than this. Milliseconds of AWS time. */
const DEPTH = 7 * 86_400_000;
/** A line that sums up this much time. */
const EVERY = 300_000;

const arnOf = ({ account, region }: Place, group: string): string | undefined =>
  group.startsWith(PREFIX) ? `arn:aws:sagemaker:${region}:${account}:endpoint/${group.slice(PREFIX.length)}` : undefined;
const instanceOf = (world: World, arn: string, variant: string, loaded: string): string =>
  `i-${createHash('sha256').update(`${world.seed}\n${arn}\n${variant}\n${loaded}`).digest('hex').slice(0, 17)}`;

interface Container {
  readonly stream: string;
  readonly variant: string;
  readonly loaded: string;
  readonly since: number;
}
/** One stream per fleet: its instances would say the same. */
const containersOf = (world: World, arn: string): readonly Container[] => {
  const found = new Map<string, Container>();
  for (const { from, fleets } of servingOf(world).get(arn) ?? [])
    for (const { variant, loaded = '' } of fleets) {
      const stream = `${variant}/${instanceOf(world, arn, variant, loaded)}`;
      if (!found.has(stream)) found.set(stream, { stream, variant, loaded, since: from });
    }
  return [...found.values()];
};

/** Groups that SageMaker made for the containers of endpoints. */
export const containerGroups = (world: World, place: Place): readonly LogGroup[] =>
  servingOf(world)
    .entries()
    .filter(([arn]) => arn.startsWith(`arn:aws:sagemaker:${place.region}:${place.account}:`))
    .map(([arn, history]) => ({
      account: place.account,
      region: place.region,
      name: `${PREFIX}${arn.split('/')[1] ?? ''}`,
      createdAt: history[0]?.from ?? 0,
    }));
export const containerStreams = (world: World, place: Place, group: string): readonly LogStream[] => {
  const arn = arnOf(place, group);
  return arn === undefined
    ? []
    : containersOf(world, arn).map(({ stream, since }) => ({
        account: place.account,
        region: place.region,
        group,
        name: stream,
        createdAt: since,
        ingestedAt: world.time.now(),
      }));
};

/** What a container says: that it loaded its model, and every five minutes what it did. No word of what was in a request. */
export const containerLines = (
  world: World,
  place: Place,
  group: string,
  stream: string,
  from: number,
  until: number,
): readonly LogLine[] => {
  const arn = arnOf(place, group);
  const container = arn === undefined ? undefined : containersOf(world, arn).find((one) => one.stream === stream);
  if (arn === undefined || container === undefined) return [];
  const step = EVERY / world.time.pace;
  const now = world.time.now();
  const first = Math.ceil(Math.max(from - step, container.since, now - DEPTH / world.time.pace) / step) * step;
  const last = Math.floor(Math.min(until, now) / step) * step;
  const pieces = piecesOf(world, arn, { from: first, until: last, variant: container.variant, step });
  const windows = new Map<number, { requests: number; failed: number }>();
  for (const piece of pieces.filter(({ fleet }) => (fleet.loaded ?? '') === container.loaded)) {
    const end = (Math.floor(piece.from / step + 1e-6) + 1) * step;
    const requests = piece.flows.reduce((sum, flow) => sum + flow.requests, 0);
    const failed = (INVOCATION_METRICS['InvocationModelErrors']?.(world, piece) ?? []).find(([value]) => value === 1)?.[1] ?? 0;
    const known = windows.get(end) ?? { requests: 0, failed: 0 };
    windows.set(end, { requests: known.requests + requests, failed: known.failed + failed });
  }
  const told = [...windows].map(([at, { requests, failed }]) => ({
    at,
    message: JSON.stringify({ level: failed > requests / 20 ? 'ERROR' : 'INFO', path: '/invocations', requests, failed }),
    ingestedAt: at,
  }));
  const begun = {
    at: container.since,
    message: JSON.stringify({ level: 'INFO', event: 'model loaded', sha256: container.loaded }),
    ingestedAt: container.since,
  };
  return [begun, ...told].filter(({ at }) => at >= from && at < until);
};
