import type {
  DeleteModelPackageGroupPolicyCommandInput,
  DeleteModelPackageGroupPolicyCommandOutput,
  GetModelPackageGroupPolicyCommandInput,
  GetModelPackageGroupPolicyCommandOutput,
  PutModelPackageGroupPolicyCommandInput,
  PutModelPackageGroupPolicyCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Operation } from '../../operation.ts';
import { resourcePolicyOf } from '../../resource-policy.ts';
import { invalid } from '../faults.ts';
import { groupNamed, onGroup } from './ask.ts';
import { groupsOf } from './state.ts';

const put = operation<PutModelPackageGroupPolicyCommandInput, PutModelPackageGroupPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => [onGroup(context, 'PutModelPackageGroupPolicy', input.ModelPackageGroupName)],
  run: (input, context) => {
    const group = groupNamed(context, input.ModelPackageGroupName);
    const policy = resourcePolicyOf(input.ResourcePolicy, (why) => invalid(`Invalid resource policy: ${why}`));
    groupsOf(context.world).put(group.arn, { ...group, policy });
    return { ModelPackageGroupArn: group.arn };
  },
});

const get = operation<GetModelPackageGroupPolicyCommandInput, GetModelPackageGroupPolicyCommandOutput>({
  trail: 'read',
  access: (input, context) => [onGroup(context, 'GetModelPackageGroupPolicy', input.ModelPackageGroupName)],
  run: (input, context) => {
    const { arn, policy } = groupNamed(context, input.ModelPackageGroupName);
    if (policy === undefined) throw invalid(`Cannot find resource policy for: ${arn}`);
    return { ResourcePolicy: JSON.stringify(policy) };
  },
});

const remove = operation<DeleteModelPackageGroupPolicyCommandInput, DeleteModelPackageGroupPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => [onGroup(context, 'DeleteModelPackageGroupPolicy', input.ModelPackageGroupName)],
  run: (input, context) => {
    const { policy, ...group } = groupNamed(context, input.ModelPackageGroupName);
    if (policy === undefined) throw invalid(`Cannot find resource policy for: ${group.arn}`);
    groupsOf(context.world).put(group.arn, group);
    return {};
  },
});

export const GROUP_POLICY_OPERATIONS: Readonly<Record<string, Operation>> = {
  PutModelPackageGroupPolicy: put,
  GetModelPackageGroupPolicy: get,
  DeleteModelPackageGroupPolicy: remove,
};
