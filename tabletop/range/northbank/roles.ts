import { profileArn, profilesOf } from '../iam/instance-profiles.ts';
import { createPolicy, createRole, policiesOf, policyArn } from '../iam/state.ts';
import type { PolicyText } from '../policy/document.ts';
import { testKeysOf } from '../sts/state.ts';
import type { World } from '../world.ts';
import { ACCOUNTS, DENY_POLICY, roleOf, testKeyOf, type AccountName } from './company.ts';
import { seedOrganization } from './organization.ts';
import { ADMIN, DENY_ALL, EVIDENCE_WRITER, HUB, trusts, trustsService, WORKLOAD_POLICIES } from './policies.ts';

interface RoleSeed {
  readonly name: string;
  readonly policies: readonly string[];
  readonly says: string;
  /** Whom it lets in; the services' own roles are not for people. */
  readonly trust: 'ec2' | 'sagemaker' | 'autoscaling' | 'hub' | 'account';
}
/** Callers carry the deny that Cordon ships; the exempt canary is how an outage of the endpoint is told from a deny. */
const WORKLOAD_ROLES: readonly RoleSeed[] = [
  { name: 'checkout-api', policies: ['invoke-fraud-scorer', DENY_POLICY], says: 'Payments: scores every purchase', trust: 'ec2' },
  { name: 'batch-nightly', policies: ['invoke-fraud-scorer', DENY_POLICY], says: 'Re-scores open cases', trust: 'ec2' },
  { name: 'loan-app', policies: ['invoke-credit', DENY_POLICY], says: 'Loan application', trust: 'ec2' },
  { name: 'crm', policies: ['invoke-churn', DENY_POLICY], says: 'Customer relations', trust: 'ec2' },
  { name: 'web-chat', policies: ['invoke-assistant', DENY_POLICY], says: 'Support chat on the web site', trust: 'ec2' },
  { name: 'partner-bot', policies: ['invoke-assistant', DENY_POLICY], says: 'A sales partner whose bot talks to ours', trust: 'ec2' },
  { name: 'partner-upload', policies: ['write-partner-data'], says: 'Deliveries of the data partner', trust: 'ec2' },
  { name: 'mlops', policies: ['ship-models'], says: 'ML engineers', trust: 'account' },
  { name: 'nightly-retrain', policies: ['ship-models'], says: 'Pipeline that retrains and deploys by itself', trust: 'sagemaker' },
  { name: 'sagemaker-execution', policies: ['run-models'], says: 'Endpoints and jobs', trust: 'sagemaker' },
  {
    name: 'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
    policies: ['scale-endpoints'],
    says: 'Auto scaling',
    trust: 'autoscaling',
  },
  { name: 'cordon-member', policies: ['cordon-member'], says: 'Cordon in this account', trust: 'hub' },
  { name: 'cordon-canary-covered', policies: ['invoke-all', DENY_POLICY], says: 'Proves that the deny works', trust: 'hub' },
  { name: 'cordon-canary-exempt', policies: ['invoke-all'], says: 'Proves that the endpoint is there', trust: 'hub' },
  { name: 'admin', policies: ['administrator'], says: 'Account administrator', trust: 'account' },
];

const seedProfile = (world: World, account: string, name: string, role: string): void => {
  const arn = profileArn(account, name);
  const id = `AIPA${world.ids.code('instance-profile', 17)}`;
  profilesOf(world).put(arn, { name, account, arn, id, createdAt: world.time.now(), role });
};
/** Two of AWS's own, which everybody may attach: the widest and the narrowest. */
const seedAwsManaged = (world: World): void => {
  const seed = (name: string, id: string, description: string, document: PolicyText): void =>
    policiesOf(world).put(`arn:aws:iam::aws:policy/${name}`, {
      name,
      account: 'aws',
      arn: `arn:aws:iam::aws:policy/${name}`,
      id,
      createdAt: world.time.now(),
      document: JSON.parse(JSON.stringify(document)),
      description,
    });
  seed('AdministratorAccess', 'ANPAIWMBCKSKIEE64ZLYK', 'Provides full access to AWS services and resources.', ADMIN);
  seed('AWSDenyAll', 'ANPAZKAPJZG4P43IKOYZA', 'Deny all access.', DENY_ALL);
};

const seedAccount = (world: World, account: AccountName, roles: readonly RoleSeed[]): void => {
  const hub = roleOf('security', 'cordon-hub');
  const trustOf = {
    ec2: trustsService('ec2.amazonaws.com'),
    sagemaker: trustsService('sagemaker.amazonaws.com'),
    autoscaling: trustsService('sagemaker.application-autoscaling.amazonaws.com'),
    hub: trusts(hub),
    account: trusts(`arn:aws:iam::${ACCOUNTS[account]}:root`),
  };
  for (const role of roles) {
    const attached = role.policies.map((name) => policyArn(ACCOUNTS[account], name));
    const arn = createRole(world, {
      account: ACCOUNTS[account],
      name: role.name,
      trust: trustOf[role.trust],
      attached,
      description: role.says,
    });
    if (role.trust === 'ec2') seedProfile(world, ACCOUNTS[account], role.name, arn);
    const accessKeyId = testKeyOf(account, role.name);
    testKeysOf(world).put(accessKeyId, { accessKeyId, roleArn: arn, session: 'test-key' });
  }
};

export const seedRoles = (world: World): void => {
  seedOrganization(world);
  seedAwsManaged(world);
  for (const account of ['workload', 'security', 'evidence'] as const)
    createPolicy(world, { account: ACCOUNTS[account], name: 'administrator', document: ADMIN, description: 'Everything' });
  for (const [name, { says, document }] of Object.entries(WORKLOAD_POLICIES))
    createPolicy(world, { account: ACCOUNTS.workload, name, document, description: says });
  createPolicy(world, { account: ACCOUNTS.security, name: 'cordon-hub', document: HUB, description: 'Cordon itself' });
  createPolicy(world, {
    account: ACCOUNTS.evidence,
    name: 'cordon-evidence-writer',
    document: EVIDENCE_WRITER,
    description: 'Evidence, write once',
  });

  seedAccount(world, 'workload', WORKLOAD_ROLES);
  seedAccount(world, 'security', [
    { name: 'cordon-hub', policies: ['cordon-hub'], says: 'Cordon: assumes its role in a member account', trust: 'account' },
    { name: 'admin', policies: ['administrator'], says: 'Account administrator', trust: 'account' },
  ]);
  seedAccount(world, 'evidence', [
    { name: 'cordon-evidence-writer', policies: ['cordon-evidence-writer'], says: 'Writes evidence, deletes none', trust: 'hub' },
    { name: 'admin', policies: ['administrator'], says: 'Account administrator', trust: 'account' },
  ]);
  createPolicy(world, { account: ACCOUNTS.management, name: 'administrator', document: ADMIN, description: 'Everything' });
  seedAccount(world, 'management', [{ name: 'admin', policies: ['administrator'], says: 'Owner of the organisation', trust: 'account' }]);
};
