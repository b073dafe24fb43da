import { createHash } from 'node:crypto';
import type {
  CancelRotateSecretCommandInput,
  CancelRotateSecretCommandOutput,
  RotateSecretCommandInput,
  RotateSecretCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import { isObject } from '../../../core/json.ts';
import { functionsOf, letsIn } from '../lambda/state.ts';
import { operation, type Operation, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { World } from '../world.ts';
import { invalidParameter, invalidRequest, liveSecret, on } from './access.ts';
import { rotationTime } from './behaviours.ts';
import { secretsOf, withVersion, type Rotation, type Secret } from './state.ts';

const DAY_SECONDS = 86_400;

/** The version that the function is to fill, and the moment at which it has done so. */
const begin = (world: World, secret: Secret, rotation: Rotation, versionId: string, now: number): void => {
  const pending = { id: versionId, createdAt: now, stages: ['AWSPENDING'] };
  secretsOf(world).put(secret.arn, {
    ...secret,
    changedAt: now,
    rotation: { ...rotation, pending: versionId },
    versions: withVersion(secret.versions, pending),
  });
  world.timers.add('secret-rotated', world.lasts(rotationTime), { arn: secret.arn, versionId });
};
const plan = (world: World, arn: string, everyDays: number, now: number): number => {
  const awsSeconds = everyDays * DAY_SECONDS;
  const at = now + (awsSeconds * 1000) / world.time.pace;
  world.timers.add('secret-rotation-due', awsSeconds, { arn, at });
  return at;
};

const checkRules = ({ RotationRules: rules, ExternalSecretRotationRoleArn }: Present<RotateSecretCommandInput>): void => {
  if (rules?.ScheduleExpression !== undefined || rules?.Duration !== undefined || ExternalSecretRotationRoleArn !== undefined)
    throw new AwsFault('NotImplemented', 'The range rotates by days and by functions only', { status: 501 });
  const days = rules?.AutomaticallyAfterDays ?? 1;
  if (days < 1 || days > 1000) throw invalidParameter('The AutomaticallyAfterDays value must be between 1 and 1000 days (inclusive).');
};
const functionFor = (world: World, { rotation }: Secret, given: string | undefined): string => {
  const arn = given ?? rotation?.function;
  if (arn === undefined) throw invalidRequest('No Lambda rotation function ARN is associated with this secret.');
  const found = functionsOf(world).get(arn);
  if (found === undefined || !letsIn(found, 'secretsmanager.amazonaws.com'))
    throw new AwsFault(
      'AccessDeniedException',
      'Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.',
    );
  return arn;
};

const rotate = operation<RotateSecretCommandInput, RotateSecretCommandOutput>({
  trail: 'write',
  access: ({ SecretId, RotationLambdaARN }, context) => [
    on(
      context,
      'RotateSecret',
      SecretId,
      RotationLambdaARN === undefined ? {} : { 'secretsmanager:RotationLambdaARN': [RotationLambdaARN] },
    ),
    ...(RotationLambdaARN === undefined ? [] : [{ action: 'lambda:InvokeFunction', resource: RotationLambdaARN }]),
  ],
  run: (input, context) => {
    const { world, now } = context;
    checkRules(input);
    const secret = liveSecret(context, input.SecretId);
    const functionArn = functionFor(world, secret, input.RotationLambdaARN);
    if (secret.rotation?.pending !== undefined)
      throw invalidRequest("A previous rotation isn't complete. That rotation will be reattempted.");
    const everyDays = input.RotationRules?.AutomaticallyAfterDays ?? secret.rotation?.everyDays;
    const rotation: Rotation = {
      ...secret.rotation,
      function: functionArn,
      enabled: true,
      ...(everyDays === undefined ? {} : { everyDays, nextAt: plan(world, secret.arn, everyDays, now) }),
    };
    if (input.RotateImmediately === false) {
      secretsOf(world).put(secret.arn, { ...secret, rotation });
      return { ARN: secret.arn, Name: secret.name };
    }
    const versionId = input.ClientRequestToken ?? world.ids.uuid('secret-version');
    begin(world, secret, rotation, versionId, now);
    return { ARN: secret.arn, Name: secret.name, VersionId: versionId };
  },
});

/** The version that was being made is left as it is: whoever cancels cleans up. */
const cancel = operation<CancelRotateSecretCommandInput, CancelRotateSecretCommandOutput>({
  trail: 'write',
  access: ({ SecretId }, context) => [on(context, 'CancelRotateSecret', SecretId)],
  run: ({ SecretId }, context) => {
    const secret = liveSecret(context, SecretId);
    if (secret.rotation === undefined) throw invalidRequest('No Lambda rotation function ARN is associated with this secret.');
    const { pending, nextAt: _, ...rotation } = secret.rotation;
    secretsOf(context.world).put(secret.arn, { ...secret, rotation: { ...rotation, enabled: false } });
    return pending === undefined ? { ARN: secret.arn, Name: secret.name } : { ARN: secret.arn, Name: secret.name, VersionId: pending };
  },
});

/** A new password in the place of the old one; a secret without one becomes a new text. */
const renewed = (text: string, versionId: string): string => {
  const password = createHash('sha256').update(versionId).digest('base64url').slice(0, 32);
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return JSON.stringify({ ...parsed, password });
  } catch {
    // Not JSON: the whole text is the secret.
  }
  return password;
};
const finish = (world: World, arn: string, versionId: string, at: number): void => {
  const secret = secretsOf(world).get(arn);
  if (secret === undefined || secret.rotation?.pending !== versionId || secret.deletesAt !== undefined) return;
  const code = functionsOf(world).get(secret.rotation.function);
  const { pending: _, ...rotation } = secret.rotation;
  // A function that nobody may run, or that does something else, leaves the pending version empty.
  if (code === undefined || code.reserved === 0 || code.does.kind !== 'rotation') return;
  const before = secret.versions.find(({ stages }) => stages.includes('AWSCURRENT'))?.text ?? '';
  const made = { id: versionId, createdAt: at, text: renewed(before, versionId), stages: ['AWSCURRENT', 'AWSPENDING'] };
  const versions = withVersion(secret.versions, made);
  secretsOf(world).put(arn, { ...secret, changedAt: at, rotation: { ...rotation, lastAt: at }, versions });
};

export const startRotation = (world: World): void => {
  world.timers.on('secret-rotated', ({ arn, versionId }, at) => {
    if (typeof arn === 'string' && typeof versionId === 'string') finish(world, arn, versionId, at);
  });
  world.timers.on('secret-rotation-due', ({ arn, at: due }, now) => {
    const secret = typeof arn === 'string' ? secretsOf(world).get(arn) : undefined;
    const rotation = secret?.rotation;
    // Planned anew or called off meanwhile.
    if (secret === undefined || rotation?.everyDays === undefined || rotation.nextAt !== due || !rotation.enabled) return;
    const next = { ...rotation, nextAt: plan(world, secret.arn, rotation.everyDays, now) };
    if (rotation.pending === undefined && secret.deletesAt === undefined) begin(world, secret, next, world.ids.uuid('secret-version'), now);
    else secretsOf(world).put(secret.arn, { ...secret, rotation: next });
  });
};

export const ROTATION_OPERATIONS: Readonly<Record<string, Operation>> = { RotateSecret: rotate, CancelRotateSecret: cancel };
