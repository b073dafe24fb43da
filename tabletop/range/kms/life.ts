import type {
  CancelKeyDeletionCommandInput,
  CancelKeyDeletionCommandOutput,
  DisableKeyCommandInput,
  DisableKeyCommandOutput,
  EnableKeyCommandInput,
  EnableKeyCommandOutput,
  ScheduleKeyDeletionCommandInput,
  ScheduleKeyDeletionCommandOutput,
} from '@aws-sdk/client-kms';
import { operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { World } from '../world.ts';
import { onKey } from './access.ts';
import { kmsEventDelay } from './behaviours.ts';
import { keyNamed, mustStay } from './find.ts';
import { aliasesOf, grantsOf, keysOf, type Key } from './state.ts';

const DAY_SECONDS = 86_400;
const USUAL_DAYS = 30;

export const enableKey = operation<EnableKeyCommandInput, EnableKeyCommandOutput>({
  trail: 'write',
  access: (input, context) => [onKey(context, 'EnableKey', input.KeyId)],
  run: (input, context) => {
    const key = mustStay(keyNamed(context.world, context, input.KeyId));
    keysOf(context.world).put(key.arn, { ...key, isEnabled: true });
    return {};
  },
});
export const disableKey = operation<DisableKeyCommandInput, DisableKeyCommandOutput>({
  trail: 'write',
  access: (input, context) => [onKey(context, 'DisableKey', input.KeyId)],
  run: (input, context) => {
    const key = mustStay(keyNamed(context.world, context, input.KeyId));
    keysOf(context.world).put(key.arn, { ...key, isEnabled: false });
    return {};
  },
});

/** The date is a promise by the calendar, which no pace of the clock moves. */
const waits = (world: World, days: number): number => days * DAY_SECONDS * world.time.pace;
export const scheduleDeletion = operation<ScheduleKeyDeletionCommandInput, ScheduleKeyDeletionCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    onKey(context, 'ScheduleKeyDeletion', input.KeyId, {
      keys: { 'kms:ScheduleKeyDeletionPendingWindowInDays': [String(input.PendingWindowInDays ?? USUAL_DAYS)] },
    }),
  ],
  run: (input, context) => {
    const key = mustStay(keyNamed(context.world, context, input.KeyId));
    const days = input.PendingWindowInDays ?? USUAL_DAYS;
    if (days < 7 || days > 30) throw new AwsFault('ValidationException', 'PendingWindowInDays must be between 7 and 30 (inclusive).');
    const at = context.now + days * DAY_SECONDS * 1000;
    keysOf(context.world).put(key.arn, { ...key, isEnabled: false, deletion: { at, days } });
    const awsSeconds = waits(context.world, days);
    context.world.timers.add('kms-deletion', awsSeconds, { key: key.arn, at });
    return { KeyId: key.arn, DeletionDate: new Date(at), KeyState: 'PendingDeletion', PendingWindowInDays: days };
  },
});
/** It comes back disabled. */
export const cancelDeletion = operation<CancelKeyDeletionCommandInput, CancelKeyDeletionCommandOutput>({
  trail: 'write',
  access: (input, context) => [onKey(context, 'CancelKeyDeletion', input.KeyId)],
  run: (input, context) => {
    const { deletion, ...key } = keyNamed(context.world, context, input.KeyId);
    if (deletion === undefined) throw new AwsFault('KMSInvalidStateException', `${key.arn} is not pending deletion.`);
    keysOf(context.world).put(key.arn, { ...key, isEnabled: false });
    return { KeyId: key.arn };
  },
});

export const tellOfKey = (world: World, key: Key, detailType: 'KMS CMK Deletion' | 'KMS CMK Rotation', at: number): void =>
  void world.bus.emit(
    { source: 'aws.kms', detailType, account: key.account, region: key.region, resources: [key.arn], detail: { 'key-id': key.id }, at },
    world.lasts(kmsEventDelay),
  );
const destroy = (world: World, key: Key, at: number): void => {
  keysOf(world).remove(key.arn);
  for (const alias of aliasesOf(world).values()) if (alias.target === key.arn) aliasesOf(world).remove(alias.arn);
  for (const grant of grantsOf(world).values()) if (grant.key === key.arn) grantsOf(world).remove(grant.id);
  tellOfKey(world, key, 'KMS CMK Deletion', at);
};
export const startDeletions = (world: World): void =>
  world.timers.on('kms-deletion', ({ key: arn, at: promised }, at) => {
    const key = typeof arn === 'string' ? keysOf(world).get(arn) : undefined;
    // Called off, or called off and scheduled again.
    if (key?.deletion !== undefined && key.deletion.at === promised) destroy(world, key, at);
  });
