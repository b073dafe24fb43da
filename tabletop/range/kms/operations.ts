import type { Service } from '../operation.ts';
import { createAlias, deleteAlias, listAliases, updateAlias } from './aliases.ts';
import { KMS_BEHAVIOURS } from './behaviours.ts';
import { CRYPTO_OPERATIONS } from './crypto-operations.ts';
import { describeKey, listKeys, updateDescription } from './describe.ts';
import { createGrant, listGrants, listRetirable, retireGrant, revokeGrant } from './grants.ts';
import { createKey } from './keys.ts';
import { cancelDeletion, disableKey, enableKey, scheduleDeletion } from './life.ts';
import { getPolicy, listPolicies, putPolicy } from './policies.ts';
import { disableRotation, enableRotation, listRotations, rotateNow, rotationStatus } from './rotation.ts';
import { listTags, tagKey, untagKey } from './tags.ts';

export const kmsService: Service = {
  prefix: 'kms',
  signingName: 'kms',
  eventSource: 'kms.amazonaws.com',
  load: () => import('@aws-sdk/client-kms'),
  operations: {
    CreateKey: createKey,
    DescribeKey: describeKey,
    ListKeys: listKeys,
    UpdateKeyDescription: updateDescription,
    EnableKey: enableKey,
    DisableKey: disableKey,
    ScheduleKeyDeletion: scheduleDeletion,
    CancelKeyDeletion: cancelDeletion,
    CreateAlias: createAlias,
    UpdateAlias: updateAlias,
    DeleteAlias: deleteAlias,
    ListAliases: listAliases,
    PutKeyPolicy: putPolicy,
    GetKeyPolicy: getPolicy,
    ListKeyPolicies: listPolicies,
    EnableKeyRotation: enableRotation,
    DisableKeyRotation: disableRotation,
    RotateKeyOnDemand: rotateNow,
    GetKeyRotationStatus: rotationStatus,
    ListKeyRotations: listRotations,
    CreateGrant: createGrant,
    ListGrants: listGrants,
    ListRetirableGrants: listRetirable,
    RevokeGrant: revokeGrant,
    RetireGrant: retireGrant,
    TagResource: tagKey,
    UntagResource: untagKey,
    ListResourceTags: listTags,
    ...CRYPTO_OPERATIONS,
  },
  behaviours: KMS_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
