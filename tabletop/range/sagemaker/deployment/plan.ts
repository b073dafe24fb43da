import type { DeploymentConfig } from '@aws-sdk/client-sagemaker';
import type { Present } from '../../operation.ts';
import { invalid } from '../faults.ts';
import type { Stage } from '../state.ts';

type Given = Present<DeploymentConfig>;
interface Size {
  readonly Type: string;
  readonly Value: number;
}
/** How long things take that AWS gives no number for, in AWS seconds. */
export interface Pace {
  readonly provision: number;
  readonly batch: number;
}

/** The part of the new fleet that a size means. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html */
const partOf = (size: Size, instances: number): number =>
  size.Type === 'CAPACITY_PERCENT' ? size.Value / 100 : Math.min(1, size.Value / Math.max(1, instances));
const mustLie = (name: string, part: number, least: number, most: number): number => {
  if (part < least - 1e-9 || part > most + 1e-9)
    throw invalid(`${name} must be between ${least * 100}% and ${most * 100}% of the capacity of the production variant.`);
  return part;
};

const shift = (share: number, baking: number): readonly Stage[] => [
  { status: 'ActivatingTraffic', share, seconds: 0 },
  { status: 'Baking', share, seconds: baking },
];
/** Every share up to the whole fleet, `part` at a time. */
export const sharesBy = (part: number): readonly number[] => {
  const steps = Math.ceil(1 / part - 1e-9);
  return Array.from({ length: steps }, (_, index) => (index === steps - 1 ? 1 : (index + 1) * part));
};

const blueGreen = (policy: NonNullable<Given['BlueGreenUpdatePolicy']>, instances: number, pace: Pace): readonly Stage[] => {
  const { Type, WaitIntervalInSeconds: wait, CanarySize, LinearStepSize } = policy.TrafficRoutingConfiguration;
  const last = policy.TerminationWaitInSeconds ?? 0;
  if ((CanarySize !== undefined) !== (Type === 'CANARY'))
    throw invalid('CanarySize must be specified for, and only for, traffic routing of type CANARY.');
  if ((LinearStepSize !== undefined) !== (Type === 'LINEAR'))
    throw invalid('LinearStepSize must be specified for, and only for, traffic routing of type LINEAR.');
  const shares =
    CanarySize !== undefined
      ? [mustLie('CanarySize', partOf(CanarySize, instances), 0, 0.5), 1]
      : LinearStepSize !== undefined
        ? sharesBy(mustLie('LinearStepSize', partOf(LinearStepSize, instances), 0.1, 0.5))
        : [1];
  return [
    { status: 'Creating', share: 0, seconds: pace.provision },
    ...shares.flatMap((share) => shift(share, share === 1 ? last : wait)),
    { status: 'Deleting', share: 1, seconds: 0 },
  ];
};

const rolling = (policy: NonNullable<Given['RollingUpdatePolicy']>, instances: number, pace: Pace): readonly Stage[] => {
  const part = mustLie('MaximumBatchSize', partOf(policy.MaximumBatchSize, instances), 0.05, 0.5);
  return sharesBy(part).flatMap((share, index, all) => [
    { status: 'Creating' as const, share: all[index - 1] ?? 0, seconds: pace.batch },
    ...shift(share, policy.WaitIntervalInSeconds),
    { status: 'Deleting' as const, share, seconds: 0 },
  ]);
};

export interface Plan {
  readonly stages: readonly Stage[];
  readonly isRolling: boolean;
  readonly alarms: readonly string[];
  /** After how many AWS seconds it is turned back. */
  readonly limit: number | undefined;
}
/** What a deployment of `instances` new instances does, stage by stage; without a policy all at once. */
export const planOf = (config: Given | undefined, instances: number, pace: Pace): Plan => {
  const { BlueGreenUpdatePolicy: blue, RollingUpdatePolicy: roll, AutoRollbackConfiguration } = config ?? {};
  if (blue !== undefined && roll !== undefined)
    throw invalid('Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy can be specified in the deployment configuration.');
  const stages =
    roll !== undefined
      ? rolling(roll, instances, pace)
      : blueGreen(blue ?? { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 } }, instances, pace);
  const limit = (blue ?? roll)?.MaximumExecutionTimeoutInSeconds;
  const waits = stages.filter(({ status }) => status === 'Baking').reduce((sum, { seconds }) => sum + seconds, 0);
  if (limit !== undefined && limit <= waits)
    throw invalid('MaximumExecutionTimeoutInSeconds must be larger than the total of the waiting times of the deployment.');
  const alarms = (AutoRollbackConfiguration?.Alarms ?? []).flatMap(({ AlarmName }) => (AlarmName === undefined ? [] : [AlarmName]));
  return { stages, isRolling: roll !== undefined, alarms, limit };
};
