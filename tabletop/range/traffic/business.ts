import type { MetricSource, Question } from '../cloudwatch/sources.ts';
import { metricKey, sortedDimensions, type MetricName, type Place } from '../cloudwatch/state.ts';
import type { Summary } from '../cloudwatch/summary.ts';
import { arnOf } from '../sagemaker/state.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { CONVERSATION_METRICS, DECISION_METRICS, GUARDRAIL_METRICS } from './decisions.ts';
import type { Measure } from './endpoint-metrics.ts';
import { measured, nextTrafficCut } from './endpoint-source.ts';
import { WAVER } from './noise.ts';
import { piecesOf } from './pieces.ts';

/** What the application around an endpoint measures about it. */
export interface Business extends Place {
  readonly endpoint: string;
  readonly namespace: string;
  readonly kind: 'decisions' | 'conversation';
  /** The guardrail that looks at every request. */
  readonly guardrail?: { readonly arn: string; readonly version: string };
}
export const businessOf = (world: World): Table<Business> => world.store.table<Business>('traffic.business');

interface Told {
  readonly metric: MetricName;
  readonly measure: Measure;
  readonly arn: string;
}
const MEASURES = { decisions: DECISION_METRICS, conversation: CONVERSATION_METRICS };
const GUARDRAILS = 'AWS/Bedrock/Guardrails';
const toldBy = ({ endpoint, namespace, kind, guardrail, ...place }: Business): readonly Told[] => {
  const arn = arnOf(place, 'endpoint', endpoint);
  const own = Object.entries(MEASURES[kind]).map(([name, measure]) => ({
    metric: { namespace, name, dimensions: sortedDimensions({ Endpoint: endpoint }) },
    measure,
    arn,
  }));
  if (guardrail === undefined) return own;
  const dimensions = sortedDimensions({ GuardrailArn: guardrail.arn, GuardrailVersion: guardrail.version });
  const watched = Object.entries(GUARDRAIL_METRICS).map(([name, measure]) => ({
    metric: { namespace: GUARDRAILS, name, dimensions },
    measure,
    arn,
  }));
  return [...own, ...watched];
};
const toldIn = (world: World, place: Place): readonly Told[] =>
  businessOf(world)
    .values()
    .filter(({ account, region }) => account === place.account && region === place.region)
    .flatMap(toldBy);

const read = (world: World, question: Question): readonly (Summary | undefined)[] | undefined => {
  const { place, metric, from, step, count, now } = question;
  const wanted = metricKey(place, metric);
  const told = toldIn(world, place).find((candidate) => metricKey(place, candidate.metric) === wanted);
  if (told === undefined) return undefined;
  const pieces = piecesOf(world, told.arn, { from, until: Math.min(from + step * count, now), step });
  return measured(world, pieces, told.measure, question);
};

/** The company's own metrics, and those of its guardrail. */
export const businessSource: MetricSource = {
  list: (world, place) => toldIn(world, place).map(({ metric }) => metric),
  read,
  nextCut: nextTrafficCut,
  waver: ({ name }) => (name === 'TokensPerRequest' ? WAVER : 0),
};
