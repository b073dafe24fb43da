import type { RegisterScalableTargetCommandInput, RegisterScalableTargetCommandOutput } from '@aws-sdk/client-application-auto-scaling';
import { operation, type Context, type Present } from '../operation.ts';
import { requestTags, tagProblem } from '../tag-keys.ts';
import { namedBy, onTarget } from './asked.ts';
import { invalid, notSimulated } from './faults.ts';
import { makingRole, serviceRole } from './role.ts';
import { mustExist } from './scalable.ts';
import { runPolicies } from './scale.ts';
import { keyOf, targetsOf, type Named, type Target } from './state.ts';
import { noticeCapacity, scaledArn } from './wake.ts';

type Input = Present<RegisterScalableTargetCommandInput>;
const NONE = { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false, ScheduledScalingSuspended: false };

const boundsOf = (input: Input, before: Target | undefined): { readonly min: number; readonly max: number } => {
  const [min, max] = [input.MinCapacity ?? before?.min, input.MaxCapacity ?? before?.max];
  if (min === undefined || max === undefined) throw invalid('Both MinCapacity and MaxCapacity are required for a new scalable target.');
  if (min > max) throw invalid('Maximum capacity cannot be less than minimum capacity.');
  return { min, max };
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
