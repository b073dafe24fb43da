import * as z from 'zod';
import { writeAlarm } from '../cloudwatch/alarms/write.ts';
import { alarmsOf, sortedDimensions, type MetricName } from '../cloudwatch/state.ts';
import type { World } from '../world.ts';
import { metricDimensions } from './capacity.ts';
import { notSimulated, invalid } from './faults.ts';
import type { Dimension, Named, Policy, Target } from './state.ts';

const Configuration = z.object({
  TargetValue: z.number().positive(),
  DisableScaleIn: z.boolean().default(false),
  PredefinedMetricSpecification: z.object({ PredefinedMetricType: z.string(), ResourceLabel: z.string().optional() }).optional(),
  CustomizedMetricSpecification: z
    .object({
      MetricName: z.string().optional(),
      Namespace: z.string().optional(),
      Statistic: z.string().optional(),
      Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
      Metrics: z.array(z.unknown()).optional(),
    })
    .optional(),
});
interface Tracked {
  readonly metric: MetricName;
  readonly stat: string;
}
/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html, and the metric behind each. */
const PREDEFINED: Readonly<Record<string, { readonly dimension: Dimension; readonly name: string; readonly stat: string }>> = {
  SageMakerVariantInvocationsPerInstance: {
    dimension: 'sagemaker:variant:DesiredInstanceCount',
    name: 'InvocationsPerInstance',
    stat: 'Sum',
  },
  SageMakerVariantProvisionedConcurrencyUtilization: {
    dimension: 'sagemaker:variant:DesiredProvisionedConcurrency',
    name: 'ServerlessProvisionedConcurrencyUtilization',
    stat: 'Maximum',
  },
  SageMakerInferenceComponentInvocationsPerCopy: {
    dimension: 'sagemaker:inference-component:DesiredCopyCount',
    name: 'InvocationsPerCopy',
    stat: 'Sum',
  },
};
const predefined = (of: Named, type: string): Tracked => {
  const known = PREDEFINED[type];
  if (known === undefined && type.endsWith('HighResolution')) throw notSimulated('track metrics of less than a minute');
  if (known?.dimension !== of.dimension) throw invalid(`The predefined metric ${type} is not supported for ${of.dimension}.`);
  return { metric: { namespace: 'AWS/SageMaker', name: known.name, dimensions: sortedDimensions(metricDimensions(of)) }, stat: known.stat };
};
const trackedBy = (of: Named, configuration: z.output<typeof Configuration>): Tracked => {
  const { PredefinedMetricSpecification: usual, CustomizedMetricSpecification: own } = configuration;
  if ((usual === undefined) === (own === undefined))
    throw invalid('Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified.');
  if (usual !== undefined) return predefined(of, usual.PredefinedMetricType);
  if (own?.Metrics !== undefined) throw notSimulated('track metric math');
  if (own?.MetricName === undefined || own.Namespace === undefined || own.Statistic === undefined)
    throw invalid('MetricName, Namespace and Statistic are required in CustomizedMetricSpecification.');
  const dimensions = sortedDimensions(Object.fromEntries(own.Dimensions.map(({ Name, Value }) => [Name, Value])));
  return { metric: { namespace: own.Namespace, name: own.MetricName, dimensions }, stat: own.Statistic };
};

/** What the policy tracks, checked before anything is stored. */
export const mustTrack = (of: Named, given: unknown): void => {
  const configuration = Configuration.safeParse(given);
  if (!configuration.success) throw invalid('TargetValue must be greater than 0.');
  trackedBy(of, configuration.data);
};
/** Three minutes above the target, and fifteen below nine tenths of it. Answers the alarms' ARNs. */
export const writeAlarms = (world: World, target: Target, policy: Policy, at: number): readonly string[] => {
  const configuration = Configuration.parse(policy.configuration);
  const { metric, stat } = trackedBy(policy, configuration);
  const { TargetValue, DisableScaleIn } = configuration;
  const write = (side: 'High' | 'Low', operator: string, threshold: number, periods: number): string =>
    writeAlarm(
      world,
      target,
      {
        name: `TargetTracking-${policy.resource}-Alarm${side}-${world.ids.uuid('scaling-alarm')}`,
        description: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policy.arn}.`,
        actionsEnabled: true,
        alarmActions: [policy.arn],
        okActions: [],
        insufficientActions: [],
        watch: {
          queries: [{ id: 'm1', returned: true, stat: { metric, period: 60, stat } }],
          operator,
          threshold,
          period: 60,
          periods,
          datapoints: periods,
          missing: 'missing',
          isSimple: true,
          datapointsGiven: false,
          missingGiven: false,
        },
      },
      at,
    ).arn;
  return [
    write('High', 'GreaterThanThreshold', TargetValue, 3),
    ...(DisableScaleIn ? [] : [write('Low', 'LessThanThreshold', TargetValue * 0.9, 15)]),
  ];
};
export const dropAlarms = (world: World, policy: Policy): void => {
  for (const arn of policy.alarms) alarmsOf(world).remove(arn);
};
