import { accountsOf, attachAtOnce, FULL_ACCESS, policiesOf, setOrganization, unitsOf, type ControlPolicy } from '../organizations/state.ts';
import type { World } from '../world.ts';
import { ACCOUNTS } from './company.ts';

const ROOT = 'r-nb01';
const UNITS = { workloads: 'ou-nb01-workload', security: 'ou-nb01-security' } as const;

const allows = (id: string, type: ControlPolicy['type'], Principal: { readonly Principal?: '*' }): ControlPolicy => ({
  id,
  type,
  name: id.slice(2),
  description: 'Allows access to every operation',
  content: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...Principal, Action: '*', Resource: '*' }] },
  awsManaged: true,
});

/**
 * A management account, which holds no workload, and the three accounts below two units. The security account reads the organisation as a
 * delegated administrator and may attach service control policies: an incident cannot wait for the owners of the management account.
 */
export const seedOrganization = (world: World): void => {
  const joinedAt = world.time.now();
  setOrganization(world, {
    id: 'o-northbank01',
    management: ACCOUNTS.management,
    email: 'aws@northbank.example',
    root: ROOT,
    enabled: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'],
    delegated: [ACCOUNTS.security],
    delegation: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'SecurityAttaches',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${ACCOUNTS.security}:root` },
          Action: ['CreatePolicy', 'UpdatePolicy', 'DeletePolicy', 'AttachPolicy', 'DetachPolicy'].map((name) => `organizations:${name}`),
          Resource: '*',
          Condition: { StringEquals: { 'organizations:PolicyType': 'SERVICE_CONTROL_POLICY' } },
        },
      ],
    },
  });
  unitsOf(world).put(UNITS.workloads, { id: UNITS.workloads, name: 'Workloads', parent: ROOT });
  unitsOf(world).put(UNITS.security, { id: UNITS.security, name: 'Security', parent: ROOT });
  const parents = { management: ROOT, workload: UNITS.workloads, security: UNITS.security, evidence: UNITS.security } as const;
  for (const name of ['management', 'workload', 'security', 'evidence'] as const)
    accountsOf(world).put(ACCOUNTS[name], {
      id: ACCOUNTS[name],
      name: `northbank-${name}`,
      email: `aws+${name}@northbank.example`,
      parent: parents[name],
      joinedAt,
    });
  policiesOf(world).put(FULL_ACCESS.SERVICE_CONTROL_POLICY, allows(FULL_ACCESS.SERVICE_CONTROL_POLICY, 'SERVICE_CONTROL_POLICY', {}));
  policiesOf(world).put(
    FULL_ACCESS.RESOURCE_CONTROL_POLICY,
    allows(FULL_ACCESS.RESOURCE_CONTROL_POLICY, 'RESOURCE_CONTROL_POLICY', { Principal: '*' }),
  );
  for (const target of [ROOT, ...Object.values(UNITS), ...Object.values(ACCOUNTS)])
    attachAtOnce(world, target, {
      SERVICE_CONTROL_POLICY: [FULL_ACCESS.SERVICE_CONTROL_POLICY],
      RESOURCE_CONTROL_POLICY: [FULL_ACCESS.RESOURCE_CONTROL_POLICY],
    });
};
