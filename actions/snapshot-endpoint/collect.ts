import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  ListTagsCommand,
  type DescribeEndpointCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { s3Location } from '../../core/asset/location.ts';
import type { Target } from '../../core/asset/resource.ts';
import { plus, type Instant } from '../../core/time.ts';
import { notConfigured, type Collector } from './collector.ts';
import { collectModel } from './collect-model.ts';

/** A day before the look, in steps of five minutes: 288 points a metric. */
const METRIC_WINDOW_SECONDS = 86_400;
const METRIC_PERIOD_SECONDS = 300;
/** More than a day of one variant holds; the newest come first. */
const MAX_DATAPOINTS = 2000;
const METRICS = [
  ['Invocations', 'Sum'],
  ['Invocation4XXErrors', 'Sum'],
  ['Invocation5XXErrors', 'Sum'],
  ['ModelLatency', 'Average'],
] as const;
/** One page. What is beyond it is part of the full set; the answer itself says that there is more. */
const MAX_KEYS = 1000;
const MAX_EVENTS = 50;

const metrics = async (collector: Collector, target: Target, variants: readonly string[], at: Instant): Promise<void> => {
  const queries = variants.flatMap((variant, index) =>
    METRICS.map(([MetricName, Stat]) => ({
      Id: `v${index}${MetricName.toLowerCase()}`,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/SageMaker',
          MetricName,
          Dimensions: [
            { Name: 'EndpointName', Value: target.name },
            { Name: 'VariantName', Value: variant },
          ],
        },
        Period: METRIC_PERIOD_SECONDS,
        Stat,
      },
    })),
  );
  if (queries.length === 0) return collector.miss('metrics', notConfigured('metrics', 'the endpoint names no production variant'));
  await collector.take('metrics', GetMetricDataCommand, {
    StartTime: new Date(plus(at, -METRIC_WINDOW_SECONDS)),
    EndTime: new Date(at),
    MetricDataQueries: queries,
    MaxDatapoints: MAX_DATAPOINTS,
  });
};

/** Which requests were recorded; the requests themselves belong to the full set. */
const dataCapture = async (collector: Collector, target: Target, endpoint: DescribeEndpointCommandOutput): Promise<void> => {
  const capture = endpoint.DataCaptureConfig;
  const place = s3Location(`${capture?.DestinationS3Uri?.replace(/\/*$/, '') ?? ''}/${target.name}/`);
  if (capture?.EnableCapture !== true || place === undefined)
    return collector.miss(
      'data-capture',
      notConfigured('data capture', 'the endpoint records no requests, so nobody can say what it was asked'),
    );
  await collector.take('data-capture', ListObjectVersionsCommand, { Bucket: place.bucket, Prefix: place.key, MaxKeys: MAX_KEYS });
};

/** The quick set, one call after the other: what is most volatile is taken first, and SageMaker's describe calls share one small limit. */
export const collect = async (collector: Collector, target: Target, at: Instant): Promise<void> => {
  const identity = await collector.take('caller-identity', GetCallerIdentityCommand, {});
  if (identity?.Arn !== undefined) collector.signAs(identity.Arn);
  const endpoint = await collector.take('endpoint', DescribeEndpointCommand, { EndpointName: target.name });
  await collector.take('tags', ListTagsCommand, { ResourceArn: target.arn });
  await metrics(
    collector,
    target,
    (endpoint?.ProductionVariants ?? []).flatMap(({ VariantName }) => VariantName ?? []),
    at,
  );
  if (endpoint !== undefined) await dataCapture(collector, target, endpoint);
  await collector.take('cloudtrail', LookupEventsCommand, {
    LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: target.name }],
    MaxResults: MAX_EVENTS,
  });
  if (endpoint?.EndpointConfigName === undefined) return;
  const config = await collector.take('endpoint-config', DescribeEndpointConfigCommand, {
    EndpointConfigName: endpoint.EndpointConfigName,
  });
  const models = [...new Set((config?.ProductionVariants ?? []).flatMap(({ ModelName }) => ModelName ?? []))];
  for (const model of models) await collectModel(collector, model);
};
