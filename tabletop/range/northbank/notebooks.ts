import { notebooksOf } from '../sagemaker/notebooks/state.ts';
import { arnOf, setFirstTags } from '../sagemaker/state.ts';
import type { World } from '../world.ts';
import { ACCOUNTS, REGION, roleOf } from './company.ts';
import type { At } from './storage.ts';

/** Where the data scientists work: whoever opens it has the rights of SageMaker's own role. */
export const seedNotebooks = (world: World, at: At): void =>
  at('2026-08-25T09:00:00Z', () => {
    const place = { account: ACCOUNTS.workload, region: REGION };
    const arn = arnOf(place, 'notebook-instance', 'fraud-research');
    const now = world.time.now();
    notebooksOf(world).put(arn, {
      arn,
      name: 'fraud-research',
      ...place,
      status: 'InService',
      instanceType: 'ml.t3.medium',
      roleArn: roleOf('workload', 'sagemaker-execution'),
      createdAt: now,
      modifiedAt: now,
      directInternet: 'Enabled',
      rootAccess: 'Enabled',
    });
    setFirstTags(world, arn, [{ Key: 'team', Value: 'fraud-ml' }]);
  });
