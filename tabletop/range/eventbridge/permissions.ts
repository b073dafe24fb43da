import type {
  PutPermissionCommandInput,
  PutPermissionCommandOutput,
  RemovePermissionCommandInput,
  RemovePermissionCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { isObject, type JsonObject } from '../../../core/json.ts';
import { operation, type Context, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourcePolicyOf } from '../resource-policy.ts';
import { ownBus } from './find-bus.ts';
import { busesOf, type EventBus } from './state.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const LONGEST_POLICY = 10_240;
const invalid = (message: string): AwsFault => new AwsFault('ValidationException', message);
const gone = (message: string): AwsFault => new AwsFault('ResourceNotFoundException', message);
const statementsIn = ({ policy }: EventBus): readonly JsonObject[] => {
  const found = policy?.['Statement'];
  return Array.isArray(found) ? found.filter(isObject) : isObject(found) ? [found] : [];
};
const save = ({ world, now }: Context, bus: EventBus, statements: readonly JsonObject[]): void => {
  const { policy: _policy, ...rest } = bus;
  const policy = { Version: '2012-10-17', Statement: statements };
  if (JSON.stringify(policy).length > LONGEST_POLICY)
    throw new AwsFault('PolicyLengthExceededException', 'The event bus policy is too long.');
  busesOf(world).put(bus.arn, { ...rest, modifiedAt: now, ...(statements.length === 0 ? {} : { policy }) });
};

const statementOf = (input: Present<PutPermissionCommandInput>, bus: EventBus): JsonObject => {
  const { Action, Principal, StatementId, Condition } = input;
  if (Action === undefined || Principal === undefined || StatementId === undefined)
    throw invalid('Action, Principal and StatementId are required when no Policy is given.');
  if (Action !== 'events:PutEvents') throw invalid(`Provided value in parameter 'action' is not supported.`);
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: `arn:aws:iam::${Principal}:root` },
    Action,
    Resource: bus.arn,
    ...(Condition === undefined ? {} : { Condition: { [Condition.Type]: { [Condition.Key]: Condition.Value } } }),
  };
};

export const putPermission = operation<PutPermissionCommandInput, PutPermissionCommandOutput>({
  trail: 'write',
  access: () => [{ action: 'events:PutPermission', resource: '*' }],
  run: (input, context) => {
    const bus = ownBus(context, input.EventBusName);
    if (input.Policy !== undefined) {
      if (input.Action !== undefined || input.Principal !== undefined || input.StatementId !== undefined || input.Condition !== undefined)
        throw invalid('Policy cannot be combined with Action, Principal, StatementId or Condition.');
      const policy = resourcePolicyOf(input.Policy, (why) => invalid(`Parameter Policy is not valid. Reason: ${why}`));
      save(context, bus, statementsIn({ ...bus, policy }));
      return {};
    }
    const added = statementOf(input, bus);
    // Checked as every stored policy is.
    resourcePolicyOf(JSON.stringify({ Version: '2012-10-17', Statement: [added] }), invalid);
    save(context, bus, [...statementsIn(bus).filter(({ Sid }) => Sid !== added['Sid']), added]);
    return {};
  },
});

export const removePermission = operation<RemovePermissionCommandInput, RemovePermissionCommandOutput>({
  trail: 'write',
  access: () => [{ action: 'events:RemovePermission', resource: '*' }],
  run: (input, context) => {
    const bus = ownBus(context, input.EventBusName);
    if (bus.policy === undefined) throw gone('EventBus does not have a policy.');
    if (input.RemoveAllPermissions === true) {
      save(context, bus, []);
      return {};
    }
    if (input.StatementId === undefined) throw invalid('StatementId is required unless all permissions are removed.');
    const left = statementsIn(bus).filter(({ Sid }) => Sid !== input.StatementId);
    if (left.length === statementsIn(bus).length) throw gone('Statement with the provided id does not exist.');
    save(context, bus, left);
    return {};
  },
});
