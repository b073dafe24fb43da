import type { ListMetricsCommandInput, ListMetricsCommandOutput } from '@aws-sdk/client-cloudwatch';
import { operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { invalid, notSimulated } from './faults.ts';
import { sourcesOf } from './sources.ts';
import { metricKey } from './state.ts';
import { storedSource } from './stored.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
const PAGE = 500;

export const listMetrics = operation<ListMetricsCommandInput, ListMetricsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'cloudwatch:ListMetrics', resource: '*' }],
  run: (input, { world, account, region }) => {
    if (input.IncludeLinkedAccounts === true || input.OwningAccount !== undefined) throw notSimulated('list the metrics of other accounts');
    if (input.RecentlyActive !== undefined) throw notSimulated('choose recently active metrics');
    const place = { account, region };
    const all = [storedSource, ...sourcesOf(world)].flatMap((source) => source.list(world, place));
    const known = new Map(all.map((metric) => [metricKey(place, metric), metric]));
    const found = [...known]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, metric]) => metric)
      .filter(
        (metric) =>
          (input.Namespace === undefined || metric.namespace === input.Namespace) &&
          (input.MetricName === undefined || metric.name === input.MetricName) &&
          (input.Dimensions ?? []).every((wanted) =>
            metric.dimensions.some(([name, value]) => name === wanted.Name && (wanted.Value === undefined || value === wanted.Value)),
          ),
      );
    const page = pageOf(found, PAGE, input.NextToken);
    if (page === undefined) throw invalid('The value for the parameter NextToken is invalid.');
    return {
      Metrics: page.page.map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
      })),
      NextToken: page.next,
    };
  },
});
