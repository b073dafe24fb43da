import type {
  DeleteScalingPolicyCommandInput,
  DeleteScalingPolicyCommandOutput,
  DescribeScalingPoliciesCommandInput,
  DescribeScalingPoliciesCommandOutput,
  PutScalingPolicyCommandInput,
  PutScalingPolicyCommandOutput,
  ScalingPolicy,
} from '@aws-sdk/client-application-auto-scaling';
import type { JsonObject } from '../../../core/json.ts';
import { alarmsOf } from '../cloudwatch/state.ts';
import { operation, type Context, type Present } from '../operation.ts';
import type { World } from '../world.ts';
import { isWanted, namedBy, onAll, onTarget, paged, shownName } from './asked.ts';
import { invalid, noPolicy, notSimulated, noTarget } from './faults.ts';
import { keyOf, policiesOf, targetsOf, under, type Named, type Policy, type Target } from './state.ts';
import { dropAlarms, mustTrack, writeAlarms } from './tracking-alarms.ts';

type Input = Present<PutScalingPolicyCommandInput>;
const plain = (value: object): JsonObject => JSON.parse(JSON.stringify(value));

const mustStep = ({ StepScalingPolicyConfiguration: step }: Input): JsonObject => {
  if (step === undefined) throw invalid('StepScalingPolicyConfiguration is required for a policy of type StepScaling.');
  if (step.AdjustmentType === undefined || step.StepAdjustments === undefined || step.StepAdjustments.length === 0)
    throw invalid('AdjustmentType and StepAdjustments are required in StepScalingPolicyConfiguration.');
  const bounds = step.StepAdjustments.map(({ MetricIntervalLowerBound: lower, MetricIntervalUpperBound: upper }) => ({ lower, upper }));
  if (bounds.some(({ lower, upper }) => lower === undefined && upper === undefined))
    throw invalid('At least one of the bounds is required in a step adjustment.');
  if (bounds.some(({ lower, upper }) => lower !== undefined && upper !== undefined && lower >= upper))
    throw invalid('The upper bound of a step adjustment must be greater than its lower bound.');
  return plain(step);
};
const configured = (input: Input, of: Named, type: Policy['type']): JsonObject => {
  const { StepScalingPolicyConfiguration, TargetTrackingScalingPolicyConfiguration } = input;
  if (type === 'StepScaling') {
    if (TargetTrackingScalingPolicyConfiguration !== undefined)
      throw invalid('TargetTrackingScalingPolicyConfiguration does not go with the policy type StepScaling.');
    return mustStep(input);
  }
  if (TargetTrackingScalingPolicyConfiguration === undefined || StepScalingPolicyConfiguration !== undefined)
    throw invalid('TargetTrackingScalingPolicyConfiguration is required for a policy of type TargetTrackingScaling.');
  mustTrack(of, TargetTrackingScalingPolicyConfiguration);
  return plain(TargetTrackingScalingPolicyConfiguration);
};
const typeOf = (given: string | undefined, before: Policy | undefined): Policy['type'] => {
  const type = given ?? before?.type ?? 'StepScaling';
  if (type === 'PredictiveScaling') throw notSimulated('scale by prediction');
  if (before !== undefined && before.type !== type) throw invalid('The type of a scaling policy cannot be changed.');
  return type === 'TargetTrackingScaling' ? type : 'StepScaling';
};
const arnFor = ({ world, account, region }: Context, of: Named, name: string): string =>
  `arn:aws:autoscaling:${region}:${account}:scalingPolicy:${world.ids.uuid('scaling-policy')}:resource/sagemaker/${of.resource}:policyName/${name}`;

const alarmsFor = (world: World, target: Target, policy: Policy, before: Policy | undefined, at: number): readonly string[] => {
  if (before !== undefined) dropAlarms(world, before);
  return policy.type === 'TargetTrackingScaling' ? writeAlarms(world, target, policy, at) : [];
};
/** Alarms by which CloudWatch calls the policy: its own, and those that somebody made for a step policy. */
const shownAlarms = (world: World, policy: Policy) =>
  alarmsOf(world)
    .values()
    .filter(({ alarmActions }) => alarmActions.includes(policy.arn))
    .map(({ name, arn }) => ({ AlarmName: name, AlarmARN: arn }));

export const putPolicy = operation<PutScalingPolicyCommandInput, PutScalingPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => [onTarget('PutScalingPolicy', input, context)],
  run: (input, context) => {
    const { world, account, region, now } = context;
    const named = namedBy(input);
    const target = targetsOf(world).get(keyOf({ ...context, ...named }));
    if (target === undefined) throw noTarget(named);
    const before = policiesOf(world).get(under(target, input.PolicyName));
    const type = typeOf(input.PolicyType, before);
    const policy: Policy = {
      arn: before?.arn ?? arnFor(context, named, input.PolicyName),
      account,
      region,
      ...named,
      name: input.PolicyName,
      type,
      configuration: configured(input, named, type),
      alarms: [],
      createdAt: before?.createdAt ?? now,
    };
    const alarms = alarmsFor(world, target, policy, before, now);
    policiesOf(world).put(under(target, policy.name), { ...policy, alarms });
    return { PolicyARN: policy.arn, Alarms: type === 'TargetTrackingScaling' ? shownAlarms(world, policy) : [] };
  },
});

const shown = (world: World, policy: Policy): ScalingPolicy => {
  // Stored as it was accepted, and so of the shape that is answered; the host holds every answer to it.
  const configuration = policy.configuration as object;
  return {
    ...shownName(policy),
    PolicyARN: policy.arn,
    PolicyName: policy.name,
    PolicyType: policy.type,
    ...(policy.type === 'StepScaling'
      ? { StepScalingPolicyConfiguration: configuration }
      : { TargetTrackingScalingPolicyConfiguration: configuration as ScalingPolicy['TargetTrackingScalingPolicyConfiguration'] }),
    Alarms: shownAlarms(world, policy),
    CreationTime: new Date(policy.createdAt),
  };
};
export const describePolicies = operation<DescribeScalingPoliciesCommandInput, DescribeScalingPoliciesCommandOutput>({
  trail: 'read',
  access: () => onAll('DescribeScalingPolicies'),
  run: (input, context) => {
    const wanted = isWanted(context, input);
    const found = policiesOf(context.world)
      .values()
      .filter((policy) => wanted(policy) && input.PolicyNames?.includes(policy.name) !== false);
    const { page, next } = paged(found, input);
    return { ScalingPolicies: page.map((policy) => shown(context.world, policy)), NextToken: next };
  },
});

export const deletePolicy = operation<DeleteScalingPolicyCommandInput, DeleteScalingPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => [onTarget('DeleteScalingPolicy', input, context)],
  run: (input, context) => {
    const of = { ...context, ...namedBy(input) };
    const policy = policiesOf(context.world).get(under(of, input.PolicyName));
    if (policy === undefined) throw noPolicy(of, input.PolicyName);
    dropAlarms(context.world, policy);
    policiesOf(context.world).remove(under(of, policy.name));
    return {};
  },
});
