import type {
  CancelExportTaskCommandInput,
  CancelExportTaskCommandOutput,
  CreateExportTaskCommandInput,
  CreateExportTaskCommandOutput,
  DescribeExportTasksCommandInput,
  DescribeExportTasksCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { storeObject } from '../s3/write.ts';
import { groupFor, onAll, onGroup } from './access.ts';
import { exportStart } from './behaviours.ts';
import { destination } from './export-bucket.ts';
import { exportTasksOf, isActive, type ExportTask } from './export-run.ts';
import { invalid } from './faults.ts';

const PAGE = 50;
const create = operation<CreateExportTaskCommandInput, CreateExportTaskCommandOutput>({
  trail: 'write',
  access: (input, context) => onGroup('CreateExportTask', context, input.logGroupName),
  run: (input, context) => {
    const { world, account, region, now } = context;
    const { name: group } = groupFor(context, input.logGroupName);
    if (input.from >= input.to) throw invalid("The 'from' timestamp must be before the 'to' timestamp.");
    const isBusy = exportTasksOf(world)
      .values()
      .some((task) => task.account === account && task.region === region && isActive(task));
    if (isBusy) throw new AwsFault('LimitExceededException', 'Resource limit exceeded.');
    const bucket = destination(context, input.destination, group);
    const prefix = input.destinationPrefix ?? 'exportedlogs';
    const id = world.ids.uuid('export-task');
    const task: ExportTask = {
      id,
      account,
      region,
      group,
      from: input.from,
      to: input.to,
      bucket: bucket.name,
      prefix,
      status: 'PENDING',
      createdAt: now,
      ...(input.taskName === undefined ? {} : { name: input.taskName }),
      ...(input.logStreamNamePrefix === undefined ? {} : { streams: input.logStreamNamePrefix }),
    };
    exportTasksOf(world).put(id, task);
    storeObject(world, bucket, { key: `${prefix}/aws-logs-write-test`, bytes: Buffer.from('Permission Check Successful') });
    world.timers.add('logs-export', world.lasts(exportStart), { id });
    return { taskId: id };
  },
});
const cancel = operation<CancelExportTaskCommandInput, CancelExportTaskCommandOutput>({
  trail: 'write',
  access: () => onAll('CancelExportTask'),
  run: (input, { world, account, now }) => {
    const task = exportTasksOf(world).get(input.taskId);
    if (task?.account !== account) throw new AwsFault('ResourceNotFoundException', 'The specified export task does not exist.');
    if (!isActive(task)) throw new AwsFault('InvalidOperationException', 'The specified export task has already finished.');
    exportTasksOf(world).put(task.id, { ...task, status: 'CANCELLED', endedAt: now });
    return {};
  },
});
const describe = operation<DescribeExportTasksCommandInput, DescribeExportTasksCommandOutput>({
  trail: 'read',
  access: () => onAll('DescribeExportTasks'),
  run: (input, { world, account, region }) => {
    const found = exportTasksOf(world)
      .values()
      .filter(
        (task) =>
          task.account === account &&
          task.region === region &&
          (input.taskId === undefined || task.id === input.taskId) &&
          (input.statusCode === undefined || task.status === input.statusCode),
      )
      .sort((a, b) => b.createdAt - a.createdAt);
    const page = pageOf(found, input.limit ?? PAGE, input.nextToken);
    if (page === undefined) throw invalid('The specified nextToken is invalid.');
    return {
      exportTasks: page.page.map((task) => ({
        taskId: task.id,
        taskName: task.name,
        logGroupName: task.group,
        from: task.from,
        to: task.to,
        destination: task.bucket,
        destinationPrefix: task.prefix,
        status: { code: task.status, message: task.status === 'COMPLETED' ? 'Completed successfully' : undefined },
        executionInfo: { creationTime: task.createdAt, completionTime: task.endedAt },
      })),
      nextToken: page.next,
    };
  },
});
export const EXPORT_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateExportTask: create,
  CancelExportTask: cancel,
  DescribeExportTasks: describe,
};
