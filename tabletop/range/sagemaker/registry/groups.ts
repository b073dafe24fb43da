import type {
  CreateModelPackageGroupCommandInput,
  CreateModelPackageGroupCommandOutput,
  DeleteModelPackageGroupCommandInput,
  DeleteModelPackageGroupCommandOutput,
  DescribeModelPackageGroupCommandInput,
  DescribeModelPackageGroupCommandOutput,
  ListModelPackageGroupsCommandInput,
  ListModelPackageGroupsCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Operation } from '../../operation.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { onAll } from '../access.ts';
import { creating, isMine, unsupported, userOf } from '../asked.ts';
import { invalid } from '../faults.ts';
import { listed } from '../list.ts';
import { dropTags, setFirstTags } from '../state.ts';
import { groupNamed, onGroup } from './ask.ts';
import { groupArn, groupsOf, packagesOf } from './state.ts';

const create = operation<CreateModelPackageGroupCommandInput, CreateModelPackageGroupCommandOutput>({
  trail: 'write',
  access: (input, context) => creating('CreateModelPackageGroup', groupArn(context, input.ModelPackageGroupName), input.Tags),
  run: (input, context) => {
    unsupported('CreateModelPackageGroup', input, ['ManagedConfiguration']);
    const arn = groupArn(context, input.ModelPackageGroupName);
    if (groupsOf(context.world).get(arn) !== undefined) throw invalid(`Model Package Group already exists: ${arn}`);
    groupsOf(context.world).put(arn, {
      arn,
      name: input.ModelPackageGroupName,
      account: context.account,
      createdAt: context.now,
      createdBy: context.caller.arn,
      lastVersion: 0,
      ...(input.ModelPackageGroupDescription === undefined ? {} : { description: input.ModelPackageGroupDescription }),
    });
    setFirstTags(context.world, arn, input.Tags ?? []);
    return { ModelPackageGroupArn: arn };
  },
});

const describe = operation<DescribeModelPackageGroupCommandInput, DescribeModelPackageGroupCommandOutput>({
  trail: 'read',
  access: (input, context) => [onGroup(context, 'DescribeModelPackageGroup', input.ModelPackageGroupName)],
  run: (input, context) => {
    const group = groupNamed(context, input.ModelPackageGroupName);
    return {
      ModelPackageGroupName: group.name,
      ModelPackageGroupArn: group.arn,
      ModelPackageGroupDescription: group.description,
      CreationTime: new Date(group.createdAt),
      CreatedBy: userOf(group.createdBy),
      ModelPackageGroupStatus: 'Completed',
    };
  },
});

const list = operation<ListModelPackageGroupsCommandInput, ListModelPackageGroupsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListModelPackageGroups'),
  run: (input, context) => {
    unsupported('ListModelPackageGroups', input, ['CrossAccountFilterOption']);
    const mine = groupsOf(context.world)
      .values()
      .filter((group) => isMine(context, group));
    const { page, next } = listed(mine, input, {
      name: ({ name }) => name,
      sortKey: input.SortBy === 'Name' ? ({ name }) => name : undefined,
      order: 'Ascending',
    });
    return {
      ModelPackageGroupSummaryList: page.map((group) => ({
        ModelPackageGroupName: group.name,
        ModelPackageGroupArn: group.arn,
        ModelPackageGroupDescription: group.description,
        CreationTime: new Date(group.createdAt),
        ModelPackageGroupStatus: 'Completed' as const,
      })),
      NextToken: next,
    };
  },
});

const remove = operation<DeleteModelPackageGroupCommandInput, DeleteModelPackageGroupCommandOutput>({
  trail: 'write',
  access: (input, context) => [onGroup(context, 'DeleteModelPackageGroup', input.ModelPackageGroupName)],
  run: (input, context) => {
    const group = groupNamed(context, input.ModelPackageGroupName);
    const holds = packagesOf(context.world)
      .values()
      .some(({ account, group: name }) => account === group.account && name === group.name);
    if (holds)
      throw new AwsFault(
        'ConflictException',
        `Model Package Group cannot be deleted because it still contains Model Packages: ${group.arn}`,
      );
    groupsOf(context.world).remove(group.arn);
    dropTags(context.world, group.arn);
    return {};
  },
});

export const GROUP_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateModelPackageGroup: create,
  DescribeModelPackageGroup: describe,
  ListModelPackageGroups: list,
  DeleteModelPackageGroup: remove,
};
