import type { MetricSource, Question } from '../cloudwatch/sources.ts';
import { sortedDimensions, type MetricName, type Place, type Weighted } from '../cloudwatch/state.ts';
import { summaryOf, type Summary } from '../cloudwatch/summary.ts';
import { arnOf } from '../sagemaker/state.ts';
import type { World } from '../world.ts';
import { EXACT, INSTANCE_METRICS, INVOCATION_METRICS, type Measure } from './endpoint-metrics.ts';
import { WAVER } from './noise.ts';
import { cutsOf, piecesOf, singleCalls, type Piece } from './pieces.ts';
import { servingOf } from './state.ts';

const NAMESPACES: Readonly<Record<string, Readonly<Record<string, Measure>>>> = {
  'AWS/SageMaker': INVOCATION_METRICS,
  '/aws/sagemaker/Endpoints': INSTANCE_METRICS,
};

/** Summaries per window of what pieces add to a measure. */
export const measured = (
  world: World,
  pieces: readonly Piece[],
  measure: Measure,
  { from, step, count }: Pick<Question, 'from' | 'step' | 'count'>,
  more: readonly (readonly [at: number, value: Weighted])[] = [],
): readonly (Summary | undefined)[] => {
  const windows: Weighted[][] = Array.from({ length: count }, () => []);
  for (const piece of pieces) windows[Math.floor((piece.from - from) / step)]?.push(...measure(world, piece));
  for (const [at, value] of more) windows[Math.floor((at - from) / step)]?.push(value);
  return windows.map(summaryOf);
};

/** Endpoint and variant that a metric's dimensions name: exactly these two, as SageMaker publishes them. */
const asked = ({ place, metric }: Question): { readonly arn: string; readonly variant: string; readonly measure: Measure } | undefined => {
  const named = Object.fromEntries(metric.dimensions);
  const { EndpointName: endpoint, VariantName: variant } = named;
  const measures = Object.hasOwn(NAMESPACES, metric.namespace) ? NAMESPACES[metric.namespace] : undefined;
  const measure = measures !== undefined && Object.hasOwn(measures, metric.name) ? measures[metric.name] : undefined;
  if (measure === undefined || metric.dimensions.length !== 2 || endpoint === undefined || variant === undefined) return undefined;
  return { arn: arnOf(place, 'endpoint', endpoint), variant, measure };
};

const read = (world: World, question: Question): readonly (Summary | undefined)[] | undefined => {
  const of = asked(question);
  if (of === undefined || servingOf(world).get(of.arn) === undefined) return undefined;
  const { from, step, count, now, metric } = question;
  const until = Math.min(from + step * count, now);
  const pieces = piecesOf(world, of.arn, { from, until, variant: of.variant, step });
  const isCount = metric.name === 'Invocations';
  const singles = isCount ? singleCalls(world, of.arn, of.variant, from, until) : [];
  return measured(
    world,
    pieces,
    of.measure,
    question,
    singles.map(({ at, count: times }) => [at, [1, times]]),
  );
};

const list = (world: World, { account, region }: Place): readonly MetricName[] =>
  servingOf(world)
    .entries()
    .filter(([arn]) => arn.startsWith(`arn:aws:sagemaker:${region}:${account}:`))
    .flatMap(([arn, history]) => {
      const variants = new Set(history.at(-1)?.fleets.map(({ variant }) => variant));
      return [...variants].flatMap((variant) =>
        Object.entries(NAMESPACES).flatMap(([namespace, measures]) =>
          Object.keys(measures).map((name) => ({
            namespace,
            name,
            dimensions: sortedDimensions({ EndpointName: arn.split('/')[1] ?? '', VariantName: variant }),
          })),
        ),
      );
    });

export const nextTrafficCut = (world: World, after: number): number | undefined => {
  const later = servingOf(world)
    .entries()
    .flatMap(([arn]) => cutsOf(world, arn))
    .filter((cut) => cut > after);
  return later.length === 0 ? undefined : Math.min(...later);
};

/** AWS/SageMaker and /aws/sagemaker/Endpoints, per endpoint and variant. */
export const endpointSource: MetricSource = {
  list,
  read,
  nextCut: nextTrafficCut,
  unit: (_world, _place, { namespace, name }) => {
    if (namespace === '/aws/sagemaker/Endpoints') return 'Percent';
    return namespace === 'AWS/SageMaker' && name.endsWith('Latency') ? 'Microseconds' : undefined;
  },
  waver: ({ namespace, name }) => (!Object.hasOwn(NAMESPACES, namespace) || EXACT.includes(name) ? 0 : WAVER),
};
