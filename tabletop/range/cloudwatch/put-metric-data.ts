import type { PutMetricDataCommandInput, PutMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import { operation, type Context, type Present } from '../operation.ts';
import { conflicting, invalid, missingParameter, notSimulated } from './faults.ts';
import { metricOf } from './given.ts';
import { putMetric, type Datum, type MetricName } from './state.ts';

type Given = NonNullable<Present<PutMetricDataCommandInput>['MetricData']>[number];

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const MOST_METRICS = 1000;
const MOST_VALUES = 150;
const OLDEST = 14 * 86_400_000;
const NEWEST = 2 * 3_600_000;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const LARGEST = 2 ** 360;

const checked = (value: number): number => {
  if (!Number.isFinite(value)) throw invalid('The parameter MetricData.member.Value must be a number that is neither NaN nor infinite.');
  if (Math.abs(value) > LARGEST) throw invalid('The parameter MetricData.member.Value is out of range.');
  return value;
};
const contentOf = (given: Given): Pick<Datum, 'values' | 'set'> => {
  const { Value, Values, Counts, StatisticValues } = given;
  const kinds = [Value, Values, StatisticValues].filter((kind) => kind !== undefined);
  if (kinds.length === 0)
    throw missingParameter('At least one of the parameters MetricData.member.Value, Values and StatisticValues must be specified.');
  if (kinds.length > 1)
    throw conflicting(
      'The parameters MetricData.member.Value, Values and StatisticValues are mutually exclusive and you have specified more than one.',
    );
  if (Counts !== undefined && Counts.length !== Values?.length)
    throw invalid('The parameters MetricData.member.Values and MetricData.member.Counts must be of the same size.');
  if (StatisticValues !== undefined) {
    const { SampleCount, Sum, Minimum, Maximum } = StatisticValues;
    const set = { count: checked(SampleCount), sum: checked(Sum), min: checked(Minimum), max: checked(Maximum) };
    if (set.count < 0 || set.min > set.max) throw invalid('The parameter MetricData.member.StatisticValues is not consistent.');
    return set.count === 0 ? { values: [] } : { set };
  }
  if (Values === undefined) return { values: [[checked(Value ?? 0), 1]] };
  if (Values.length > MOST_VALUES)
    throw invalid(`The collection MetricData.member.Values must not have a size greater than ${MOST_VALUES}.`);
  return { values: Values.map((value, index) => [checked(value), Counts?.[index] ?? 1]) };
};
const datumOf = (given: Given, { world, now }: Context): Datum => {
  if (given.StorageResolution !== undefined && given.StorageResolution !== 60) throw notSimulated('keep values of less than a minute');
  const at = given.Timestamp?.getTime() ?? now;
  if (at < now - OLDEST / world.time.pace || at > now + NEWEST / world.time.pace)
    throw invalid('The parameter MetricData.member.Timestamp must specify a time within the past two weeks and the next two hours.');
  const minute = 60_000 / world.time.pace;
  return { at: Math.floor(at / minute) * minute, ...(given.Unit === undefined ? {} : { unit: given.Unit }), ...contentOf(given) };
};

export const putMetricData = operation<PutMetricDataCommandInput, PutMetricDataCommandOutput>({
  trail: 'data',
  access: (input) => [{ action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': [input.Namespace] } }],
  run: (input, context) => {
    if (input.EntityMetricData !== undefined) throw notSimulated('keep metrics of entities');
    const given = input.MetricData ?? [];
    if (given.length === 0) throw missingParameter('The parameter MetricData is required.');
    if (given.length > MOST_METRICS) throw invalid(`The collection MetricData must not have a size greater than ${MOST_METRICS}.`);
    if (input.Namespace.startsWith('AWS/')) throw invalid('The value AWS/ for parameter Namespace is invalid.');
    // All of it is looked at before any of it is kept.
    const ready = given.map((one): readonly [MetricName, Datum] => [
      metricOf({ ...one, Namespace: input.Namespace }),
      datumOf(one, context),
    ]);
    for (const [metric, datum] of ready) putMetric(context.world, context, metric, datum);
    return {};
  },
});
