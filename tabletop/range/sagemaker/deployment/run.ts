import { noticeCapacity } from '../../application-auto-scaling/wake.ts';
import { alarmStateOf } from '../../cloudwatch/state.ts';
import type { World } from '../../world.ts';
import { wakeQueue } from '../async-queue.ts';
import { isSo } from '../conditions.ts';
import { emitDeployment, emitEndpointState } from '../emit.ts';
import { alarmCheck, rollback } from '../endpoint-behaviours.ts';
import { noCapacity } from '../fleet.ts';
import { endpointsOf, type Deployment, type Endpoint } from '../state.ts';

type Deploying = Endpoint & { readonly pending: Deployment };

const put = (world: World, endpoint: Endpoint, at: number): void => {
  endpointsOf(world).put(endpoint.arn, endpoint);
  emitEndpointState({ world, now: at }, endpoint);
  wakeQueue(world, endpoint.arn);
  noticeCapacity(world, endpoint.arn);
};
/** The endpoint, when this deployment of it is still the one under way. */
const deploying = (world: World, arn: unknown, id: unknown): Deploying | undefined => {
  const endpoint = typeof arn === 'string' ? endpointsOf(world).get(arn) : undefined;
  const pending = endpoint?.pending;
  return endpoint === undefined || pending === undefined || pending.id !== id ? undefined : { ...endpoint, pending };
};

const succeeded = (world: World, { pending, shadows: _old, async: _queue, capture: _stream, ...endpoint }: Deploying, at: number): void =>
  put(
    world,
    {
      ...endpoint,
      status: 'InService',
      modifiedAt: at,
      config: pending.config,
      variants: pending.variants,
      ...(pending.shadows.length === 0 ? {} : { shadows: pending.shadows }),
      ...(pending.capture === undefined ? {} : { capture: pending.capture }),
      ...(pending.async === undefined ? {} : { async: pending.async }),
    },
    at,
  );
/** Back to what was there before, with the reason. */
const restored = (world: World, { pending: _gone, ...endpoint }: Deploying, at: number, why: string): void =>
  put(world, { ...endpoint, status: 'InService', modifiedAt: at, failureReason: why }, at);

/** Turning a blue/green deployment back sends all requests to the old fleet at once; a rolling one first has to bring the old instances back. */
const turnBack = (world: World, { pending, ...endpoint }: Deploying, at: number, why: string): void => {
  const share = pending.isRolling ? pending.share : 0;
  const rolling: Endpoint = { ...endpoint, status: 'RollingBack', modifiedAt: at, failureReason: why, pending: { ...pending, share } };
  put(world, rolling, at);
  emitDeployment({ world, now: at }, rolling);
  world.timers.add('deployment-rolled-back', world.lasts(rollback), { arn: endpoint.arn, deployment: pending.id });
};
const rolledBack = (world: World, endpoint: Deploying, at: number): void => {
  const { pending } = endpoint;
  const lacking = endpoint.variants.find(({ instanceType }) => instanceType !== undefined && isSo(world, 'no-capacity', instanceType));
  const why = endpoint.failureReason ?? '';
  if (pending.isRolling && pending.share > 0 && lacking?.instanceType !== undefined)
    put(
      world,
      { ...endpoint, status: 'UpdateRollbackFailed', modifiedAt: at, failureReason: `${why} ${noCapacity(lacking.instanceType)}` },
      at,
    );
  else restored(world, endpoint, at, why);
};

const trippedAlarm = (world: World, { account, region, pending }: Deploying): string | undefined =>
  pending.alarms.find((name) => alarmStateOf(world, { account, region, name }) === 'ALARM');
const alarmText = (name: string): string => `The deployment was rolled back because the CloudWatch alarm "${name}" is in ALARM.`;

/** Begins the stage and sets the clock for its end; stages without a length follow at once. */
const enter = (world: World, endpoint: Deploying, stage: number, at: number): void => {
  const { pending } = endpoint;
  const next = pending.stages[stage];
  if (next === undefined) return succeeded(world, endpoint, at);
  const entered: Endpoint = { ...endpoint, modifiedAt: at, pending: { ...pending, stage, stageAt: at, share: next.share } };
  endpointsOf(world).put(endpoint.arn, entered);
  emitDeployment({ world, now: at }, entered);
  const awsSeconds = next.seconds;
  if (awsSeconds === 0) return leave(world, endpoint.arn, pending.id, at);
  world.timers.add('deployment-stage', awsSeconds, { arn: endpoint.arn, deployment: pending.id });
};
/** The end of a stage: a fleet that did not come up, an alarm, or the next stage. */
const leave = (world: World, arn: unknown, id: unknown, at: number): void => {
  const endpoint = deploying(world, arn, id);
  if (endpoint === undefined || endpoint.status === 'RollingBack') return;
  const { pending } = endpoint;
  const isCreating = pending.stages[pending.stage]?.status === 'Creating';
  if (isCreating && pending.problem !== undefined)
    return pending.share === 0 ? restored(world, endpoint, at, pending.problem) : turnBack(world, endpoint, at, pending.problem);
  const alarm = trippedAlarm(world, endpoint);
  if (alarm !== undefined) return turnBack(world, endpoint, at, alarmText(alarm));
  enter(world, endpoint, pending.stage + 1, at);
};

/** A deployment that the caller has just stored. */
export const launch = (world: World, endpoint: Deploying, at: number, limit: number | undefined): void => {
  const of = { arn: endpoint.arn, deployment: endpoint.pending.id };
  if (endpoint.pending.alarms.length > 0) world.timers.add('deployment-alarms', world.lasts(alarmCheck), of);
  if (limit !== undefined) {
    const awsSeconds = limit;
    world.timers.add('deployment-limit', awsSeconds, of);
  }
  enter(world, endpoint, 0, at);
};

export const startDeployments = (world: World): void => {
  world.timers.on('deployment-stage', ({ arn, deployment }, at) => leave(world, arn, deployment, at));
  world.timers.on('deployment-alarms', ({ arn, deployment }, at) => {
    const endpoint = deploying(world, arn, deployment);
    if (endpoint === undefined || endpoint.status !== 'Updating') return;
    const alarm = trippedAlarm(world, endpoint);
    if (alarm !== undefined) return turnBack(world, endpoint, at, alarmText(alarm));
    world.timers.add('deployment-alarms', world.lasts(alarmCheck), { arn: endpoint.arn, deployment: endpoint.pending.id });
  });
  world.timers.on('deployment-limit', ({ arn, deployment }, at) => {
    const endpoint = deploying(world, arn, deployment);
    if (endpoint?.status === 'Updating')
      turnBack(world, endpoint, at, 'The deployment was rolled back because it took longer than MaximumExecutionTimeoutInSeconds.');
  });
  world.timers.on('deployment-rolled-back', ({ arn, deployment }, at) => {
    const endpoint = deploying(world, arn, deployment);
    if (endpoint !== undefined) rolledBack(world, endpoint, at);
  });
};
