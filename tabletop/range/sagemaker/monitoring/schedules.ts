import type {
  CreateMonitoringScheduleCommandInput,
  CreateMonitoringScheduleCommandOutput,
  DeleteMonitoringScheduleCommandInput,
  DeleteMonitoringScheduleCommandOutput,
  MonitoringScheduleConfig,
  StartMonitoringScheduleCommandInput,
  StartMonitoringScheduleCommandOutput,
  StopMonitoringScheduleCommandInput,
  StopMonitoringScheduleCommandOutput,
  UpdateMonitoringScheduleCommandInput,
  UpdateMonitoringScheduleCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation, type Present } from '../../operation.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { on } from '../access.ts';
import { creating, passing } from '../asked.ts';
import { invalid } from '../faults.ts';
import { arnOf, dropTags, setFirstTags } from '../state.ts';
import { givenBy } from './given.ts';
import { saveSchedule, schedule } from './run.ts';
import { monitoringRunsOf, schedulesOf, standingOf, type Schedule } from './state.ts';

const TYPE = 'monitoring-schedule';
export const scheduleNamed = (context: Context, name: string): Schedule => {
  const found = schedulesOf(context.world).get(arnOf(context, TYPE, name));
  if (found === undefined) throw new AwsFault('ResourceNotFound', `Could not find monitoring schedule "${arnOf(context, TYPE, name)}".`);
  return found;
};
/** A schedule that is being made ready can be neither changed nor stopped. */
const settledSchedule = (context: Context, name: string): Schedule => {
  const found = scheduleNamed(context, name);
  if (found.status === 'Pending') throw invalid(`Monitoring schedule "${found.arn}" is in status Pending.`);
  return found;
};
/** A role inside the config is handed over like any other; one of a job definition was handed over with that. */
const passed = (config: Present<MonitoringScheduleConfig>) => passing(config.MonitoringJobDefinition?.RoleArn);

const create = operation<CreateMonitoringScheduleCommandInput, CreateMonitoringScheduleCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    ...creating('CreateMonitoringSchedule', arnOf(context, TYPE, input.MonitoringScheduleName), input.Tags),
    ...passed(input.MonitoringScheduleConfig),
  ],
  run: (input, context) => {
    const arn = arnOf(context, TYPE, input.MonitoringScheduleName);
    if (schedulesOf(context.world).get(arn) !== undefined)
      throw new AwsFault('ResourceInUse', `Monitoring schedule names must be unique; "${arn}" exists.`);
    const given = givenBy(context, input.MonitoringScheduleConfig);
    setFirstTags(context.world, arn, input.Tags ?? []);
    schedule(context, {
      arn,
      name: input.MonitoringScheduleName,
      account: context.account,
      region: context.region,
      status: 'Pending',
      ...given,
      createdAt: context.now,
      modifiedAt: context.now,
      turn: 1,
    });
    return { MonitoringScheduleArn: arn };
  },
});

const update = operation<UpdateMonitoringScheduleCommandInput, UpdateMonitoringScheduleCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    on('UpdateMonitoringSchedule', TYPE)(context, input.MonitoringScheduleName),
    ...passed(input.MonitoringScheduleConfig),
  ],
  run: (input, context) => {
    const found = settledSchedule(context, input.MonitoringScheduleName);
    schedule(context, { ...found, ...givenBy(context, input.MonitoringScheduleConfig), turn: found.turn + 1 });
    return { MonitoringScheduleArn: found.arn };
  },
});

const start = operation<StartMonitoringScheduleCommandInput, StartMonitoringScheduleCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('StartMonitoringSchedule', TYPE)(context, input.MonitoringScheduleName)],
  run: (input, context) => {
    const found = settledSchedule(context, input.MonitoringScheduleName);
    // AWS answers a start of what runs already like a start.
    if (found.status === 'Stopped') schedule(context, { ...found, turn: found.turn + 1 });
    return {};
  },
});

const stop = operation<StopMonitoringScheduleCommandInput, StopMonitoringScheduleCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('StopMonitoringSchedule', TYPE)(context, input.MonitoringScheduleName)],
  run: (input, context) => {
    const found = settledSchedule(context, input.MonitoringScheduleName);
    saveSchedule(context, { ...found, status: 'Stopped', modifiedAt: context.now, turn: found.turn + 1 });
    return {};
  },
});

const remove = operation<DeleteMonitoringScheduleCommandInput, DeleteMonitoringScheduleCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('DeleteMonitoringSchedule', TYPE)(context, input.MonitoringScheduleName)],
  run: (input, context) => {
    const found = scheduleNamed(context, input.MonitoringScheduleName);
    const running = monitoringRunsOf(context.world)
      .values()
      .some((run) => run.schedule === found.arn && standingOf(context.world, run).status === 'InProgress');
    if (running) throw invalid(`Cannot delete monitoring schedule "${found.arn}" while it has an execution in progress.`);
    schedulesOf(context.world).remove(found.arn);
    dropTags(context.world, found.arn);
    return {};
  },
});

export const SCHEDULE_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateMonitoringSchedule: create,
  UpdateMonitoringSchedule: update,
  StartMonitoringSchedule: start,
  StopMonitoringSchedule: stop,
  DeleteMonitoringSchedule: remove,
};
