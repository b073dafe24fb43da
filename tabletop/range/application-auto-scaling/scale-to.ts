import type { World } from '../world.ts';
import { settling } from './behaviours.ts';
import { capacityOf, setCapacity } from './capacity.ts';
import { activitiesOf, keyOf, targetsOf, type Activity, type Target } from './state.ts';

const WHAT: Readonly<Record<Target['dimension'], string>> = {
  'sagemaker:variant:DesiredInstanceCount': 'desired instance count',
  'sagemaker:variant:DesiredProvisionedConcurrency': 'desired provisioned concurrency',
  'sagemaker:inference-component:DesiredCopyCount': 'desired copy count',
};
export type Outcome = 'done' | 'busy' | 'refused';

/** One scaling activity: the call, and what became of it. */
export const scaleTo = (world: World, target: Target, wanted: number, cause: string, at: number): Outcome => {
  const what = WHAT[target.dimension];
  const acted = setCapacity(world, target, wanted);
  const { account, region, resource, dimension } = target;
  const id = world.ids.uuid('scaling-activity');
  const begun = {
    account,
    region,
    resource,
    dimension,
    id,
    order: world.ids.count('scaling-activity-order'),
    cause,
    startedAt: at,
    wanted,
  };
  const description = `Setting ${what} to ${wanted}.`;
  if (!acted.ok) {
    const message = `Failed to set ${what} to ${wanted}. Reason: ${acted.error.message} (Service: AmazonSageMaker; Status Code: 400; Error Code: ${acted.error.name})`;
    activitiesOf(world).put(id, { ...begun, description, status: 'Failed', message, endedAt: at });
    return acted.error.message.startsWith('Cannot update in-progress') ? 'busy' : 'refused';
  }
  const message = `Successfully set ${what} to ${wanted}. Waiting for change to be fulfilled by sagemaker.`;
  activitiesOf(world).put(id, { ...begun, description, status: 'InProgress', message });
  targetsOf(world).put(keyOf(target), { ...target, actedAt: at });
  world.timers.add('scaling-settled', world.lasts(settling), { id });
  return 'done';
};

const ended = (world: World, activity: Activity, at: number): Activity | undefined => {
  const capacity = capacityOf(world, activity);
  const what = WHAT[activity.dimension];
  if (capacity !== undefined && !capacity.isSettled) return undefined;
  if (capacity?.desired === activity.wanted)
    return {
      ...activity,
      status: 'Successful',
      endedAt: at,
      message: `Successfully set ${what} to ${activity.wanted}. Change successfully fulfilled by sagemaker.`,
    };
  const why = capacity === undefined ? 'The resource does not exist any more.' : (capacity.failureReason ?? 'It was changed meanwhile.');
  return { ...activity, status: 'Failed', endedAt: at, message: `Failed to set ${what} to ${activity.wanted}. Reason: ${why}` };
};
export const startActivities = (world: World): void =>
  world.timers.on('scaling-settled', ({ id }, at) => {
    const activity = typeof id === 'string' ? activitiesOf(world).get(id) : undefined;
    if (activity === undefined) return;
    const known = ended(world, activity, at);
    if (known === undefined) world.timers.add('scaling-settled', world.lasts(settling), { id: activity.id });
    else activitiesOf(world).put(activity.id, known);
  });

/** Between its bounds, or what to bring it to and whether that is suspended. */
export const outside = (world: World, target: Target): { readonly wanted: number; readonly isSuspended: boolean } | undefined => {
  const capacity = capacityOf(world, target);
  if (capacity === undefined || !capacity.isSettled) return undefined;
  if (capacity.desired < target.min) return { wanted: target.min, isSuspended: target.suspended.DynamicScalingOutSuspended };
  if (capacity.desired > target.max) return { wanted: target.max, isSuspended: target.suspended.DynamicScalingInSuspended };
  return undefined;
};
export const targetKeyed = (world: World, key: unknown): Target | undefined =>
  typeof key === 'string'
    ? targetsOf(world)
        .values()
        .find((target) => keyOf(target) === key)
    : undefined;
