import type { Service } from '../operation.ts';
import type { World } from '../world.ts';
import { SECRETS_MANAGER_BEHAVIOURS } from './behaviours.ts';
import { DESCRIBE_OPERATIONS } from './describe.ts';
import { POLICY_OPERATIONS } from './policies.ts';
import { ROTATION_OPERATIONS, startRotation } from './rotation.ts';
import { SECRET_OPERATIONS } from './secrets.ts';
import { secretsOf } from './state.ts';
import { VALUE_OPERATIONS } from './values.ts';

export const secretsManagerService: Service = {
  prefix: 'secretsmanager',
  signingName: 'secretsmanager',
  eventSource: 'secretsmanager.amazonaws.com',
  load: () => import('@aws-sdk/client-secrets-manager'),
  operations: { ...SECRET_OPERATIONS, ...VALUE_OPERATIONS, ...DESCRIBE_OPERATIONS, ...ROTATION_OPERATIONS, ...POLICY_OPERATIONS },
  behaviours: SECRETS_MANAGER_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};

/** The end of a recovery window, and rotations. */
export const startSecretsManager = (world: World): void => {
  world.timers.on('secret-deleted', ({ arn, deletesAt }) => {
    if (typeof arn !== 'string') return;
    // Restored meanwhile, or deleted anew with another window.
    if (secretsOf(world).get(arn)?.deletesAt === deletesAt) secretsOf(world).remove(arn);
  });
  startRotation(world);
};
