import type {
  DeregisterScalableTargetCommandInput,
  DeregisterScalableTargetCommandOutput,
  DescribeScalableTargetsCommandInput,
  DescribeScalableTargetsCommandOutput,
} from '@aws-sdk/client-application-auto-scaling';
import { operation } from '../operation.ts';
import { isWanted, namedBy, onAll, onTarget, paged, shownName } from './asked.ts';
import { invalid, noTargetFound } from './faults.ts';
import { keyOf, ofTarget, policiesOf, scheduledOf, targetsOf, under } from './state.ts';
import { dropAlarms } from './tracking-alarms.ts';

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
