import type {
  CreateEventBusCommandInput,
  CreateEventBusCommandOutput,
  DeleteEventBusCommandInput,
  DeleteEventBusCommandOutput,
  DescribeEventBusCommandInput,
  DescribeEventBusCommandOutput,
  ListEventBusesCommandInput,
  ListEventBusesCommandOutput,
  UpdateEventBusCommandInput,
  UpdateEventBusCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, resourceTags, tagMap, tagProblem, type TagMap } from '../tag-keys.ts';
import { busArnOf, busAt, DEFAULT, ownBus } from './find-bus.ts';
import { paged } from './paged.ts';
import { busesOf, rulesOf, type EventBus } from './state.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST_BUSES = 100;
const invalid = (message: string): AwsFault => new AwsFault('ValidationException', message);
const on = (action: string, context: Context, given: string | undefined, added: TagMap = {}) => {
  const resource = busArnOf(context, given);
  const keys = { ...resourceTags(busesOf(context.world).get(resource)?.tags), ...requestTags(added) };
  return [{ action: `events:${action}`, resource, context: keys }];
};
interface Extras {
  readonly KmsKeyIdentifier?: string | undefined;
  readonly EventSourceName?: string | undefined;
  readonly LogConfig?: unknown;
}
const refuseExtras = ({ KmsKeyIdentifier, EventSourceName, LogConfig }: Extras): void => {
  const what =
    EventSourceName !== undefined
      ? 'partner event sources'
      : LogConfig !== undefined
        ? 'logs of buses'
        : 'encryption of buses with a key of their own';
  if (EventSourceName !== undefined || LogConfig !== undefined || (KmsKeyIdentifier !== undefined && KmsKeyIdentifier !== ''))
    throw new AwsFault('NotImplemented', `The range has no ${what}`, { status: 501 });
};
const summary = (bus: EventBus) => ({
  Name: bus.name,
  Arn: bus.arn,
  Description: bus.description,
  Policy: bus.policy === undefined ? undefined : JSON.stringify(bus.policy),
  CreationTime: new Date(bus.createdAt),
  LastModifiedTime: new Date(bus.modifiedAt),
});
const deadLetter = (arn: string | undefined) => (arn === undefined ? undefined : { Arn: arn });

export const createEventBus = operation<CreateEventBusCommandInput, CreateEventBusCommandOutput>({
  trail: 'write',
  access: (input, context) => on('CreateEventBus', context, input.Name, tagMap(input.Tags)),
  run: (input, context) => {
    const { world, account, region, now } = context;
    refuseExtras(input);
    if (input.Name.includes('/')) throw invalid('Event bus name must not contain a slash.');
    const arn = busArnOf(context, input.Name);
    if (busAt(world, arn) !== undefined) throw new AwsFault('ResourceAlreadyExistsException', `Event bus ${input.Name} already exists.`);
    const own = busesOf(world)
      .values()
      .filter((bus) => bus.account === account && bus.region === region);
    if (own.length >= MOST_BUSES)
      throw new AwsFault('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
    const tags = tagMap(input.Tags);
    const problem = tagProblem({}, tags);
    if (problem !== undefined) throw invalid(problem);
    const deadLetterArn = input.DeadLetterConfig?.Arn;
    busesOf(world).put(arn, {
      arn,
      name: input.Name,
      account,
      region,
      createdAt: now,
      modifiedAt: now,
      tags,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
    });
    return { EventBusArn: arn, Description: input.Description, DeadLetterConfig: deadLetter(deadLetterArn) };
  },
});

export const describeEventBus = operation<DescribeEventBusCommandInput, DescribeEventBusCommandOutput>({
  trail: 'read',
  access: (input, context) => on('DescribeEventBus', context, input.Name),
  run: (input, context) => {
    const bus = ownBus(context, input.Name);
    return { ...summary(bus), DeadLetterConfig: deadLetter(bus.deadLetterArn) };
  },
});

export const listEventBuses = operation<ListEventBusesCommandInput, ListEventBusesCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'events:ListEventBuses', resource: '*' }],
  run: (input, context) => {
    const { world, account, region } = context;
    const made = busesOf(world)
      .values()
      .filter((bus) => bus.account === account && bus.region === region && bus.name !== DEFAULT);
    const all = [ownBus(context, DEFAULT), ...made].filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
    const { page, next } = paged(all, input);
    return { EventBuses: page.map(summary), NextToken: next };
  },
});

export const updateEventBus = operation<UpdateEventBusCommandInput, UpdateEventBusCommandOutput>({
  trail: 'write',
  access: (input, context) => on('UpdateEventBus', context, input.Name),
  run: (input, context) => {
    refuseExtras(input);
    const before = ownBus(context, input.Name);
    const bus: EventBus = {
      ...before,
      modifiedAt: context.now,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.DeadLetterConfig?.Arn === undefined ? {} : { deadLetterArn: input.DeadLetterConfig.Arn }),
    };
    busesOf(context.world).put(bus.arn, bus);
    return { Arn: bus.arn, Name: bus.name, Description: bus.description, DeadLetterConfig: deadLetter(bus.deadLetterArn) };
  },
});

export const deleteEventBus = operation<DeleteEventBusCommandInput, DeleteEventBusCommandOutput>({
  trail: 'write',
  access: (input, context) => on('DeleteEventBus', context, input.Name),
  run: ({ Name }, context) => {
    if (Name === DEFAULT) throw invalid('Cannot delete event bus default.');
    const arn = busArnOf(context, Name);
    if (
      rulesOf(context.world)
        .values()
        .some(({ bus }) => bus === arn)
    )
      throw invalid("Event bus can't be deleted since it has rules.");
    // A bus that is not there is deleted as well as one that is.
    busesOf(context.world).remove(arn);
    return {};
  },
});
