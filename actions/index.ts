import type { Action } from '../core/action/define.ts';
import { flipSwitch } from './flip-switch/action.ts';
import { quarantineClient } from './quarantine-client/action.ts';
import { quarantineEndpoint } from './quarantine-endpoint/action.ts';
import { rejectModelPackage } from './reject-model-package/action.ts';
import { rollbackEndpoint } from './rollback-endpoint/action.ts';
import { snapshotEndpoint } from './snapshot-endpoint/action.ts';

/** For infra, tests and the generated catalog. Everybody else reads the catalog, so that one function holds one action only. */
export const actions: readonly Action[] = [
  flipSwitch,
  quarantineClient,
  quarantineEndpoint,
  rejectModelPackage,
  rollbackEndpoint,
  snapshotEndpoint,
];
