import { aws_iam as iam } from 'aws-cdk-lib';
import { digestOf } from '../core/json.ts';
import { scopeOf, type Member } from './scopes.ts';

/** Permissions as statements, those with the same scope together. */
export const statementsFor = (permissions: readonly string[], member: Member): readonly iam.PolicyStatement[] => {
  const groups = new Map<string, string[]>();
  for (const permission of permissions) {
    const key = digestOf(scopeOf(permission, member));
    groups.set(key, [...(groups.get(key) ?? []), permission]);
  }
  return [...groups.values()].flatMap((actions) => {
    const { resources, conditions } = scopeOf(actions[0] ?? '', member);
    // An account that declares no switch gives no permission on parameters.
    if (resources.length === 0) return [];
    return new iam.PolicyStatement({ actions, resources: [...resources], ...(conditions !== undefined && { conditions }) });
  });
};

/** What no role of Cordon may ever do, whatever an action declares: it destroys evidence, or the way back, or the traces. */
export const NEVER: readonly string[] = [
  'cloudtrail:DeleteTrail',
  'cloudtrail:StopLogging',
  'iam:CreateAccessKey',
  'iam:CreateUser',
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
  's3:BypassGovernanceRetention',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  'sagemaker:DeleteEndpoint',
  'sagemaker:DeleteEndpointConfig',
  'sagemaker:DeleteModel',
  'sagemaker:DeleteModelPackage',
];
export const neverStatement = (): iam.PolicyStatement =>
  new iam.PolicyStatement({ sid: 'Never', effect: iam.Effect.DENY, actions: [...NEVER], resources: ['*'] });
