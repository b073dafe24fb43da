import type { Action } from '../core/action/define.ts';
import { iamActionsFor } from '../core/action/iam.ts';

/** What the role of an action may do in a member account: what its calls need, and nothing else. */
export const permissionsOf = ({ reads, writes }: Pick<Action, 'reads' | 'writes'>): readonly string[] =>
  iamActionsFor([...reads, ...writes]);

/** What the canary may do: the probes of all actions. */
export const probesOf = (actions: readonly Pick<Action, 'probes'>[]): readonly string[] =>
  iamActionsFor(actions.flatMap(({ probes }) => probes));

/** What the inventory calls. infra may not import adapters; test/infra/roles.test.ts compares with INVENTORY_READS. */
export const INVENTORY_PERMISSIONS: readonly string[] = [
  'cloudtrail:LookupEvents',
  'sagemaker:DescribeEndpoint',
  'sagemaker:DescribeEndpointConfig',
  'sagemaker:DescribeModel',
  'sagemaker:DescribeModelPackage',
  'sagemaker:DescribeTrainingJob',
];
