import type {
  DeleteMetricFilterCommandInput,
  DeleteMetricFilterCommandOutput,
  DescribeMetricFiltersCommandInput,
  DescribeMetricFiltersCommandOutput,
  PutMetricFilterCommandInput,
  PutMetricFilterCommandOutput,
  StandardUnit,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { groupFor, onGroup } from './access.ts';
import { invalid, notSimulated } from './faults.ts';
import { matcherOf } from './patterns/compile.ts';
import { pathOf } from './patterns/path.ts';
import { groupKey, metricFiltersOf, type MetricFilter } from './state.ts';

const MOST_FILTERS = 100;
const MOST_DIMENSIONS = 3;
const PAGE = 50;
const keyOf = (place: { readonly account: string; readonly region: string }, group: string, name: string): string =>
  `${groupKey(place, group)}|${name}`;

const put = operation<PutMetricFilterCommandInput, PutMetricFilterCommandOutput>({
  trail: 'write',
  access: (input, context) => onGroup('PutMetricFilter', context, input.logGroupName),
  run: (input, context) => {
    const { world, account, region, now } = context;
    const { name: group } = groupFor(context, input.logGroupName);
    if (input.applyOnTransformedLogs === true) throw notSimulated('transform logs');
    matcherOf(input.filterPattern);
    const [transformation, ...more] = input.metricTransformations;
    if (transformation === undefined || more.length > 0) throw invalid('A metric filter must have exactly one metric transformation.');
    const { metricName, metricNamespace, metricValue, defaultValue, dimensions, unit } = transformation;
    const isNumber = metricValue.trim() !== '' && Number.isFinite(Number(metricValue));
    if (!isNumber && pathOf(metricValue) === undefined)
      throw invalid('Invalid metric transformation: metricValue must be a number or a field.');
    if (metricNamespace.startsWith('AWS/')) throw invalid('Invalid metric transformation: the namespace must not begin with AWS/.');
    if (Object.keys(dimensions ?? {}).length > MOST_DIMENSIONS)
      throw invalid(`A metric filter may have at most ${MOST_DIMENSIONS} dimensions.`);
    if (defaultValue !== undefined && dimensions !== undefined && Object.keys(dimensions).length > 0)
      throw invalid('Invalid metric transformation: dimensions and default value are mutually exclusive properties.');
    const key = keyOf(context, group, input.filterName);
    const others = metricFiltersOf(world)
      .entries()
      .filter(([row]) => row.startsWith(`${groupKey(context, group)}|`) && row !== key);
    if (others.length >= MOST_FILTERS) throw new AwsFault('LimitExceededException', 'Resource limit exceeded.');
    const filter: MetricFilter = {
      account,
      region,
      group,
      name: input.filterName,
      pattern: input.filterPattern,
      createdAt: now,
      metric: metricName,
      namespace: metricNamespace,
      value: metricValue,
      ...(defaultValue === undefined ? {} : { otherwise: defaultValue }),
      ...(dimensions === undefined ? {} : { dimensions }),
      ...(unit === undefined ? {} : { unit }),
    };
    metricFiltersOf(world).put(key, filter);
    return {};
  },
});
const remove = operation<DeleteMetricFilterCommandInput, DeleteMetricFilterCommandOutput>({
  trail: 'write',
  access: (input, context) => onGroup('DeleteMetricFilter', context, input.logGroupName),
  run: (input, context) => {
    const key = keyOf(context, groupFor(context, input.logGroupName).name, input.filterName);
    if (metricFiltersOf(context.world).get(key) === undefined)
      throw new AwsFault('ResourceNotFoundException', 'The specified metric filter does not exist.');
    metricFiltersOf(context.world).remove(key);
    return {};
  },
});
const describe = operation<DescribeMetricFiltersCommandInput, DescribeMetricFiltersCommandOutput>({
  trail: 'read',
  access: (input, context) => onGroup('DescribeMetricFilters', context, input.logGroupName ?? '*'),
  run: (input, context) => {
    const { logGroupName, filterNamePrefix = '', metricName, metricNamespace } = input;
    if ((metricName === undefined) !== (metricNamespace === undefined))
      throw invalid('metricName and metricNamespace must be given together.');
    if (logGroupName !== undefined) groupFor(context, logGroupName);
    const found = metricFiltersOf(context.world)
      .values()
      .filter(
        (filter) =>
          filter.account === context.account &&
          filter.region === context.region &&
          filter.name.startsWith(filterNamePrefix) &&
          (logGroupName === undefined || filter.group === logGroupName) &&
          (metricName === undefined || (filter.metric === metricName && filter.namespace === metricNamespace)),
      );
    const page = pageOf(found, input.limit ?? PAGE, input.nextToken);
    if (page === undefined) throw invalid('The specified nextToken is invalid.');
    return {
      metricFilters: page.page.map((filter) => ({
        filterName: filter.name,
        filterPattern: filter.pattern,
        logGroupName: filter.group,
        creationTime: filter.createdAt,
        metricTransformations: [
          {
            metricName: filter.metric,
            metricNamespace: filter.namespace,
            metricValue: filter.value,
            defaultValue: filter.otherwise,
            dimensions: filter.dimensions,
            // Checked against the service's own list when it was put.
            unit: filter.unit as StandardUnit | undefined,
          },
        ],
      })),
      nextToken: page.next,
    };
  },
});
export const METRIC_FILTER_OPERATIONS: Readonly<Record<string, Operation>> = {
  PutMetricFilter: put,
  DeleteMetricFilter: remove,
  DescribeMetricFilters: describe,
};
