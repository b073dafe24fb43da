import type {
  GetEventSourceMappingCommandInput,
  GetEventSourceMappingCommandOutput,
  ListEventSourceMappingsCommandInput,
  ListEventSourceMappingsCommandOutput,
  UpdateEventSourceMappingCommandInput,
  UpdateEventSourceMappingCommandOutput,
} from '@aws-sdk/client-lambda';
import { operation, type Context, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { World } from '../world.ts';
import { badMarker, fault, named } from './access.ts';
import { eventSourceSwitch } from './behaviours.ts';
import { eventSourcesOf, type EventSource } from './state.ts';

const arnOf = ({ region, account }: Context, id: string): string => `arn:aws:lambda:${region}:${account}:event-source-mapping:${id}`;
const on = (context: Context, action: string, id: string): Access => {
  const found = eventSourcesOf(context.world).get(id);
  return {
    action: `lambda:${action}`,
    resource: arnOf(context, id),
    context: found === undefined ? {} : { 'lambda:FunctionArn': [found.function] },
  };
};
const sourceOf = (context: Context, id: string): EventSource => {
  const found = eventSourcesOf(context.world).get(id);
  if (found === undefined || found.account !== context.account || found.region !== context.region)
    throw fault('ResourceNotFoundException', 'The resource you requested does not exist.');
  return found;
};
const answerOf = (context: Context, source: EventSource) => ({
  UUID: source.id,
  EventSourceMappingArn: arnOf(context, source.id),
  BatchSize: source.batchSize,
  EventSourceArn: source.source,
  FunctionArn: source.function,
  LastModified: new Date(source.modifiedAt),
  State: source.state,
  StateTransitionReason: 'USER_INITIATED',
});

const get = operation<GetEventSourceMappingCommandInput, GetEventSourceMappingCommandOutput>({
  trail: 'read',
  access: ({ UUID }, context) => [on(context, 'GetEventSourceMapping', UUID)],
  run: ({ UUID }, context) => answerOf(context, sourceOf(context, UUID)),
});
const list = operation<ListEventSourceMappingsCommandInput, ListEventSourceMappingsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'lambda:ListEventSourceMappings', resource: '*' }],
  run: (input, context) => {
    const wanted = input.FunctionName === undefined ? undefined : named(context, input.FunctionName).arn;
    const kept = eventSourcesOf(context.world)
      .values()
      .filter(({ account, region }) => account === context.account && region === context.region)
      .filter((source) => wanted === undefined || source.function === wanted || source.function.startsWith(`${wanted}:`))
      .filter(({ source }) => input.EventSourceArn === undefined || source === input.EventSourceArn);
    const page = pageOf(kept, Math.min(input.MaxItems ?? 100, 100), input.Marker);
    if (page === undefined) throw badMarker();
    return { EventSourceMappings: page.page.map((source) => answerOf(context, source)), NextMarker: page.next };
  },
});

const SIMULATED: readonly string[] = ['UUID', 'Enabled', 'BatchSize'];
const update = operation<UpdateEventSourceMappingCommandInput, UpdateEventSourceMappingCommandOutput>({
  trail: 'write',
  access: ({ UUID }, context) => [on(context, 'UpdateEventSourceMapping', UUID)],
  run: (input, context) => {
    const { world, now } = context;
    const other = Object.entries(input).find(([name, value]) => value !== undefined && !SIMULATED.includes(name))?.[0];
    if (other !== undefined)
      throw new AwsFault('NotImplemented', `The range does not change ${other} of an event source mapping`, { status: 501 });
    const source = sourceOf(context, input.UUID);
    if (source.state !== 'Enabled' && source.state !== 'Disabled')
      throw fault('ResourceInUseException', 'Cannot update the event source mapping because it is in use.');
    const isEnabled = input.Enabled ?? source.state === 'Enabled';
    const isSwitched = isEnabled !== (source.state === 'Enabled');
    const state = isSwitched ? (isEnabled ? 'Enabling' : 'Disabling') : source.state;
    const changed: EventSource = { ...source, state, batchSize: input.BatchSize ?? source.batchSize, modifiedAt: now };
    eventSourcesOf(world).put(source.id, changed);
    if (isSwitched) world.timers.add('event-source-switched', world.lasts(eventSourceSwitch), { id: source.id, isEnabled });
    return answerOf(context, changed);
  },
});

export const startEventSources = (world: World): void =>
  world.timers.on('event-source-switched', ({ id, isEnabled }, at) => {
    const source = typeof id === 'string' ? eventSourcesOf(world).get(id) : undefined;
    if (source !== undefined)
      eventSourcesOf(world).put(source.id, { ...source, state: isEnabled === true ? 'Enabled' : 'Disabled', modifiedAt: at });
  });

export const EVENT_SOURCE_OPERATIONS: Readonly<Record<string, Operation>> = {
  GetEventSourceMapping: get,
  ListEventSourceMappings: list,
  UpdateEventSourceMapping: update,
};
