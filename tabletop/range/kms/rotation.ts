import type {
  DisableKeyRotationCommandInput,
  DisableKeyRotationCommandOutput,
  EnableKeyRotationCommandInput,
  EnableKeyRotationCommandOutput,
  GetKeyRotationStatusCommandInput,
  GetKeyRotationStatusCommandOutput,
  ListKeyRotationsCommandInput,
  ListKeyRotationsCommandOutput,
  RotateKeyOnDemandCommandInput,
  RotateKeyOnDemandCommandOutput,
} from '@aws-sdk/client-kms';
import { operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { World } from '../world.ts';
import { onKey } from './access.ts';
import { keyNamed, mustBeUsable, mustStay } from './find.ts';
import { stretched } from './jwk.ts';
import { tellOfKey } from './life.ts';
import { listed } from './list.ts';
import { keysOf, type Key, type Rotation } from './state.ts';

const DAY_SECONDS = 86_400;
const USUAL_DAYS = 365;
/** https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-on-demand.html */
const MOST_ON_DEMAND = 25;

const mustRotate = (key: Key): Key => {
  if (key.spec !== 'SYMMETRIC_DEFAULT')
    throw new AwsFault('UnsupportedOperationException', 'You cannot perform this operation on a KMS key of this type.');
  return key;
};
/** New bytes for what is encrypted from now on; the old ones stay for what they encrypted. */
const turned = (world: World, key: Key, at: number, type: Rotation['type']): Key => {
  const secrets = key.secrets ?? [];
  const next = stretched(`${world.seed} kms ${key.id} rotation ${secrets.length}`, 32).toString('hex');
  return { ...key, secrets: [...secrets, next], rotations: [...key.rotations, { at, type }] };
};
const plan = (world: World, key: Key, days: number, at: number): void => {
  const nextAt = at + days * DAY_SECONDS * 1000;
  keysOf(world).put(key.arn, { ...key, rotation: { days, nextAt } });
  // A date by the calendar, which no pace of the clock moves.
  const awsSeconds = ((nextAt - world.time.now()) / 1000) * world.time.pace;
  world.timers.add('kms-rotation', awsSeconds, { key: key.arn, at: nextAt });
};
export const startRotations = (world: World): void =>
  world.timers.on('kms-rotation', ({ key: arn, at: planned }, at) => {
    const key = typeof arn === 'string' ? keysOf(world).get(arn) : undefined;
    if (key?.rotation === undefined || key.rotation.nextAt !== planned) return;
    // While it is disabled or on its way out it is not turned, but the calendar goes on.
    const isOn = key.isEnabled && key.deletion === undefined;
    plan(world, isOn ? turned(world, key, at, 'AUTOMATIC') : key, key.rotation.days, at);
    if (isOn) tellOfKey(world, key, 'KMS CMK Rotation', at);
  });

export const enableRotation = operation<EnableKeyRotationCommandInput, EnableKeyRotationCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    onKey(context, 'EnableKeyRotation', input.KeyId, {
      keys: { 'kms:RotationPeriodInDays': [String(input.RotationPeriodInDays ?? USUAL_DAYS)] },
    }),
  ],
  run: (input, context) => {
    const key = mustRotate(mustBeUsable(keyNamed(context.world, context, input.KeyId)));
    plan(context.world, key, input.RotationPeriodInDays ?? key.rotation?.days ?? USUAL_DAYS, context.now);
    return {};
  },
});
export const disableRotation = operation<DisableKeyRotationCommandInput, DisableKeyRotationCommandOutput>({
  trail: 'write',
  access: (input, context) => [onKey(context, 'DisableKeyRotation', input.KeyId)],
  run: (input, context) => {
    const { rotation: _gone, ...key } = mustRotate(mustBeUsable(keyNamed(context.world, context, input.KeyId)));
    keysOf(context.world).put(key.arn, key);
    return {};
  },
});
export const rotateNow = operation<RotateKeyOnDemandCommandInput, RotateKeyOnDemandCommandOutput>({
  trail: 'write',
  access: (input, context) => [onKey(context, 'RotateKeyOnDemand', input.KeyId)],
  run: (input, context) => {
    const key = mustRotate(mustBeUsable(keyNamed(context.world, context, input.KeyId)));
    if (key.rotations.filter(({ type }) => type === 'ON_DEMAND').length >= MOST_ON_DEMAND)
      throw new AwsFault('LimitExceededException', `The key was rotated on demand ${MOST_ON_DEMAND} times.`);
    keysOf(context.world).put(key.arn, turned(context.world, key, context.now, 'ON_DEMAND'));
    tellOfKey(context.world, key, 'KMS CMK Rotation', context.now);
    return { KeyId: key.arn };
  },
});
export const rotationStatus = operation<GetKeyRotationStatusCommandInput, GetKeyRotationStatusCommandOutput>({
  trail: 'read',
  access: (input, context) => [onKey(context, 'GetKeyRotationStatus', input.KeyId)],
  run: (input, context) => {
    const { rotation, arn, deletion } = mustRotate(keyNamed(context.world, context, input.KeyId));
    const isOn = rotation !== undefined && deletion === undefined;
    return {
      KeyId: arn,
      KeyRotationEnabled: isOn,
      ...(isOn ? { RotationPeriodInDays: rotation.days, NextRotationDate: new Date(rotation.nextAt) } : {}),
    };
  },
});
export const listRotations = operation<ListKeyRotationsCommandInput, ListKeyRotationsCommandOutput>({
  trail: 'read',
  access: (input, context) => [onKey(context, 'ListKeyRotations', input.KeyId)],
  run: (input, context) => {
    const key = mustRotate(mustStay(keyNamed(context.world, context, input.KeyId)));
    const all = key.rotations.map(({ at, type }) => ({ KeyId: key.arn, RotationDate: new Date(at), RotationType: type }));
    const { items, ...rest } = listed(all, input);
    return { Rotations: items, ...rest };
  },
});
