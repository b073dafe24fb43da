import type {
  CreateLogGroupCommandInput,
  CreateLogGroupCommandOutput,
  DeleteLogGroupCommandInput,
  DeleteLogGroupCommandOutput,
  DeleteRetentionPolicyCommandInput,
  DeleteRetentionPolicyCommandOutput,
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
  PutRetentionPolicyCommandInput,
  PutRetentionPolicyCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagProblem } from '../tag-keys.ts';
import { groupFor, onAll, onGroup } from './access.ts';
import { invalid, notSimulated } from './faults.ts';
import { allGroups, groupNamed } from './read.ts';
import { groupArn, groupKey, groupsOf, linesOf, logTagsOf, metricFiltersOf, streamsOf } from './state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const DAYS: readonly number[] = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];
const PAGE = 50;

const create = operation<CreateLogGroupCommandInput, CreateLogGroupCommandOutput>({
  trail: 'write',
  access: (input, context) => onGroup('CreateLogGroup', context, input.logGroupName, requestTags(input.tags ?? {})),
  run: (input, context) => {
    const { world, account, region, now } = context;
    if (input.kmsKeyId !== undefined) throw notSimulated('encrypt log groups with keys of their own');
    if (input.logGroupClass !== undefined && input.logGroupClass !== 'STANDARD')
      throw notSimulated(`know the class ${input.logGroupClass}`);
    if (groupNamed(world, context, input.logGroupName) !== undefined)
      throw new AwsFault('ResourceAlreadyExistsException', 'The specified log group already exists');
    const problem = tagProblem({}, input.tags ?? {});
    if (problem !== undefined) throw invalid(problem);
    groupsOf(world).put(groupKey(context, input.logGroupName), { account, region, name: input.logGroupName, createdAt: now });
    if (input.tags !== undefined) logTagsOf(world).put(groupArn(context, input.logGroupName), input.tags);
    return {};
  },
});

const remove = operation<DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput>({
  trail: 'write',
  access: (input, context) => onGroup('DeleteLogGroup', context, input.logGroupName),
  run: (input, context) => {
    const { world } = context;
    const { name } = groupFor(context, input.logGroupName);
    const key = groupKey(context, name);
    if (groupsOf(world).get(key) === undefined) throw notSimulated('delete the logs of running containers');
    groupsOf(world).remove(key);
    logTagsOf(world).remove(groupArn(context, name));
    for (const table of [streamsOf(world), linesOf(world), metricFiltersOf(world)])
      for (const [row] of table.entries()) if (row.startsWith(`${key}|`)) table.remove(row);
    return {};
  },
});

const describe = operation<DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput>({
  trail: 'read',
  access: () => onAll('DescribeLogGroups'),
  run: (input, context) => {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input;
    if (prefix !== undefined && pattern !== undefined)
      throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
    if (input.includeLinkedAccounts === true || input.accountIdentifiers !== undefined)
      throw notSimulated('list the log groups of other accounts');
    const found = allGroups(context.world, context).filter(
      ({ name }) =>
        (prefix === undefined || name.startsWith(prefix)) && (pattern === undefined || name.toLowerCase().includes(pattern.toLowerCase())),
    );
    const page = pageOf(
      input.logGroupClass === undefined || input.logGroupClass === 'STANDARD' ? found : [],
      input.limit ?? PAGE,
      input.nextToken,
    );
    if (page === undefined) throw invalid('The specified nextToken is invalid.');
    const filters = metricFiltersOf(context.world).values();
    return {
      logGroups: page.page.map((group) => ({
        logGroupName: group.name,
        arn: `${groupArn(context, group.name)}:*`,
        logGroupArn: groupArn(context, group.name),
        creationTime: group.createdAt,
        retentionInDays: group.retention,
        metricFilterCount: filters.filter((filter) => filter.group === group.name && filter.account === group.account).length,
        logGroupClass: 'STANDARD',
      })),
      nextToken: page.next,
    };
  },
});

const putRetention = operation<PutRetentionPolicyCommandInput, PutRetentionPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onGroup('PutRetentionPolicy', context, input.logGroupName),
  run: (input, context) => {
    const group = groupFor(context, input.logGroupName);
    if (!DAYS.includes(input.retentionInDays))
      throw invalid(
        `1 validation error detected: Value '${input.retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${DAYS.join(', ')}]`,
      );
    groupsOf(context.world).put(groupKey(context, group.name), { ...group, retention: input.retentionInDays });
    return {};
  },
});
const dropRetention = operation<DeleteRetentionPolicyCommandInput, DeleteRetentionPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onGroup('DeleteRetentionPolicy', context, input.logGroupName),
  run: (input, context) => {
    const { retention: _gone, ...group } = groupFor(context, input.logGroupName);
    groupsOf(context.world).put(groupKey(context, group.name), group);
    return {};
  },
});
export const GROUP_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateLogGroup: create,
  DeleteLogGroup: remove,
  DescribeLogGroups: describe,
  PutRetentionPolicy: putRetention,
  DeleteRetentionPolicy: dropRetention,
};
