import type {
  DeregisterScalableTargetCommandInput,
  DeregisterScalableTargetCommandOutput,
  DescribeScalableTargetsCommandInput,
  DescribeScalableTargetsCommandOutput,
  RegisterScalableTargetCommandInput,
  RegisterScalableTargetCommandOutput,
} from '@aws-sdk/client-application-auto-scaling';
import { operation, type Context, type Present } from '../operation.ts';
import { mustBeAllowed } from '../sagemaker/verdicts.ts';
import { requestTags, tagProblem } from '../tag-keys.ts';
import { isWanted, namedBy, onAll, onTarget, paged, shownName } from './asked.ts';
import { zeroMinimum } from './behaviours.ts';
import { capacityOf } from './capacity.ts';
import { invalid, noTargetFound, notSimulated } from './faults.ts';
import { makingRole, serviceRole } from './role.ts';
import { runPolicies } from './scale.ts';
import { keyOf, ofTarget, policiesOf, scheduledOf, targetsOf, under, type Named, type Target } from './state.ts';
import { dropAlarms } from './tracking-alarms.ts';
import { noticeCapacity, scaledArn } from './wake.ts';

type Input = Present<RegisterScalableTargetCommandInput>;
const NONE = { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false, ScheduledScalingSuspended: false };

const boundsOf = (input: Input, before: Target | undefined): { readonly min: number; readonly max: number } => {
  const [min, max] = [input.MinCapacity ?? before?.min, input.MaxCapacity ?? before?.max];
  if (min === undefined || max === undefined) throw invalid('Both MinCapacity and MaxCapacity are required for a new scalable target.');
  if (min > max) throw invalid('Maximum capacity cannot be less than minimum capacity.');
  return { min, max };
};
const mustExist = (context: Context, named: Named, min: number): void => {
  const capacity = capacityOf(context.world, { ...context, ...named });
  if (capacity === undefined) throw invalid(`Unable to find the SageMaker resource ${named.resource} for ${named.dimension}.`);
  if (min === 0 && !capacity.mayBeZero) mustBeAllowed(context.world, zeroMinimum);
};
const madeFor = (input: Input, context: Context, named: Named, before: Target | undefined): Target => {
  const { world, account, region, now } = context;
  const tags = input.Tags ?? {};
  const problem = tagProblem({}, tags);
  if (problem !== undefined) throw invalid(problem);
  if (before !== undefined && input.Tags !== undefined) throw invalid('Tags can be given only when a scalable target is registered first.');
  const bounds = boundsOf(input, before);
  mustExist(context, named, bounds.min);
  const id = world.ids.code('scalable-target', 24).toLowerCase();
  return {
    arn: before?.arn ?? `arn:aws:application-autoscaling:${region}:${account}:scalable-target/${id}`,
    account,
    region,
    ...named,
    ...bounds,
    roleArn: before?.roleArn ?? serviceRole(context),
    suspended: { ...(before?.suspended ?? NONE), ...input.SuspendedState },
    createdAt: before?.createdAt ?? now,
    ...(before?.actedAt === undefined ? {} : { actedAt: before.actedAt }),
    tags: before?.tags ?? tags,
  };
};

export const register = operation<RegisterScalableTargetCommandInput, RegisterScalableTargetCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    onTarget('RegisterScalableTarget', input, context, requestTags(input.Tags ?? {})),
    ...(input.Tags === undefined ? [] : [onTarget('TagResource', input, context, requestTags(input.Tags))]),
    ...makingRole(context),
  ],
  run: (input, context) => {
    const { world, now } = context;
    const named = namedBy(input);
    if (input.RoleARN !== undefined) throw notSimulated('scale SageMaker with another role than the service-linked one');
    const before = targetsOf(world).get(keyOf({ ...context, ...named }));
    const target = madeFor(input, context, named, before);
    targetsOf(world).put(keyOf(target), target);
    noticeCapacity(world, scaledArn(target));
    // What was suspended and is not any more acts on alarms that went off meanwhile.
    if (before !== undefined) runPolicies(world, target, now);
    return { ScalableTargetARN: target.arn };
  },
});

export const describeTargets = operation<DescribeScalableTargetsCommandInput, DescribeScalableTargetsCommandOutput>({
  trail: 'read',
  access: () => onAll('DescribeScalableTargets'),
  run: (input, context) => {
    const { ServiceNamespace, ScalableDimension, ResourceIds } = input;
    if (ScalableDimension !== undefined && ResourceIds === undefined)
      throw invalid('If you specify a scalable dimension, you must also specify a resource ID.');
    const wanted = isWanted(context, { ServiceNamespace });
    const found = targetsOf(context.world)
      .values()
      .filter(wanted)
      .filter(({ resource, dimension }) => ResourceIds?.includes(resource) !== false && (ScalableDimension ?? dimension) === dimension);
    const { page, next } = paged(found, input);
    return {
      ScalableTargets: page.map((target) => ({
        ...shownName(target),
        MinCapacity: target.min,
        MaxCapacity: target.max,
        RoleARN: target.roleArn,
        CreationTime: new Date(target.createdAt),
        SuspendedState: target.suspended,
        ScalableTargetARN: target.arn,
      })),
      NextToken: next,
    };
  },
});

export const deregister = operation<DeregisterScalableTargetCommandInput, DeregisterScalableTargetCommandOutput>({
  trail: 'write',
  access: (input, context) => [onTarget('DeregisterScalableTarget', input, context)],
  run: (input, context) => {
    const { world } = context;
    const of = { ...context, ...namedBy(input) };
    const target = targetsOf(world).get(keyOf(of));
    if (target === undefined) throw noTargetFound(of);
    for (const policy of ofTarget(policiesOf(world), target)) {
      dropAlarms(world, policy);
      policiesOf(world).remove(under(policy, policy.name));
    }
    for (const action of ofTarget(scheduledOf(world), target)) scheduledOf(world).remove(under(action, action.name));
    targetsOf(world).remove(keyOf(target));
    return {};
  },
});
