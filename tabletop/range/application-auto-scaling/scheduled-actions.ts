import type {
  DeleteScheduledActionCommandInput,
  DeleteScheduledActionCommandOutput,
  DescribeScheduledActionsCommandInput,
  DescribeScheduledActionsCommandOutput,
  PutScheduledActionCommandInput,
  PutScheduledActionCommandOutput,
} from '@aws-sdk/client-application-auto-scaling';
import { operation, type Context, type Present } from '../operation.ts';
import { isWanted, namedBy, onAll, onTarget, paged, shownName } from './asked.ts';
import { invalid, noAction, notSimulated, noTarget } from './faults.ts';
import { arm, nextOf } from './schedules.ts';
import { keyOf, scheduledOf, targetsOf, under, type Scheduled, type Target } from './state.ts';

type Input = Present<PutScheduledActionCommandInput>;

const boundsOf = ({ ScalableTargetAction: given }: Input, target: Target): Pick<Scheduled, 'min' | 'max'> => {
  const { MinCapacity: min, MaxCapacity: max } = given ?? {};
  if ((min ?? target.min) > (max ?? target.max)) throw invalid('Maximum capacity cannot be less than minimum capacity.');
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
};
const periodOf = (input: Input): Pick<Scheduled, 'startAt' | 'endAt'> => ({
  ...(input.StartTime === undefined ? {} : { startAt: input.StartTime.getTime() }),
  ...(input.EndTime === undefined ? {} : { endAt: input.EndTime.getTime() }),
});
const madeOf = (input: Input, context: Context, target: Target, before: Scheduled | undefined): Scheduled => {
  const { world, account, region, now } = context;
  const { resource, dimension } = target;
  const schedule = input.Schedule ?? before?.schedule;
  if (schedule === undefined) throw invalid('Schedule is required for a new scheduled action.');
  if (input.Timezone !== undefined && !/^(Etc\/)?UTC$/.test(input.Timezone))
    throw notSimulated('follow schedules of another time zone than UTC');
  if (nextOf(schedule, now, now) === undefined) throw invalid(`Invalid schedule expression: ${schedule}`);
  if (input.ScalableTargetAction === undefined && before === undefined)
    throw invalid('ScalableTargetAction is required for a new scheduled action.');
  const uuid = world.ids.uuid('scheduled-action');
  const { timezone, ...kept } = before ?? {};
  return {
    ...kept,
    arn:
      before?.arn ??
      `arn:aws:autoscaling:${region}:${account}:scheduledAction:${uuid}:resource/sagemaker/${resource}:scheduledActionName/${input.ScheduledActionName}`,
    account,
    region,
    resource,
    dimension,
    name: input.ScheduledActionName,
    schedule,
    ...((input.Timezone ?? timezone) === undefined ? {} : { timezone: input.Timezone ?? timezone ?? 'UTC' }),
    ...periodOf(input),
    ...boundsOf(input, target),
    createdAt: before?.createdAt ?? now,
    version: (before?.version ?? 0) + 1,
  };
};

export const putAction = operation<PutScheduledActionCommandInput, PutScheduledActionCommandOutput>({
  trail: 'write',
  access: (input, context) => [onTarget('PutScheduledAction', input, context)],
  run: (input, context) => {
    const { world, now } = context;
    const named = namedBy(input);
    const target = targetsOf(world).get(keyOf({ ...context, ...named }));
    if (target === undefined) throw noTarget(named);
    const at = under(target, input.ScheduledActionName);
    const action = madeOf(input, context, target, scheduledOf(world).get(at));
    scheduledOf(world).put(at, action);
    arm(world, action, now);
    return {};
  },
});

export const describeActions = operation<DescribeScheduledActionsCommandInput, DescribeScheduledActionsCommandOutput>({
  trail: 'read',
  access: () => onAll('DescribeScheduledActions'),
  run: (input, context) => {
    const wanted = isWanted(context, input);
    const found = scheduledOf(context.world)
      .values()
      .filter((action) => wanted(action) && input.ScheduledActionNames?.includes(action.name) !== false);
    const { page, next } = paged(found, input);
    return {
      ScheduledActions: page.map((action) => ({
        ...shownName(action),
        ScheduledActionName: action.name,
        ScheduledActionARN: action.arn,
        Schedule: action.schedule,
        Timezone: action.timezone,
        StartTime: action.startAt === undefined ? undefined : new Date(action.startAt),
        EndTime: action.endAt === undefined ? undefined : new Date(action.endAt),
        ScalableTargetAction: { MinCapacity: action.min, MaxCapacity: action.max },
        CreationTime: new Date(action.createdAt),
      })),
      NextToken: next,
    };
  },
});

export const deleteAction = operation<DeleteScheduledActionCommandInput, DeleteScheduledActionCommandOutput>({
  trail: 'write',
  access: (input, context) => [onTarget('DeleteScheduledAction', input, context)],
  run: (input, context) => {
    const of = { ...context, ...namedBy(input) };
    const at = under(of, input.ScheduledActionName);
    if (scheduledOf(context.world).get(at) === undefined) throw noAction(of, input.ScheduledActionName);
    scheduledOf(context.world).remove(at);
    return {};
  },
});
