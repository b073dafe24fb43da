import { aws_iam as iam, type aws_kms as kms, Duration } from 'aws-cdk-lib';
import type { Action } from '../core/action/define.ts';
import { actionFunctionName } from '../core/action/role-names.ts';
import type { Place } from './control.ts';
import { EVIDENCE_BUCKET_ACTIONS, EVIDENCE_OBJECT_ACTIONS } from './evidence.ts';
import { makeFunction, type Made } from './functions.ts';
import { takeMemberRoles } from './grants.ts';
import type { Roles } from './roles.ts';
import { tableAccess } from './table.ts';

const collect = (bucket: string): readonly iam.PolicyStatement[] => [
  new iam.PolicyStatement({ actions: EVIDENCE_OBJECT_ACTIONS, resources: [`arn:aws:s3:::${bucket}/*`] }),
  new iam.PolicyStatement({ actions: EVIDENCE_BUCKET_ACTIONS, resources: [`arn:aws:s3:::${bucket}`] }),
];

/** One function per action. In this account it may see whose lease it is and leave its footsteps; its power lies in the member's role. */
export const makeActions = (
  { stack, config, bundles, table, grantKey }: Place,
  roles: Roles['acting'],
  evidenceKey: kms.Key,
  actions: readonly Action[],
): readonly Made[] =>
  actions.map((action) => {
    const role = roles.get(action.id);
    if (role === undefined) throw new Error(`${action.id} has no role`);
    const evidence = action.needs.includes('evidence');
    const may = [...tableAccess(table).act(), takeMemberRoles(config, action), ...(evidence ? collect(config.evidence.bucket) : [])];
    for (const statement of may) role.addToPolicy(statement);
    return makeFunction(stack, config, bundles, role, {
      name: actionFunctionName(action.id),
      says: action.title,
      // The engine waits durably between calls; what cannot be done within one call returns a cursor.
      timeout: Duration.minutes(15),
      memoryMegabytes: 1024,
      environment: {
        CORDON_MODE: config.mode,
        CORDON_TABLE: table.tableName,
        CORDON_GRANT_KEY: grantKey.keyArn,
        ...(evidence && { CORDON_EVIDENCE_BUCKET: config.evidence.bucket, CORDON_EVIDENCE_KEY: evidenceKey.keyArn }),
      },
    });
  });
