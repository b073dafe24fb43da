import type {
  DescribeMonitoringScheduleCommandInput,
  DescribeMonitoringScheduleCommandOutput,
  ListMonitoringExecutionsCommandInput,
  ListMonitoringExecutionsCommandOutput,
  ListMonitoringSchedulesCommandInput,
  ListMonitoringSchedulesCommandOutput,
  MonitoringExecutionSummary,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation } from '../../operation.ts';
import { on, onAll } from '../access.ts';
import { isMine } from '../asked.ts';
import { isModified } from '../jobs/lists.ts';
import { listed } from '../list.ts';
import { scheduleNamed } from './schedules.ts';
import { monitoringRunsOf, schedulesOf, standingOf, type Execution } from './state.ts';

const summaryOf = ({ world }: Context, run: Execution): MonitoringExecutionSummary => {
  const { status, modifiedAt, failureReason } = standingOf(world, run);
  return {
    MonitoringScheduleName: run.scheduleName,
    ScheduledTime: new Date(run.scheduledAt),
    CreationTime: new Date(run.createdAt),
    LastModifiedTime: new Date(modifiedAt),
    MonitoringExecutionStatus: status,
    ProcessingJobArn: run.job,
    EndpointName: run.endpoint,
    FailureReason: failureReason,
    MonitoringJobDefinitionName: run.definition,
    MonitoringType: run.type,
  };
};

const describe = operation<DescribeMonitoringScheduleCommandInput, DescribeMonitoringScheduleCommandOutput>({
  trail: 'read',
  access: (input, context) => [on('DescribeMonitoringSchedule', 'monitoring-schedule')(context, input.MonitoringScheduleName)],
  run: (input, context) => {
    const found = scheduleNamed(context, input.MonitoringScheduleName);
    const last = monitoringRunsOf(context.world)
      .values()
      .filter(({ schedule }) => schedule === found.arn)
      .at(-1);
    return {
      MonitoringScheduleArn: found.arn,
      MonitoringScheduleName: found.name,
      MonitoringScheduleStatus: found.status,
      MonitoringType: found.type,
      MonitoringScheduleConfig: found.config,
      CreationTime: new Date(found.createdAt),
      LastModifiedTime: new Date(found.modifiedAt),
      EndpointName: found.endpoint,
      LastMonitoringExecutionSummary: last === undefined ? undefined : summaryOf(context, last),
    };
  },
});

const list = operation<ListMonitoringSchedulesCommandInput, ListMonitoringSchedulesCommandOutput>({
  trail: 'read',
  access: () => onAll('ListMonitoringSchedules'),
  run: (input, context) => {
    const mine = schedulesOf(context.world)
      .values()
      .filter((found) => isMine(context, found) && isModified(found, input))
      .filter(
        (found) =>
          (input.EndpointName === undefined || found.endpoint === input.EndpointName) &&
          (input.MonitoringTypeEquals === undefined || found.type === input.MonitoringTypeEquals) &&
          (input.MonitoringJobDefinitionName === undefined || found.definition === input.MonitoringJobDefinitionName),
      );
    const sortKey =
      input.SortBy === 'Name'
        ? (one: (typeof mine)[number]) => one.name
        : input.SortBy === 'Status'
          ? (one: (typeof mine)[number]) => one.status
          : undefined;
    const { page, next } = listed(mine, input, { name: ({ name }) => name, sortKey });
    return {
      MonitoringScheduleSummaries: page.map((found) => ({
        MonitoringScheduleName: found.name,
        MonitoringScheduleArn: found.arn,
        CreationTime: new Date(found.createdAt),
        LastModifiedTime: new Date(found.modifiedAt),
        MonitoringScheduleStatus: found.status,
        EndpointName: found.endpoint,
        MonitoringJobDefinitionName: found.definition,
        MonitoringType: found.type,
      })),
      NextToken: next,
    };
  },
});

const executions = operation<ListMonitoringExecutionsCommandInput, ListMonitoringExecutionsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListMonitoringExecutions'),
  run: (input, context) => {
    const mine = monitoringRunsOf(context.world)
      .values()
      .filter((run) => run.account === context.account && run.region === context.region)
      .filter(
        (run) =>
          (input.MonitoringScheduleName === undefined || run.scheduleName === input.MonitoringScheduleName) &&
          (input.EndpointName === undefined || run.endpoint === input.EndpointName) &&
          (input.MonitoringTypeEquals === undefined || run.type === input.MonitoringTypeEquals) &&
          (input.MonitoringJobDefinitionName === undefined || run.definition === input.MonitoringJobDefinitionName) &&
          (input.ScheduledTimeAfter === undefined || run.scheduledAt > input.ScheduledTimeAfter.getTime()) &&
          (input.ScheduledTimeBefore === undefined || run.scheduledAt < input.ScheduledTimeBefore.getTime()),
      )
      .map((run) => ({ run, createdAt: run.createdAt, ...standingOf(context.world, run) }))
      .filter((entry) => isModified(entry, input));
    type Entry = (typeof mine)[number];
    const keys = {
      ScheduledTime: (entry: Entry) => entry.run.scheduledAt,
      Status: (entry: Entry) => entry.status,
      CreationTime: undefined,
    };
    const { page, next } = listed(mine, input, {
      name: ({ run }) => run.scheduleName,
      sortKey: input.SortBy === undefined ? undefined : keys[input.SortBy],
    });
    return { MonitoringExecutionSummaries: page.map(({ run }) => summaryOf(context, run)), NextToken: next };
  },
});

export const SCHEDULE_READ_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeMonitoringSchedule: describe,
  ListMonitoringSchedules: list,
  ListMonitoringExecutions: executions,
};
