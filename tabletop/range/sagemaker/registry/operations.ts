import type { Operation } from '../../operation.ts';
import { CARD_OPERATIONS } from './cards.ts';
import { CREATE_PACKAGE_OPERATIONS } from './create-package.ts';
import { GROUP_OPERATIONS } from './groups.ts';
import { PACKAGE_OPERATIONS } from './packages.ts';
import { GROUP_POLICY_OPERATIONS } from './policies.ts';
import { UPDATE_PACKAGE_OPERATIONS } from './update-package.ts';

export const REGISTRY_OPERATIONS: Readonly<Record<string, Operation>> = {
  ...GROUP_OPERATIONS,
  ...GROUP_POLICY_OPERATIONS,
  ...CREATE_PACKAGE_OPERATIONS,
  ...PACKAGE_OPERATIONS,
  ...UPDATE_PACKAGE_OPERATIONS,
  ...CARD_OPERATIONS,
};
