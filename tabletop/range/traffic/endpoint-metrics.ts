import type { Weighted } from '../cloudwatch/state.ts';
import type { World } from '../world.ts';
import { NATURES } from './conduct.ts';
import { modelLatency, overheadLatency } from './latency.ts';
import { PATTERN, wavering } from './noise.ts';
import { counted, type Flow, type Piece } from './pieces.ts';

/** What a piece of time adds to a metric. */
export type Measure = (world: World, piece: Piece) => readonly Weighted[];

const minutes = (world: World, { from, until }: Pick<Piece, 'from' | 'until'>): number => ((until - from) * world.time.pace) / 60_000;
const requestsOf = ({ flows }: Piece): number => flows.reduce((sum, { requests }) => sum + requests, 0);

/** The part of the requests that the container fails: its own faults, and what is more than the instances can do. */
const failing = ({ profile, load }: Piece): number => Math.min(1, profile.errors + (load > 1 ? 1 - 1 / load : 0));
const countOf = (world: World, { flows }: Piece, share: (flow: Flow) => number): number =>
  flows.reduce((sum, flow) => sum + counted(world, flow.perSecond * share(flow), flow.from, flow.until), 0);
/** SageMaker sends 1 for an error and 0 for anything else, so that the average is the share. */
const ofAll = (piece: Piece, hits: number): readonly Weighted[] => [
  [1, hits],
  [0, requestsOf(piece) - hits],
];
const clientErrors = (world: World, piece: Piece): number => countOf(world, piece, ({ conduct }) => NATURES[conduct].malformed);
const serverErrors = (world: World, piece: Piece): number => countOf(world, piece, () => failing(piece));

/** Which minutes of the pattern a piece has, and which part of it each of them is. A long piece is no more work than an hour. */
const minuteShares = (world: World, { from, until }: Piece): ReadonlyMap<number, number> => {
  const minute = 60_000 / world.time.pace;
  const [first, last] = [Math.ceil(from / minute), Math.floor(until / minute)];
  const shares = new Map<number, number>();
  const add = (index: number, length: number): void => {
    if (length > 0) shares.set(index % PATTERN, (shares.get(index % PATTERN) ?? 0) + length / (until - from));
  };
  if (first > last) return new Map([[last % PATTERN, 1]]);
  add(first - 1, first * minute - from);
  add(last, until - last * minute);
  const whole = last - first;
  for (let index = 0; index < Math.min(whole, PATTERN); index += 1)
    add(first + index, (Math.floor(whole / PATTERN) + (index < whole % PATTERN ? 1 : 0)) * minute);
  return shares;
};
/** The same values in each minute of the piece, as far as that wavers. */
export const wavered =
  (stream: string, values: Measure): Measure =>
  (world, piece) => {
    const steady = values(world, piece);
    return [...minuteShares(world, piece)].flatMap(([minute, share]) => {
      const factor = wavering(world.seed, `${stream} ${piece.fleet.variant}`, minute);
      return steady.map(([value, times]): Weighted => [value * factor, times * share]);
    });
  };
const perFlow =
  (of: (piece: Piece, flow: Flow) => readonly Weighted[]): Measure =>
  (_world, piece) =>
    piece.flows.flatMap((flow) => of(piece, flow));
/** One sample per instance and minute. */
const gauge =
  (of: (piece: Piece) => number): Measure =>
  (world, piece) =>
    piece.fleet.instances === 0 ? [] : [[of(piece), minutes(world, piece) * piece.fleet.instances]];

/** SageMaker gives percent of one core: four cores are 400. */
const coresOf = (instanceType = ''): number => {
  const size = /\.(\d*)(x?)large$/.exec(instanceType);
  return size === null ? 2 : size[2] === '' ? 2 : 4 * Number(size[1] === '' ? 1 : size[1]);
};
const hasGpu = (instanceType = ''): boolean => /^ml\.(g|p)\d/.test(instanceType);
const meanSeconds = (piece: Piece): number => {
  const values = piece.flows.flatMap((flow) => modelLatency(piece, flow));
  const requests = requestsOf(piece);
  return requests === 0 ? 0 : values.reduce((sum, [value, times]) => sum + value * times, 0) / requests / 1e6;
};

/** https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html */
export const INVOCATION_METRICS: Readonly<Record<string, Measure>> = {
  Invocations: (_world, piece) => [[1, requestsOf(piece)]],
  Invocation4XXErrors: (world, piece) => ofAll(piece, clientErrors(world, piece)),
  Invocation5XXErrors: (world, piece) => ofAll(piece, serverErrors(world, piece)),
  InvocationModelErrors: (world, piece) => ofAll(piece, clientErrors(world, piece) + serverErrors(world, piece)),
  InvocationsPerInstance: (_world, piece) => (piece.fleet.instances === 0 ? [] : [[1 / piece.fleet.instances, requestsOf(piece)]]),
  ModelLatency: wavered('model-latency', perFlow(modelLatency)),
  OverheadLatency: wavered('overhead', perFlow(overheadLatency)),
  ConcurrentRequestsPerModel: (world, piece) => {
    const perSecond = piece.flows.reduce((sum, flow) => sum + flow.perSecond, 0);
    // Every ten seconds.
    return perSecond === 0 ? [] : [[perSecond * meanSeconds(piece), minutes(world, piece) * 6]];
  },
};
const LIMIT = 100;
export const INSTANCE_METRICS: Readonly<Record<string, Measure>> = {
  CPUUtilization: wavered(
    'cpu',
    gauge(({ fleet, load }) => Math.min(LIMIT, 3 + 90 * load) * coresOf(fleet.instanceType)),
  ),
  MemoryUtilization: wavered(
    'memory',
    gauge(({ load }) => 38 + 10 * Math.min(1, load)),
  ),
  DiskUtilization: wavered(
    'disk',
    gauge(() => 12),
  ),
  GPUUtilization: wavered('gpu', (world, piece) =>
    hasGpu(piece.fleet.instanceType) ? gauge(({ load }) => Math.min(LIMIT, 2 + 92 * load))(world, piece) : [],
  ),
  GPUMemoryUtilization: wavered('gpu-memory', (world, piece) => (hasGpu(piece.fleet.instanceType) ? gauge(() => 61)(world, piece) : [])),
};
/** Metrics whose value is exact: nothing in them wavers between two cuts. */
export const EXACT: readonly string[] = [
  'Invocations',
  'Invocation4XXErrors',
  'Invocation5XXErrors',
  'InvocationModelErrors',
  'InvocationsPerInstance',
  'ConcurrentRequestsPerModel',
];
